// Writes frames to a video output, for ever: 640x480 GREY from the file that LINK names, each twenty times. Another file
// may take its place at any time.
// Usage: show-frames DEVICE LINK
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/videodev2.h>

enum { WIDTH = 640, HEIGHT = 480, SIZE = WIDTH * HEIGHT, TURNS = 20, BUFFERS = 4, OUTPUT = V4L2_BUF_TYPE_VIDEO_OUTPUT };

static int device;
static unsigned char *memory[BUFFERS];

static int ended(const char *what) { perror(what); return 1; }

// Fills `frame` with what is shown at this turn; leaves it as it is while the file is replaced.
static void take(const char *link, unsigned char *frame) {
    static unsigned turn;
    static ino_t shown;
    struct stat status;
    int file = open(link, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    if (fstat(file, &status) == 0 && status.st_size >= SIZE) {
        if (status.st_ino != shown) turn = 0;
        shown = status.st_ino;
        off_t place = turn++ / TURNS % (status.st_size / SIZE) * (off_t)SIZE;
        if (pread(file, frame, SIZE, place) != SIZE) turn = 0;
    }
    close(file);
}

static int open_output(const char *path) {
    device = open(path, O_RDWR | O_CLOEXEC);
    struct v4l2_format format = { .type = OUTPUT };
    format.fmt.pix = (struct v4l2_pix_format){
        .width = WIDTH, .height = HEIGHT, .pixelformat = V4L2_PIX_FMT_GREY, .field = V4L2_FIELD_NONE };
    struct v4l2_requestbuffers wish = { .count = BUFFERS, .type = OUTPUT, .memory = V4L2_MEMORY_MMAP };
    if (device < 0 || ioctl(device, VIDIOC_S_FMT, &format) < 0 || ioctl(device, VIDIOC_REQBUFS, &wish) < 0) return 0;
    return format.fmt.pix.sizeimage == SIZE && wish.count == BUFFERS;
}

static int queue(unsigned index) {
    struct v4l2_buffer buffer = {
        .type = OUTPUT, .memory = V4L2_MEMORY_MMAP, .index = index, .bytesused = SIZE, .field = V4L2_FIELD_NONE };
    return ioctl(device, VIDIOC_QBUF, &buffer);
}

int main(int count, char **arguments) {
    static unsigned char frame[SIZE];
    if (count != 3) return 64;
    if (!open_output(arguments[1])) return ended(arguments[1]);
    for (unsigned index = 0; index < BUFFERS; index++) {
        struct v4l2_buffer buffer = { .type = OUTPUT, .memory = V4L2_MEMORY_MMAP, .index = index };
        if (ioctl(device, VIDIOC_QUERYBUF, &buffer) < 0) return ended("VIDIOC_QUERYBUF");
        memory[index] = mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, device, buffer.m.offset);
        if (memory[index] == MAP_FAILED || queue(index) < 0) return ended("VIDIOC_QBUF");
    }
    int type = OUTPUT;
    if (ioctl(device, VIDIOC_STREAMON, &type) < 0) return ended("VIDIOC_STREAMON");
    for (;;) {
        struct v4l2_buffer buffer = { .type = OUTPUT, .memory = V4L2_MEMORY_MMAP };
        if (ioctl(device, VIDIOC_DQBUF, &buffer) < 0) return ended("VIDIOC_DQBUF");
        take(arguments[2], frame);
        memcpy(memory[buffer.index], frame, SIZE);
        if (queue(buffer.index) < 0) return ended("VIDIOC_QBUF");
    }
}
