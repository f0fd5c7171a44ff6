#define _GNU_SOURCE
#include "walls.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/// Allowed whatever the arguments: each works on what the process already has.
static const int calls[] = {
    // Descriptors that it was given. Not newfstatat, by which fstat goes: it takes a path.
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek),
    SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(dup),
    // The link and the wait.
    SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(restart_syscall),
    // Memory. mmap and mprotect stand below.
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    // Clocks, where the vDSO cannot tell; locks; seeds of hash tables; figures.
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    // Ways out: abort blocks signals and asks who it is; tgkill stands below.
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(getpid), SCMP_SYS(gettid),
    SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/// The commands of fcntl that it may give.
static const int controls[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC};

/// The requests of ioctl that it may make: what a V4L2 capture needs, and nothing of any other device.
static const unsigned long requests[] = {
    VIDIOC_QUERYCAP, VIDIOC_ENUM_FMT, VIDIOC_G_FMT, VIDIOC_S_FMT, VIDIOC_TRY_FMT, VIDIOC_G_PARM, VIDIOC_S_PARM,
    VIDIOC_ENUM_FRAMESIZES, VIDIOC_ENUM_FRAMEINTERVALS,
    VIDIOC_REQBUFS, VIDIOC_QUERYBUF, VIDIOC_QBUF, VIDIOC_DQBUF, VIDIOC_STREAMON, VIDIOC_STREAMOFF,
    VIDIOC_QUERYCTRL, VIDIOC_QUERYMENU, VIDIOC_QUERY_EXT_CTRL, VIDIOC_G_CTRL, VIDIOC_S_CTRL, VIDIOC_G_EXT_CTRLS,
    VIDIOC_S_EXT_CTRLS,
    VIDIOC_ENUMINPUT, VIDIOC_G_INPUT, VIDIOC_G_STD, VIDIOC_QUERY_DV_TIMINGS, VIDIOC_S_DV_TIMINGS, VIDIOC_G_PRIORITY,
};

/// Allows `call` where the low 32 bits of argument `index` under `mask` are `value`: the kernel takes no more of them.
static int allow_where(scmp_filter_ctx filter, int call, unsigned index, uint64_t mask, uint64_t value) {
    const struct scmp_arg_cmp condition = {
        .arg = index, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value & mask};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition);
}

static int fill(scmp_filter_ctx filter) {
    const uint64_t whole = UINT32_MAX;
    int failed = 0;
    for (size_t index = 0; index < COUNT(calls) && !failed; index++)
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[index], 0, NULL);
    for (size_t index = 0; index < COUNT(controls) && !failed; index++)
        failed = allow_where(filter, SCMP_SYS(fcntl), 1, whole, (uint64_t)controls[index]);
    for (size_t index = 0; index < COUNT(requests) && !failed; index++)
        failed = allow_where(filter, SCMP_SYS(ioctl), 1, whole, requests[index]);
    if (!failed) failed = allow_where(filter, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
    if (!failed) failed = allow_where(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
    // abort ends the process by a signal to its own thread.
    if (!failed) failed = allow_where(filter, SCMP_SYS(tgkill), 0, whole, (uint64_t)getpid());
    return failed;
}

int wall_filter(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return -ENOMEM;
    // The kernel's own errno instead of ECANCELED.
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1);
    if (!failed) failed = fill(filter);
    if (!failed) failed = seccomp_load(filter);
    seccomp_release(filter);
    return failed;
}
