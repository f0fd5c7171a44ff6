#define _GNU_SOURCE
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>

static char *const environment[] = {"SWIFT_BACKTRACE=enable=no", NULL};

static int arrange_descriptors(posix_spawn_file_actions_t *actions, int link) {
    // The link first: it may itself be one of 0, 1 and 2.
    int failed = posix_spawn_file_actions_adddup2(actions, link, process_link);
    for (int standard = 0; standard < process_link && !failed; standard++)
        failed = posix_spawn_file_actions_addopen(actions, standard, "/dev/null", O_RDWR, 0);
    return failed ? failed : posix_spawn_file_actions_addclosefrom_np(actions, process_link + 1);
}

static int arrange_signals(posix_spawnattr_t *attributes) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int failed = posix_spawnattr_setsigdefault(attributes, &all);
    if (!failed) failed = posix_spawnattr_setsigmask(attributes, &none);
    const short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    return failed ? failed : posix_spawnattr_setflags(attributes, flags);
}

pid_t process_start(const char *path, char *const argv[], int link) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t child = 0;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int failed = arrange_descriptors(&actions, link);
    if (!failed) failed = arrange_signals(&attributes);
    if (!failed) failed = posix_spawn(&child, path, &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed ? -failed : child;
}

int process_descriptor(pid_t child) {
    const int descriptor = pidfd_open(child, 0);
    return descriptor < 0 ? -errno : descriptor;
}

int process_kill(int descriptor) { return pidfd_send_signal(descriptor, SIGKILL, NULL, 0) < 0 ? -errno : 0; }

int process_wait(int descriptor, int milliseconds, struct process_end *end) {
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    while (poll(&wanted, 1, milliseconds) < 0)
        if (errno != EINTR) return -errno;
    siginfo_t info = {0};
    while (waitid(P_PIDFD, (id_t)descriptor, &info, WEXITED | WNOHANG) < 0)
        if (errno != EINTR) return -errno;
    if (info.si_pid == 0) return 0;
    end->by_signal = info.si_code != CLD_EXITED;
    end->status = info.si_status;
    return 1;
}
