#define _GNU_SOURCE
#include "walls.h"
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int wall_close_others(int link) {
    if (link > 3 && close_range(3, (unsigned)link - 1, 0) < 0) return -errno;
    return close_range(link < 3 ? 3 : (unsigned)link + 1, ~0u, 0) < 0 ? -errno : 0;
}

int wall_count_threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return -errno;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(tasks));) count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

int wall_no_new_privileges(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? -errno : 0;
}

// Debian 12's header ends at ABI 2, so the later rights stand here as numbers (linux/landlock.h of 6.12).
struct ruleset {
    uint64_t files, network, scoped;
};

enum { create_ruleset_version = 1 };

/// Everything that an ABI can forbid. A file opened by another and handed over keeps what it could do.
static struct ruleset everything(int abi) {
    struct ruleset rules = {.files = (1ull << 13) - 1};      // ABI 1: EXECUTE to MAKE_SYM
    if (abi >= 2) rules.files |= 1ull << 13;                 // REFER
    if (abi >= 3) rules.files |= 1ull << 14;                 // TRUNCATE
    if (abi >= 4) rules.network = 3;                         // BIND_TCP, CONNECT_TCP
    if (abi >= 5) rules.files |= 1ull << 15;                 // IOCTL_DEV
    if (abi >= 6) rules.scoped = 3;                          // ABSTRACT_UNIX_SOCKET, SIGNAL
    return rules;
}

int wall_landlock(void) {
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, create_ruleset_version);
    if (abi < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -errno;
    const struct ruleset rules = everything((int)abi);
    const int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (ruleset < 0) return -errno;
    const int failed = syscall(SYS_landlock_restrict_self, ruleset, 0) < 0 ? errno : 0;
    close(ruleset);
    return failed ? -failed : (int)abi;
}
