// Plays a USB webcam of one format, 640x480 at 30 frames a second, by raw-gadget behind dummy_hcd: the board's own uvcvideo
// drives it. Frames are what the file that LINK names holds, read anew for each; another file may take its place. The
// stream is bulk: dummy_hcd has no isochronous endpoints. Its end is the unplugging.
// Usage: play-webcam YUYV|MJPG LINK
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <linux/usb/ch9.h>
#include <linux/usb/raw_gadget.h>

#define WORD(value) (value) & 0xff, (value) >> 8 & 0xff
#define LONG(value) WORD(value), (value) >> 16 & 0xff, (value) >> 24 & 0xff

enum {
    WIDTH = 640, HEIGHT = 480, IMAGE = 2 * WIDTH * HEIGHT, TRANSFER = 16384, PACKET = 512, ENDPOINT = 0x81,
    INTERVAL = 333333, // 100 ns
    CS_INTERFACE = 0x24, VC_HEADER = 1, VC_INPUT = 2, VC_OUTPUT = 3, VS_HEADER = 1, VS_YUYV = 4, VS_YUYV_FRAME = 5,
    VS_MJPEG = 6, VS_MJPEG_FRAME = 7, PROBE = 26, SET_CURRENT = 0x01, GET_LENGTH = 0x85, GET_INFORMATION = 0x86, GET = 0x80,
    COMMIT = 2,
};

static const unsigned char device[] = {
    USB_DT_DEVICE_SIZE, USB_DT_DEVICE, WORD(0x0200), USB_CLASS_MISC, 2, 1, 64, WORD(0x1d6b), WORD(0x0104), WORD(0x0100), 1, 2, 3, 1 };
static const unsigned char qualifier[] = { 10, USB_DT_DEVICE_QUALIFIER, WORD(0x0200), USB_CLASS_MISC, 2, 1, 64, 1, 0 };
static const char *const strings[] = { "", "Lab", "Lab Webcam", "0001" };

// Configuration, association, the control interface with a camera and its output, the streaming interface.
static const unsigned char head[] = {
    9, USB_DT_CONFIG, WORD(0), 2, 1, 0, USB_CONFIG_ATT_ONE, 50,
    8, USB_DT_INTERFACE_ASSOCIATION, 0, 2, USB_CLASS_VIDEO, 3, 0, 0,
    9, USB_DT_INTERFACE, 0, 0, 0, USB_CLASS_VIDEO, 1, 0, 0,
    13, CS_INTERFACE, VC_HEADER, WORD(0x0100), WORD(13 + 17 + 9), LONG(48000000), 1, 1,
    17, CS_INTERFACE, VC_INPUT, 1, WORD(0x0201), 0, 0, WORD(0), WORD(0), WORD(0), 2, WORD(0),
    9, CS_INTERFACE, VC_OUTPUT, 2, WORD(0x0101), 0, 1, 0,
    9, USB_DT_INTERFACE, 1, 0, 1, USB_CLASS_VIDEO, 2, 0, 0 };
#define FRAME(type) \
    30, CS_INTERFACE, type, 1, 0, WORD(WIDTH), WORD(HEIGHT), LONG(IMAGE * 8 * 30), LONG(IMAGE * 8 * 30), LONG(IMAGE), \
    LONG(INTERVAL), 1, LONG(INTERVAL)
#define INPUT_HEADER(rest) 14, CS_INTERFACE, VS_HEADER, 1, WORD(14 + (rest)), ENDPOINT, 0, 2, 0, 0, 0, 1, 0
static const unsigned char yuyv[] = {
    INPUT_HEADER(27 + 30),
    27, CS_INTERFACE, VS_YUYV, 1, 1, 'Y', 'U', 'Y', '2', 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71, 16, 1, 0, 0, 0, 0,
    FRAME(VS_YUYV_FRAME) };
static const unsigned char mjpeg[] = {
    INPUT_HEADER(11 + 30),
    11, CS_INTERFACE, VS_MJPEG, 1, 1, 0, 1, 0, 0, 0, 0,
    FRAME(VS_MJPEG_FRAME) };
static const unsigned char tail[] = { 7, USB_DT_ENDPOINT, ENDPOINT, USB_ENDPOINT_XFER_BULK, WORD(PACKET), 0 };
static const unsigned char settings[PROBE] = {
    WORD(1), 1, 1, LONG(INTERVAL), WORD(0), WORD(0), WORD(0), WORD(0), WORD(0), LONG(IMAGE), LONG(TRANSFER) };

struct transfer { struct usb_raw_ep_io header; unsigned char bytes[TRANSFER]; };

static int gadget, endpoint = -1, is_mjpeg;
static volatile int is_committed;
static const char *shown;

static void must(int result, const char *what) {
    if (result >= 0) return;
    perror(what);
    exit(1);
}

static int append(unsigned char *to, int length, const unsigned char *part, int size) {
    memcpy(to + length, part, size);
    return length + size;
}

static int configuration(unsigned char *to) {
    int length = append(to, 0, head, sizeof head);
    length = is_mjpeg ? append(to, length, mjpeg, sizeof mjpeg) : append(to, length, yuyv, sizeof yuyv);
    length = append(to, length, tail, sizeof tail);
    to[2] = length & 0xff;
    to[3] = length >> 8;
    return length;
}

static int string(unsigned char *to, unsigned number) {
    if (number >= sizeof strings / sizeof *strings) return -1;
    if (number == 0) return append(to, 0, (const unsigned char[]){ 4, USB_DT_STRING, WORD(0x0409) }, 4);
    int length = 2;
    for (const char *next = strings[number]; *next; next++) {
        to[length++] = *next;
        to[length++] = 0;
    }
    to[0] = length;
    to[1] = USB_DT_STRING;
    return length;
}

static int descriptor(unsigned char *to, int kind, int number) {
    switch (kind) {
    case USB_DT_DEVICE: return append(to, 0, device, sizeof device);
    case USB_DT_CONFIG: return configuration(to);
    case USB_DT_STRING: return string(to, number);
    case USB_DT_DEVICE_QUALIFIER: return append(to, 0, qualifier, sizeof qualifier);
    default: return -1;
    }
}

// One frame in transfers of two bytes of header and a part of the image each; 0 when nobody is there to take it.
static int send_frame(const unsigned char *image, int size, int parity) {
    static struct transfer transfer;
    for (int sent = 0; sent < size;) {
        int part = size - sent < TRANSFER - 2 ? size - sent : TRANSFER - 2;
        int is_last = sent + part == size;
        transfer.bytes[0] = 2;
        transfer.bytes[1] = 0x80 | parity | (is_last ? 2 : 0);
        memcpy(transfer.bytes + 2, image + sent, part);
        int is_even = (part + 2) % PACKET == 0 && part + 2 < TRANSFER;
        transfer.header = (struct usb_raw_ep_io){
            .ep = endpoint, .flags = is_even ? USB_RAW_IO_FLAGS_ZERO : 0, .length = part + 2 };
        if (ioctl(gadget, USB_RAW_IOCTL_EP_WRITE, &transfer) < 0) return 0;
        sent += part;
    }
    return 1;
}

static void *stream(void *nothing) {
    static unsigned char image[IMAGE];
    for (int parity = 0;; parity ^= 1) {
        int file = open(shown, O_RDONLY | O_CLOEXEC);
        int size = file < 0 ? 0 : read(file, image, sizeof image);
        if (file >= 0) close(file);
        if (is_committed && size > 0) send_frame(image, size, parity);
        nanosleep(&(struct timespec){ .tv_nsec = 33000000 }, NULL);
    }
    return nothing;
}

static void begin(void) {
    struct usb_endpoint_descriptor bulk = {
        .bLength = USB_DT_ENDPOINT_SIZE, .bDescriptorType = USB_DT_ENDPOINT, .bEndpointAddress = ENDPOINT,
        .bmAttributes = USB_ENDPOINT_XFER_BULK, .wMaxPacketSize = PACKET };
    if (endpoint >= 0) return;
    must(endpoint = ioctl(gadget, USB_RAW_IOCTL_EP_ENABLE, &bulk), "EP_ENABLE");
    must(ioctl(gadget, USB_RAW_IOCTL_VBUS_DRAW, 50), "VBUS_DRAW");
    must(ioctl(gadget, USB_RAW_IOCTL_CONFIGURE, 0), "CONFIGURE");
    pthread_t thread;
    pthread_create(&thread, NULL, stream, NULL);
}

// What to send for a request to the device; -1 refuses it.
static int standard(const struct usb_ctrlrequest *request, unsigned char *to) {
    switch (request->bRequest) {
    case USB_REQ_GET_DESCRIPTOR: return descriptor(to, request->wValue >> 8, request->wValue & 0xff);
    case USB_REQ_SET_CONFIGURATION: begin(); return 0;
    case USB_REQ_SET_INTERFACE: return 0;
    case USB_REQ_GET_INTERFACE: to[0] = 0; return 1;
    default: return -1;
    }
}

// The same for one to the streaming interface: there is one mode, and it is always the one.
static int streaming(const struct usb_ctrlrequest *request, unsigned char *to) {
    switch (request->bRequest) {
    case SET_CURRENT: return request->wLength;
    case GET_LENGTH: return append(to, 0, (const unsigned char[]){ WORD(PROBE) }, 2);
    case GET_INFORMATION: to[0] = 3; return 1;
    default: return request->bRequest & GET ? append(to, 0, settings, PROBE) : -1;
    }
}

static void answer(const struct usb_ctrlrequest *request) {
    static struct transfer transfer;
    int kind = request->bRequestType & USB_TYPE_MASK, length = -1;
    if (kind == USB_TYPE_STANDARD) length = standard(request, transfer.bytes);
    if (kind == USB_TYPE_CLASS && (request->wIndex & 0xff) == 1) length = streaming(request, transfer.bytes);
    if (length < 0) {
        ioctl(gadget, USB_RAW_IOCTL_EP0_STALL, 0);
        return;
    }
    transfer.header = (struct usb_raw_ep_io){ .length = length < request->wLength ? length : request->wLength };
    if (request->bRequestType & USB_DIR_IN) {
        ioctl(gadget, USB_RAW_IOCTL_EP0_WRITE, &transfer);
        return;
    }
    int is_taken = ioctl(gadget, USB_RAW_IOCTL_EP0_READ, &transfer) >= 0;
    if (is_taken && kind == USB_TYPE_CLASS && request->bRequest == SET_CURRENT && request->wValue >> 8 == COMMIT) is_committed = 1;
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    is_mjpeg = strcmp(arguments[1], "MJPG") == 0;
    shown = arguments[2];
    must(gadget = open("/dev/raw-gadget", O_RDWR | O_CLOEXEC), "/dev/raw-gadget");
    struct usb_raw_init init = { .driver_name = "dummy_udc", .device_name = "dummy_udc.0", .speed = USB_SPEED_HIGH };
    must(ioctl(gadget, USB_RAW_IOCTL_INIT, &init), "INIT");
    must(ioctl(gadget, USB_RAW_IOCTL_RUN, 0), "RUN");
    for (;;) {
        struct { struct usb_raw_event event; struct usb_ctrlrequest request; } next = {
            .event = { .length = sizeof next.request } };
        if (ioctl(gadget, USB_RAW_IOCTL_EVENT_FETCH, &next) < 0) {
            if (errno != EINTR) must(-1, "EVENT_FETCH");
        } else if (next.event.type == USB_RAW_EVENT_CONTROL) {
            answer(&next.request);
        }
    }
}
