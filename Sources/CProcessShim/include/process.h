#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Of every function in this module: the result is -errno where something failed, and EINTR is retried here and nowhere else.

/// Where a started child finds its end of the link.
enum { process_link = 3 };

/// Starts `path` with `argv` as a child that inherits `link`, as descriptor `process_link`, and nothing else.
///
/// 0, 1 and 2 are /dev/null: a library that complains on standard error must not write into a descriptor that came
/// later. The child is in a session of its own, so that Ctrl-C does not reach it, with every signal as it is by default
/// and none blocked. Its environment is one line: Swift's backtracer off (it would fork a debugger).
/// posix_spawn is safe in a process that has threads. Gives the process id.
pid_t process_start(const char *path, char *const argv[], int link);

/// A descriptor for the child that stays true when its number is given to another (pidfd_open), close-on-exec.
int process_descriptor(pid_t child);

/// Sends SIGKILL.
int process_kill(int descriptor);

/// How a child ended.
struct process_end {
    /// Whether a signal ended it.
    bool by_signal;
    /// The exit code, or the signal.
    int status;
};

/// Waits at most `milliseconds` for the end of a child and reaps it. Gives 1, or 0 where it still runs.
int process_wait(int descriptor, int milliseconds, struct process_end *end);

/// The day on which this program was compiled, as the compiler writes it: "Nov 24 2026" (C11 section 6.10.8.1), or the day of
/// SOURCE_DATE_EPOCH where that was set. Never fails.
const char *build_date(void);
