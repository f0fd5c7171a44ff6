#pragma once

#include <stdbool.h>
/* The lock's thread waits for these; Swift's Glibc module leaves them out. */
#include <sys/eventfd.h>
#include <sys/timerfd.h>

/* Lines through libgpiod 1.6 (Debian 12) or 2.x (Debian 13), whichever header is there when this compiles.
   Every function that can fail gives 0 or the errno of what failed. None keeps state of its own: different lines may
   be used from different threads. */

enum gpio_use { GPIO_USE_OUTPUT, GPIO_USE_INPUT, GPIO_USE_EDGES };
enum gpio_drive { GPIO_DRIVE_PUSH_PULL, GPIO_DRIVE_OPEN_DRAIN, GPIO_DRIVE_OPEN_SOURCE };
enum gpio_bias { GPIO_BIAS_AS_IS, GPIO_BIAS_DISABLED, GPIO_BIAS_PULL_UP, GPIO_BIAS_PULL_DOWN };

struct gpio_wish {
    const char *chip; /* a path if it begins with '/', else a label or a name ("gpiochip0") */
    const char *name; /* the line's name, or NULL: then `offset` counts */
    unsigned offset;
    enum gpio_use use;
    bool active_low;
    enum gpio_drive drive; /* of an output */
    enum gpio_bias bias;
    const char *consumer; /* what gpioinfo shows; the kernel keeps 31 bytes */
};

struct gpio_edge {
    bool active;                    /* what the line became */
    unsigned long long nanoseconds; /* by CLOCK_MONOTONIC; by the wall clock on kernels before 5.7 */
};

struct gpio_line;

/* Takes the line: an output at its inactive level, in one request, so that it never stands at another; or an input,
   with its edges where GPIO_USE_EDGES asks for them, which not every chip can give.
   ENODEV: no such chip. ENOTUNIQ: several chips are called so. ENOENT: the chip has no such line. EBUSY: it is held. */
int gpio_line_request(const struct gpio_wish *wish, struct gpio_line **line);

/* Drives an output active or inactive. ENODEV: the chip is gone. */
int gpio_line_set(struct gpio_line *line, bool active);

/* Reads the line. ENODEV: the chip is gone. A driver need not be able to read its outputs. */
int gpio_line_get(struct gpio_line *line, bool *active);

/* What can be polled for edges, which must have been asked for. */
int gpio_line_descriptor(struct gpio_line *line);

/* Takes the next edge. EAGAIN: none waits. ENODEV: the chip is gone. The kernel keeps 16 at least, and drops what is
   more: after the last one the line itself says how it stands. */
int gpio_line_take_edge(struct gpio_line *line, struct gpio_edge *edge);

/* The device node of a chip, named as in a wish. Fails as gpio_line_request does. */
int gpio_chip_path(const char *chip, char *path, unsigned long capacity);

/* What can be known of a line without moving it. */
struct gpio_finding {
    bool is_held;      /* somebody has requested it */
    char consumer[32]; /* who, as gpioinfo shows it */
    bool is_output;
    bool level;        /* active or not; only where nobody holds it and `level_error` is 0 */
    int level_error;   /* the errno of reading it; EBUSY where it is held */
};

/* Finds the line of a wish and says how it is. It is taken as it is for a moment to be read, where nobody holds it, and its
   direction does not change. Fails as gpio_line_request does. */
int gpio_line_find(const struct gpio_wish *wish, struct gpio_finding *finding);

/* Gives the line back. */
void gpio_line_release(struct gpio_line *line);
