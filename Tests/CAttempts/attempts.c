#define _GNU_SOURCE
#include "attempts.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t victim;

int attempts_prepare(void) {
    // It ends when this process does: a signal, also that of PR_SET_PDEATHSIG, would not get over the walls.
    int lifeline[2];
    if (pipe2(lifeline, O_CLOEXEC) < 0) return -1;
    victim = fork();
    if (victim == 0) {
        char unused;
        close(lifeline[1]);
        while (read(lifeline[0], &unused, 1) < 0) continue;
        _exit(0);
    }
    close(lifeline[0]);
    return victim < 0 ? -1 : 0;
}

static int outcome(long result) { return result < 0 ? errno : 0; }

static int opened(int descriptor) {
    if (descriptor < 0) return errno;
    close(descriptor);
    return 0;
}

static int read_file(void) { return opened(open("/etc/passwd", O_RDONLY)); }
static int write_file(void) { return opened(open("/tmp", O_TMPFILE | O_WRONLY, 0600)); }
static int list_folder(void) { return opened(open("/", O_RDONLY | O_DIRECTORY)); }
static int open_device(void) { return opened(open("/dev/zero", O_RDWR)); }
static int file_status(void) {
    struct stat status;
    return outcome(stat("/etc/passwd", &status));
}
static int unix_socket(void) { return opened(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int internet_socket(void) { return opened(socket(AF_INET, SOCK_STREAM, 0)); }
static int tcp_bind(void) {
    const struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int end = socket(AF_INET, SOCK_STREAM, 0);
    if (end < 0) return errno;
    const int result = outcome(bind(end, (const struct sockaddr *)&any, sizeof any));
    close(end);
    return result;
}
static int memory_file(void) { return opened(memfd_create("attempt", 0)); }
static int fork_child(void) {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    if (child < 0) return errno;
    waitpid(child, NULL, 0);
    return 0;
}
static void *nothing(void *unused) { return unused; }
static int start_thread(void) {
    pthread_t thread;
    const int failed = pthread_create(&thread, NULL, nothing, NULL);
    if (!failed) pthread_join(thread, NULL);
    return failed;
}
static int signal_other(void) { return outcome(kill(victim, 0)); }
static int trace_other(void) {
    const int result = outcome(ptrace(PTRACE_SEIZE, victim, 0, 0));
    if (result == 0) {
        ptrace(PTRACE_INTERRUPT, victim, 0, 0);
        waitpid(victim, NULL, __WALL);
        ptrace(PTRACE_DETACH, victim, 0, 0);
    }
    return result;
}
static int executable_memory(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? errno : outcome(munmap(page, 4096));
}
static int made_executable(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return errno;
    const int result = outcome(mprotect(page, 4096, PROT_READ | PROT_EXEC));
    munmap(page, 4096);
    return result;
}
static int plain_memory(void) {
    void *pages = malloc(8 << 20);
    free(pages);
    return pages ? 0 : ENOMEM;
}
// On /dev/null, which knows none of these: ENOTTY says that the request reached it.
static int camera_request(void) {
    struct v4l2_capability capability;
    return outcome(ioctl(0, VIDIOC_QUERYCAP, &capability));
}
static int gpio_request(void) {
    struct gpiochip_info info;
    return outcome(ioctl(0, GPIO_GET_CHIPINFO_IOCTL, &info));
}
static int terminal_request(void) { return outcome(ioctl(0, TIOCSTI, "x")); }
static int overlay_request(void) {
    int on = 1;
    return outcome(ioctl(0, VIDIOC_OVERLAY, &on));
}
static int new_namespace(void) { return outcome(syscall(SYS_unshare, 0)); }
static int ring(void) { return outcome(syscall(SYS_io_uring_setup, 0, NULL)); }
static int other_number(void) { return outcome(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); }
static int execute(void) {
    // Where it works the child says so and not this process.
    char *const words[] = {"true", NULL};
    const pid_t child = vfork();
    if (child < 0) {
        execve("/bin/true", words, NULL);
        return errno;
    }
    if (child == 0) {
        execve("/bin/true", words, NULL);
        _exit(errno);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static const struct {
    const char *name;
    int (*attempt)(void);
} attempts[] = {
    {"read-file", read_file}, {"write-file", write_file}, {"list-folder", list_folder}, {"open-device", open_device},
    {"file-status", file_status}, {"unix-socket", unix_socket}, {"internet-socket", internet_socket},
    {"tcp-bind", tcp_bind}, {"memory-file", memory_file}, {"fork", fork_child}, {"thread", start_thread},
    {"signal", signal_other}, {"trace", trace_other}, {"executable-memory", executable_memory},
    {"made-executable", made_executable}, {"plain-memory", plain_memory}, {"camera-request", camera_request},
    {"gpio-request", gpio_request}, {"terminal-request", terminal_request}, {"overlay-request", overlay_request},
    {"namespace", new_namespace}, {"io-uring", ring}, {"prctl", other_number}, {"execute", execute},
};

int attempts_count(void) { return sizeof attempts / sizeof *attempts; }
const char *attempts_name(int index) { return attempts[index].name; }
int attempts_try(int index) { return attempts[index].attempt(); }
