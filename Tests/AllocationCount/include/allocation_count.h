#pragma once

/// From now on the calling thread's requests for memory are counted, in whatever executable this is linked into. Those
/// that libzbar makes, itself or through libc, are not: there is nothing to be done about them.
void allocation_count_begin(void);

/// Ends the count and returns it.
long allocation_count_end(void);
