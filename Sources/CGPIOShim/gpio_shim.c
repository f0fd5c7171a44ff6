#define _DEFAULT_SOURCE
#include "gpio_version.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
        } else if (!gpio_chip_is_called(candidate, wanted)) {
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
    gpio_chip_copy_path(chip, path, capacity);
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
    error = gpio_chip_find(chip, wish, finding);
    gpiod_chip_close(chip);
    return error;
}

int gpio_line_request(const struct gpio_wish *wish, struct gpio_line **line)
{
    struct gpiod_chip *chip;
    int error = open_chip(wish->chip, &chip);
    if (error)
        return error;
    struct gpio_line *taken = gpio_line_new();
    error = taken ? gpio_chip_request(chip, wish, taken) : ENOMEM;
    if (error) {
        gpiod_chip_close(chip);
        free(taken);
        return error;
    }
    gpio_chip_done_with(chip);
    /* Whoever takes edges takes those that wait and goes on. */
    if (wish->use == GPIO_USE_EDGES)
        fcntl(gpio_line_descriptor(taken), F_SETFL, O_NONBLOCK);
    *line = taken;
    return 0;
}

void gpio_line_release(struct gpio_line *line)
{
    gpio_line_let_go(line);
    free(line);
}
