/* libgpiod 1.6, as Debian 12 has it. */
#include "gpio_version.h"

#if GPIO_VERSION == 1

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gpio_line {
    struct gpiod_chip *chip;
    struct gpiod_line *line;
};

struct gpio_line *gpio_line_new(void) { return calloc(1, sizeof(struct gpio_line)); }

bool gpio_chip_is_called(struct gpiod_chip *chip, const char *wanted)
{
    return strcmp(gpiod_chip_name(chip), wanted) == 0 || strcmp(gpiod_chip_label(chip), wanted) == 0;
}

static struct gpiod_line *find_line(struct gpiod_chip *chip, const struct gpio_wish *wish)
{
    if (wish->name)
        return gpiod_chip_find_line(chip, wish->name);
    if (wish->offset < gpiod_chip_num_lines(chip))
        return gpiod_chip_get_line(chip, wish->offset);
    errno = ENOENT;
    return NULL;
}

int gpio_chip_request(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_line *taken)
{
    static const int drives[] = {0, GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN, GPIOD_LINE_REQUEST_FLAG_OPEN_SOURCE};
    static const int biases[] = {0, GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE, GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP,
                                 GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN};
    static const int uses[] = {GPIOD_LINE_REQUEST_DIRECTION_OUTPUT, GPIOD_LINE_REQUEST_DIRECTION_INPUT,
                               GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES};
    struct gpiod_line_request_config config = {
        .consumer = wish->consumer,
        .request_type = uses[wish->use],
        .flags = (wish->use == GPIO_USE_OUTPUT ? drives[wish->drive] : 0) | biases[wish->bias] |
                 (wish->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0),
    };
    struct gpiod_line *line = find_line(chip, wish);
    if (!line || gpiod_line_request(line, &config, 0) != 0)
        return errno;
    taken->chip = chip;
    taken->line = line;
    return 0;
}

int gpio_line_set(struct gpio_line *line, bool active)
{
    return gpiod_line_set_value(line->line, active) == 0 ? 0 : errno;
}

int gpio_line_get(struct gpio_line *line, bool *active)
{
    int value = gpiod_line_get_value(line->line);
    *active = value > 0;
    return value >= 0 ? 0 : errno;
}

int gpio_line_descriptor(struct gpio_line *line) { return gpiod_line_event_get_fd(line->line); }

int gpio_line_take_edge(struct gpio_line *line, struct gpio_edge *edge)
{
    struct gpiod_line_event event;
    if (gpiod_line_event_read(line->line, &event) != 0)
        return errno;
    edge->active = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    edge->nanoseconds = event.ts.tv_sec * 1000000000ull + event.ts.tv_nsec;
    return 0;
}

void gpio_chip_copy_path(struct gpiod_chip *chip, char *path, size_t capacity)
{
    snprintf(path, capacity, "/dev/%s", gpiod_chip_name(chip));
}

int gpio_chip_find(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_finding *finding)
{
    struct gpiod_line *line = find_line(chip, wish);
    if (!line)
        return errno;
    const char *consumer = gpiod_line_consumer(line);
    finding->is_held = gpiod_line_is_used(line);
    finding->is_output = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
    snprintf(finding->consumer, sizeof finding->consumer, "%s", consumer ? consumer : "");
    struct gpiod_line_request_config config = {
        .consumer = wish->consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_AS_IS,
        .flags = wish->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    finding->level_error = EBUSY;
    if (finding->is_held)
        return 0;
    int value = gpiod_line_request(line, &config, 0) == 0 ? gpiod_line_get_value(line) : -1;
    finding->level_error = value >= 0 ? 0 : errno;
    finding->level = value > 0;
    return 0;
}

/* A version 1 line lives and dies with its chip. */
void gpio_line_let_go(struct gpio_line *line) { gpiod_chip_close(line->chip); }
void gpio_chip_done_with(struct gpiod_chip *chip) { (void)chip; }

#endif
