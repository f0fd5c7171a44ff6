#define _GNU_SOURCE
#include "control.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int closing(int socket, int failed) {
    close(socket);
    return -failed;
}

static int address_of(const char *path, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path) return -ENAMETOOLONG;
    strcpy(address->sun_path, path);
    return 0;
}

int control_connect(const char *path, int milliseconds) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -ENAMETOOLONG;
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) return -errno;
    // A full backlog is waited for no longer than anything is sent; all zero would be for ever (unix(7)).
    const struct timeval most = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000 + 1};
    if (setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most) < 0 ||
        connect(made, (struct sockaddr *)&address, sizeof address) < 0 || fcntl(made, F_SETFL, O_NONBLOCK) < 0)
        return closing(made, errno);
    return made;
}

int control_listen(const char *path, int backlog) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -ENAMETOOLONG;
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode)) {
        const int other = control_connect(path, 0);
        if (other == -ECONNREFUSED) unlink(path);
        else if (other >= 0) return closing(other, EADDRINUSE);
    }
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return -errno;
    if (bind(made, (struct sockaddr *)&address, sizeof address) < 0) return closing(made, errno);
    if (chmod(path, 0666) < 0 || listen(made, backlog) < 0) return closing(made, errno);
    return made;
}

int control_accept(int listener) {
    int client;
    while ((client = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) < 0)
        if (errno != EINTR) return -errno;
    return client;
}

int control_peer_of(int socket, struct control_peer *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -errno;
    peer->user = credentials.uid;
    peer->group = credentials.gid;
    size = sizeof peer->groups;
    // ERANGE: more than there is room for.
    const int failed = getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, peer->groups, &size);
    peer->group_count = failed < 0 ? 0 : (int)(size / sizeof(gid_t));
    return 0;
}

ssize_t control_send(int socket, const void *bytes, size_t count, int descriptor) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control.room;
        *CMSG_FIRSTHDR(&message) =
            (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &descriptor, sizeof(int));
    }
    ssize_t sent;
    while ((sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL)) < 0)
        if (errno != EINTR) return -errno;
    return sent;
}

ssize_t control_receive(int socket, void *bytes, size_t capacity) {
    ssize_t received;
    while ((received = recv(socket, bytes, capacity, MSG_DONTWAIT)) < 0)
        if (errno != EINTR) return -errno;
    return received;
}
