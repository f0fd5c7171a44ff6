/* The emulator knows no seccomp, and has a thread of its own: a reader behind it would refuse to look. Here the filter is
   said to be set, and the emulator's thread is not counted. So what the walls hold back is not tried under the emulator.
   Loaded into the emulated programs only. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>

static long raw(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

/* As the kernel answers libseccomp, which asks by impossible calls what there is. */
static int seccomp(long operation, void *arguments) {
    if (operation == SECCOMP_SET_MODE_FILTER && arguments) return 0;
    errno = operation == SECCOMP_SET_MODE_FILTER ? EFAULT : EINVAL;
    return -1;
}

long syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long words[6];
    for (int index = 0; index < 6; index++) words[index] = va_arg(list, long);
    va_end(list);
    if (number == SYS_seccomp) return seccomp(words[0], (void *)words[2]);
    long answer = raw(number, words[0], words[1], words[2], words[3], words[4], words[5]);
    if (answer < 0 && answer > -4096) {
        errno = (int)-answer;
        return -1;
    }
    return answer;
}

DIR *opendir(const char *path) {
    DIR *(*real)(const char *) = (DIR * (*)(const char *)) dlsym(RTLD_NEXT, "opendir");
    return real(strcmp(path, "/proc/self/task") ? path : "/one-thread");
}
