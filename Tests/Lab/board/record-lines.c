// Records what the board's GPIO lines are driven to, as seen from the other side of the simulated chip: each change as
// "SECONDS NAME LEVEL", - where the chip is gone. SECONDS are CLOCK_MONOTONIC's.
// Usage: record-lines MILLISECONDS OFFSET=NAME...; looks so often.
#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct line { int offset; const char *name; int file; char level; };

static int open_line(int offset) {
    char pattern[96];
    snprintf(pattern, sizeof pattern, "/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio%d/value", offset);
    glob_t found;
    int file = glob(pattern, 0, NULL, &found) == 0 ? open(found.gl_pathv[0], O_RDONLY | O_CLOEXEC) : -1;
    globfree(&found);
    return file;
}

// '0' or '1', '-' where there is no such line.
static char level(struct line *line, int may_open) {
    char text[4] = "";
    if (line->file < 0 && may_open) line->file = open_line(line->offset);
    if (line->file < 0) return '-';
    if (pread(line->file, text, sizeof text, 0) > 0) return text[0];
    close(line->file);
    line->file = -1;
    return '-';
}

int main(int count, char **arguments) {
    struct line lines[16];
    int used = 0;
    if (count < 2) return 64;
    struct timespec pause = { .tv_nsec = atoi(arguments[1]) * 1000000L };
    for (int at = 2; at < count && used < 16; at++) {
        char *name = strchr(arguments[at], '=');
        if (!name) return 64;
        lines[used++] = (struct line){ atoi(arguments[at]), name + 1, -1, '?' };
    }
    // Before anything it looks at: it must see a pulse that ends at once.
    sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 10 });
    for (unsigned turn = 0;; turn++) {
        for (int at = 0; at < used; at++) {
            char now = level(&lines[at], turn % 10 == 0);
            if (now == lines[at].level) continue;
            lines[at].level = now;
            struct timespec time;
            clock_gettime(CLOCK_MONOTONIC, &time);
            char text[64];
            int length = snprintf(text, sizeof text, "%lld.%06ld %s %c\n", (long long)time.tv_sec, time.tv_nsec / 1000,
                                  lines[at].name, now);
            if (write(STDOUT_FILENO, text, length) != length) return 1;
        }
        nanosleep(&pause, NULL);
    }
}
