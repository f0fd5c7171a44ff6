/* libgpiod 2, as Debian 13 has it. */
#include "gpio_version.h"

#if GPIO_VERSION == 2

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gpio_line {
    struct gpiod_line_request *request;
    unsigned offset;
    struct gpiod_edge_event_buffer *edges; /* room for one; NULL where none were asked for */
};

struct gpio_line *gpio_line_new(void) { return calloc(1, sizeof(struct gpio_line)); }

bool gpio_chip_is_called(struct gpiod_chip *chip, const char *wanted)
{
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (!info)
        return false;
    bool is = strcmp(gpiod_chip_info_get_name(info), wanted) == 0 ||
              strcmp(gpiod_chip_info_get_label(info), wanted) == 0;
    gpiod_chip_info_free(info);
    return is;
}

static int find_line(struct gpiod_chip *chip, const struct gpio_wish *wish, unsigned *offset)
{
    if (wish->name) {
        int found = gpiod_chip_get_line_offset_from_name(chip, wish->name);
        *offset = (unsigned)found;
        return found >= 0 ? 0 : errno;
    }
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (!info)
        return errno;
    *offset = wish->offset;
    bool exists = wish->offset < gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    return exists ? 0 : ENOENT;
}

static int configure_input(const struct gpio_wish *wish, struct gpiod_line_settings *settings)
{
    enum gpiod_line_edge edges = wish->use == GPIO_USE_EDGES ? GPIOD_LINE_EDGE_BOTH : GPIOD_LINE_EDGE_NONE;
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) ||
           gpiod_line_settings_set_edge_detection(settings, edges);
}

static int configure_output(const struct gpio_wish *wish, struct gpiod_line_settings *settings)
{
    static const enum gpiod_line_drive drives[] = {GPIOD_LINE_DRIVE_PUSH_PULL, GPIOD_LINE_DRIVE_OPEN_DRAIN,
                                                   GPIOD_LINE_DRIVE_OPEN_SOURCE};
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) ||
           gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE) ||
           gpiod_line_settings_set_drive(settings, drives[wish->drive]);
}

static int configure(const struct gpio_wish *wish, struct gpiod_line_settings *settings)
{
    static const enum gpiod_line_bias biases[] = {GPIOD_LINE_BIAS_AS_IS, GPIOD_LINE_BIAS_DISABLED,
                                                  GPIOD_LINE_BIAS_PULL_UP, GPIOD_LINE_BIAS_PULL_DOWN};
    gpiod_line_settings_set_active_low(settings, wish->active_low);
    bool is_output = wish->use == GPIO_USE_OUTPUT;
    if ((is_output ? configure_output(wish, settings) : configure_input(wish, settings)) ||
        gpiod_line_settings_set_bias(settings, biases[wish->bias]) != 0)
        return errno;
    return 0;
}

int gpio_chip_request(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_line *taken)
{
    int error = find_line(chip, wish, &taken->offset);
    if (error)
        return error;
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    bool has_edges = wish->use == GPIO_USE_EDGES;
    taken->edges = has_edges ? gpiod_edge_event_buffer_new(1) : NULL;
    bool has_all = settings && lines && config && (taken->edges || !has_edges);
    error = has_all ? configure(wish, settings) : ENOMEM;
    if (!error) {
        gpiod_request_config_set_consumer(config, wish->consumer);
        bool is_added = gpiod_line_config_add_line_settings(lines, &taken->offset, 1, settings) == 0;
        taken->request = is_added ? gpiod_chip_request_lines(chip, config, lines) : NULL;
        error = taken->request ? 0 : errno;
    }
    gpiod_request_config_free(config);
    gpiod_line_config_free(lines);
    gpiod_line_settings_free(settings);
    if (error)
        gpiod_edge_event_buffer_free(taken->edges);
    return error;
}

int gpio_line_set(struct gpio_line *line, bool active)
{
    enum gpiod_line_value value = active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    return gpiod_line_request_set_value(line->request, line->offset, value) == 0 ? 0 : errno;
}

int gpio_line_get(struct gpio_line *line, bool *active)
{
    enum gpiod_line_value value = gpiod_line_request_get_value(line->request, line->offset);
    *active = value == GPIOD_LINE_VALUE_ACTIVE;
    return value != GPIOD_LINE_VALUE_ERROR ? 0 : errno;
}

int gpio_line_descriptor(struct gpio_line *line) { return gpiod_line_request_get_fd(line->request); }

int gpio_line_take_edge(struct gpio_line *line, struct gpio_edge *edge)
{
    if (gpiod_line_request_read_edge_events(line->request, line->edges, 1) < 1)
        return errno;
    struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(line->edges, 0);
    edge->active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    edge->nanoseconds = gpiod_edge_event_get_timestamp_ns(event);
    return 0;
}

void gpio_chip_copy_path(struct gpiod_chip *chip, char *path, size_t capacity)
{
    snprintf(path, capacity, "%s", gpiod_chip_get_path(chip));
}

/* The level of a free line, taken as it is. */
static int read_level(struct gpiod_chip *chip, const struct gpio_wish *wish, unsigned offset, bool *level)
{
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    struct gpiod_line_request *request = NULL;
    int error = settings && lines && config ? 0 : ENOMEM;
    if (!error) {
        gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_AS_IS);
        gpiod_line_settings_set_active_low(settings, wish->active_low);
        gpiod_request_config_set_consumer(config, wish->consumer);
        if (gpiod_line_config_add_line_settings(lines, &offset, 1, settings) == 0)
            request = gpiod_chip_request_lines(chip, config, lines);
        enum gpiod_line_value value =
            request ? gpiod_line_request_get_value(request, offset) : GPIOD_LINE_VALUE_ERROR;
        error = value == GPIOD_LINE_VALUE_ERROR ? errno : 0;
        *level = value == GPIOD_LINE_VALUE_ACTIVE;
    }
    if (request)
        gpiod_line_request_release(request);
    gpiod_request_config_free(config);
    gpiod_line_config_free(lines);
    gpiod_line_settings_free(settings);
    return error;
}

int gpio_chip_find(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_finding *finding)
{
    unsigned offset;
    int error = find_line(chip, wish, &offset);
    struct gpiod_line_info *info = error ? NULL : gpiod_chip_get_line_info(chip, offset);
    if (!info)
        return error ? error : errno;
    const char *consumer = gpiod_line_info_get_consumer(info);
    finding->is_held = gpiod_line_info_is_used(info);
    finding->is_output = gpiod_line_info_get_direction(info) == GPIOD_LINE_DIRECTION_OUTPUT;
    snprintf(finding->consumer, sizeof finding->consumer, "%s", consumer ? consumer : "");
    gpiod_line_info_free(info);
    finding->level_error = finding->is_held ? EBUSY : read_level(chip, wish, offset, &finding->level);
    return 0;
}

/* A version 2 request needs its chip no longer. */
void gpio_line_let_go(struct gpio_line *line)
{
    gpiod_line_request_release(line->request);
    gpiod_edge_event_buffer_free(line->edges);
}
void gpio_chip_done_with(struct gpiod_chip *chip) { gpiod_chip_close(chip); }

#endif
