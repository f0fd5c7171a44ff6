#pragma once
#include <sys/types.h>

/// Connects to the socket at `path` as another user with another group and one more, as which the kernel then knows the
/// connection; for root only. Gives the socket, non-blocking, or -errno.
int stranger_connect(const char *path, uid_t user, gid_t group, gid_t other);
