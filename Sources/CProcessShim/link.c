#define _GNU_SOURCE
#include "link.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/// Room for one control message with the most descriptors, aligned as a control message must be.
union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(link_descriptor_limit * sizeof(int))];
};

int link_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
}

int link_is_end(int descriptor) {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

int link_send(int link, const void *bytes, size_t count, const int *descriptors, int descriptor_count) {
    if (descriptor_count < 0 || descriptor_count > link_descriptor_limit) return -EMSGSIZE;
    union control control;
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > 0) {
        const size_t size = (size_t)descriptor_count * sizeof(int);
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        *header = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(size)};
        memcpy(CMSG_DATA(header), descriptors, size);
    }
    while (sendmsg(link, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        if (errno != EINTR) return -errno;
    return 0;
}

/// Takes the descriptors out of a message: the first `capacity` into `descriptors`. Gives how many there were.
static int take_descriptors(struct msghdr *message, int *descriptors, int capacity) {
    int found = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        const size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t index = 0; index < count; index++, found++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(header) + index * sizeof(int), sizeof descriptor);
            if (found < capacity) descriptors[found] = descriptor;
            else close(descriptor);
        }
    }
    return found;
}

ssize_t link_receive(
    int link, void *bytes, size_t capacity, int *descriptors, int descriptor_capacity, int *descriptor_count) {
    union control control;
    struct iovec part = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    *descriptor_count = 0;
    ssize_t length;
    while ((length = recvmsg(link, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC)) < 0)
        if (errno != EINTR) return -errno;
    const int found = take_descriptors(&message, descriptors, descriptor_capacity);
    if (found > descriptor_capacity || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        for (int index = 0; index < found && index < descriptor_capacity; index++) close(descriptors[index]);
        return -EMSGSIZE;
    }
    *descriptor_count = found;
    return length;
}

int link_wait(int link, int other, int64_t nanoseconds) {
    struct pollfd wanted[] = {{.fd = link, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    if (nanoseconds < 0) nanoseconds = 0;
    const struct timespec most = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    // After a signal the wait is over: whoever loops asks the clock again.
    if (ppoll(wanted, 2, &most, NULL) < 0) return errno == EINTR ? 0 : -errno;
    return (wanted[0].revents ? link_ready : 0) | (wanted[1].revents ? other_ready : 0);
}

int memory_of_fixed_size(const char *name, size_t size) {
    const int memory = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0) return -errno;
    if (ftruncate(memory, (off_t)size) < 0 || fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
        const int failed = errno;
        close(memory);
        return -failed;
    }
    return memory;
}
