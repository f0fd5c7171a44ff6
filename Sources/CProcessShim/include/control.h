#pragma once
#include <stddef.h>
#include <sys/types.h>

// The control socket: a stream of bytes in the file system. Of every function the result is -errno where something failed.

/// Listens at `path`, which every user may connect to: who may do what is decided by who connects. What a process that is
/// no more has left there is removed; -EADDRINUSE where somebody listens. Non-blocking, close-on-exec.
int control_listen(const char *path, int backlog);

/// The next client that waits, non-blocking, close-on-exec; -EAGAIN where none does.
int control_accept(int listener);

/// Connects to `path`, and waits at most so long where many others do: -EAGAIN. Non-blocking from then on, close-on-exec.
int control_connect(const char *path, int milliseconds);

/// The most supplementary groups of a peer that are looked at; who has more counts as having none.
enum { control_group_limit = 256 };

/// Who connected, as the kernel knows it since then (SO_PEERCRED, SO_PEERGROUPS): nobody's word is taken for it.
struct control_peer {
    uid_t user;
    gid_t group;
    int group_count;
    gid_t groups[control_group_limit];
};

int control_peer_of(int socket, struct control_peer *peer);

/// Sends what there is room for, with a copy of `descriptor` (-1: none) beside the first byte. Never waits, no SIGPIPE.
ssize_t control_send(int socket, const void *bytes, size_t count, int descriptor);

/// Takes what waits; 0 where the other end says no more. Descriptors that a client sends along are dropped by the kernel.
ssize_t control_receive(int socket, void *bytes, size_t capacity);
