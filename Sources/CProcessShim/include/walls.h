#pragma once

/// Closes every descriptor but 0, 1, 2 and `link`.
int wall_close_others(int link);

/// How many threads this process has: entries of /proc/self/task.
int wall_count_threads(void);

/// No exec will ever give more rights (PR_SET_NO_NEW_PRIVS, which both walls ask for), nobody of the same user may look
/// inside, and no core file with payloads in it is left behind (PR_SET_DUMPABLE).
int wall_no_new_privileges(void);

/// Landlock over the calling thread: everything that the running kernel's ABI can forbid is forbidden.
/// Gives that ABI; 0 where the kernel has none, which only ENOSYS and EOPNOTSUPP say.
int wall_landlock(void);

/// The seccomp allow-list of the reader over the calling thread: EPERM for what is not on it.
int wall_filter(void);
