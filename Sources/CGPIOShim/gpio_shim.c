#define _DEFAULT_SOURCE
#include "gpio_shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Only version 1 defines GPIOD_LINE_BULK_MAX_LINES; neither version says its number to the preprocessor. */
#ifdef GPIOD_LINE_BULK_MAX_LINES

struct gpio_line {
    struct gpiod_chip *chip;
    struct gpiod_line *line;
};

static bool is_called(struct gpiod_chip *chip, const char *wanted)
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

static int request(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_line *taken)
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

static void copy_path(struct gpiod_chip *chip, char *path, size_t capacity)
{
    snprintf(path, capacity, "/dev/%s", gpiod_chip_name(chip));
}

static int find(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_finding *finding)
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
static void let_go(struct gpio_line *line) { gpiod_chip_close(line->chip); }
static void done_with(struct gpiod_chip *chip) { (void)chip; }

#else

struct gpio_line {
    struct gpiod_line_request *request;
    unsigned offset;
    struct gpiod_edge_event_buffer *edges; /* room for one; NULL where none were asked for */
};

static bool is_called(struct gpiod_chip *chip, const char *wanted)
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

static int request(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_line *taken)
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

static void copy_path(struct gpiod_chip *chip, char *path, size_t capacity)
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

static int find(struct gpiod_chip *chip, const struct gpio_wish *wish, struct gpio_finding *finding)
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
static void let_go(struct gpio_line *line)
{
    gpiod_line_request_release(line->request);
    gpiod_edge_event_buffer_free(line->edges);
}
static void done_with(struct gpiod_chip *chip) { gpiod_chip_close(chip); }

#endif

/* Version 1 refuses a symbolic link, which is what udev makes. */
static int open_path(const char *path, struct gpiod_chip **chip)
{
    char *real = realpath(path, NULL);
    *chip = real ? gpiod_chip_open(real) : NULL;
    int error = *chip ? 0 : errno;
    free(real);
    return error == ENOENT ? ENODEV : error;
}

/* Links are passed over: on a Raspberry Pi 5 gpiochip4 is one to gpiochip0, and the chip would count twice. */
static bool is_device(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISCHR(status.st_mode);
}

/* A chip that may not be opened counts as the one that is missing only if no other is called so. */
static int open_called(const char *wanted, struct gpiod_chip **chip)
{
    DIR *directory = opendir("/dev");
    if (!directory)
        return errno;
    int error = ENODEV;
    *chip = NULL;
    for (struct dirent *entry; error != ENOTUNIQ && (entry = readdir(directory));) {
        char path[sizeof "/dev/" + NAME_MAX];
        snprintf(path, sizeof path, "/dev/%s", entry->d_name);
        if (strncmp(entry->d_name, "gpiochip", 8) != 0 || !is_device(path))
            continue;
        struct gpiod_chip *candidate = gpiod_chip_open(path);
        if (!candidate) {
            if (!*chip && (errno == EACCES || errno == EPERM))
                error = errno;
        } else if (!is_called(candidate, wanted)) {
            gpiod_chip_close(candidate);
        } else if (!*chip) {
            *chip = candidate;
            error = 0;
        } else {
            gpiod_chip_close(candidate);
            gpiod_chip_close(*chip);
            error = ENOTUNIQ;
        }
    }
    closedir(directory);
    return error;
}

static int open_chip(const char *wanted, struct gpiod_chip **chip)
{
    return wanted[0] == '/' ? open_path(wanted, chip) : open_called(wanted, chip);
}

int gpio_chip_path(const char *wanted, char *path, unsigned long capacity)
{
    struct gpiod_chip *chip;
    int error = open_chip(wanted, &chip);
    if (error)
        return error;
    copy_path(chip, path, capacity);
    gpiod_chip_close(chip);
    return 0;
}

int gpio_line_find(const struct gpio_wish *wish, struct gpio_finding *finding)
{
    struct gpiod_chip *chip;
    int error = open_chip(wish->chip, &chip);
    if (error)
        return error;
    *finding = (struct gpio_finding){0};
    error = find(chip, wish, finding);
    gpiod_chip_close(chip);
    return error;
}

int gpio_line_request(const struct gpio_wish *wish, struct gpio_line **line)
{
    struct gpiod_chip *chip;
    int error = open_chip(wish->chip, &chip);
    if (error)
        return error;
    struct gpio_line *taken = calloc(1, sizeof *taken);
    error = taken ? request(chip, wish, taken) : ENOMEM;
    if (error) {
        gpiod_chip_close(chip);
        free(taken);
        return error;
    }
    done_with(chip);
    /* Whoever takes edges takes those that wait and goes on. */
    if (wish->use == GPIO_USE_EDGES)
        fcntl(gpio_line_descriptor(taken), F_SETFL, O_NONBLOCK);
    *line = taken;
    return 0;
}

void gpio_line_release(struct gpio_line *line)
{
    let_go(line);
    free(line);
}
