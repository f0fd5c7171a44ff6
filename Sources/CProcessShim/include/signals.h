#pragma once

// Swift does not import it by itself: with it one thread tells another that something is ready.
#include <sys/eventfd.h>

// Blocks these signals for the calling thread and those that it starts, and gives a descriptor that becomes readable when
// one of them waits. signalfd(2), whose header Swift does not import. Negative errno where the kernel gives none.
int signals_descriptor(const int *numbers, int count);

// The next signal that waits at the descriptor; 0 where none does.
int signals_next(int descriptor);
