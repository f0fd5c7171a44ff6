#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The most descriptors that go with one packet (SCM_MAX_FD is 253).
enum { link_descriptor_limit = 250 };

/// Two connected ends that keep packets apart (SOCK_SEQPACKET), close-on-exec.
int link_pair(int ends[2]);

/// Whether `descriptor` is such an end: 1 or 0.
int link_is_end(int descriptor);

/// Sends one packet whole, with copies of `descriptors`, or fails: -EAGAIN where the link is full. Never waits, no SIGPIPE.
int link_send(int link, const void *bytes, size_t count, const int *descriptors, int descriptor_count);

/// Takes one packet. Gives its length; 0 where the other end is closed (or sent an empty packet); -EAGAIN where nothing
/// waits; -EMSGSIZE where it is longer than `capacity` or brings more than `descriptor_capacity` descriptors, all of
/// which are closed. Those that are received are close-on-exec and the caller's.
ssize_t link_receive(
    int link, void *bytes, size_t capacity, int *descriptors, int descriptor_capacity, int *descriptor_count);

/// What `link_wait` found.
enum { link_ready = 1, other_ready = 2 };

/// Waits until `link` or `other` (-1: there is none) can be read or has failed, at most `nanoseconds`. Gives which.
int link_wait(int link, int other, int64_t nanoseconds);

/// Memory to be shared by its descriptor: `size` bytes of zeros, which nobody can make shorter or longer (memfd, sealed).
int memory_of_fixed_size(const char *name, size_t size);
