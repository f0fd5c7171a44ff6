#pragma once

#include <stdbool.h>
/* The lock's thread waits for these; Swift's Glibc module leaves them out. */
#include <sys/eventfd.h>
#include <sys/timerfd.h>

/* Output lines through libgpiod 1.6 (Debian 12) or 2.x (Debian 13), whichever header is there when this compiles.
   Every function that can fail gives 0 or the errno of what failed. None keeps state of its own: different lines may
   be used from different threads. */

enum gpio_drive { GPIO_DRIVE_PUSH_PULL, GPIO_DRIVE_OPEN_DRAIN, GPIO_DRIVE_OPEN_SOURCE };
enum gpio_bias { GPIO_BIAS_AS_IS, GPIO_BIAS_DISABLED, GPIO_BIAS_PULL_UP, GPIO_BIAS_PULL_DOWN };

struct gpio_output {
    const char *chip; /* a path if it begins with '/', else a label or a name ("gpiochip0") */
    const char *name; /* the line's name, or NULL: then `offset` counts */
    unsigned offset;
    bool active_low;
    enum gpio_drive drive;
    enum gpio_bias bias;
    const char *consumer; /* what gpioinfo shows; the kernel keeps 31 bytes */
};

struct gpio_line;

/* Takes the line as an output at its inactive level, in one request, so that it never stands at another.
   ENODEV: no such chip. ENOTUNIQ: several chips are called so. ENOENT: the chip has no such line. EBUSY: it is held. */
int gpio_line_request(const struct gpio_output *output, struct gpio_line **line);

/* Drives the line active or inactive. ENODEV: the chip is gone. */
int gpio_line_set(struct gpio_line *line, bool active);

/* Reads the line and forgets what it read: ENODEV says that the chip is gone. Other errors say nothing, since a
   driver need not be able to read its outputs. */
int gpio_line_look(struct gpio_line *line);

/* Gives the line back. */
void gpio_line_release(struct gpio_line *line);
