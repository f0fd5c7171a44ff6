#pragma once

#include "gpio_shim.h"

#include <gpiod.h>

/* Only version 1 defines GPIOD_LINE_BULK_MAX_LINES; neither version says its number to the preprocessor. */
#ifdef GPIOD_LINE_BULK_MAX_LINES
#define GPIO_VERSION 1
#else
#define GPIO_VERSION 2
#endif

/* What differs between the versions: gpio_version_1.c or gpio_version_2.c has it, with what of gpio_shim.h reads and drives a
   line. Where a function can fail it gives 0 or the errno. */

struct gpio_line *gpio_line_new(void);

/* Whether this is the chip's name or its label. */
bool gpio_chip_is_called(struct gpiod_chip *chip, const char *wanted);

void gpio_chip_copy_path(struct gpiod_chip *chip, char *path, size_t capacity);

int gpio_chip_request(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_line *taken);

int gpio_chip_find(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_finding *finding);

/* Closes the chip of a line that was taken, where the line can be without. */
void gpio_chip_done_with(struct gpiod_chip *chip);

/* Gives the line itself back, but not its memory. */
void gpio_line_let_go(struct gpio_line *line);
