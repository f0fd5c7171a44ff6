#include "video_shim.h"

void video_luma_of_packed(
    const unsigned char *packed, unsigned long packed_stride, unsigned long first, unsigned char *restrict luma,
    unsigned long width, unsigned long height)
{
    for (unsigned long y = 0; y < height; y++) {
        const unsigned char *restrict row = packed + y * packed_stride + first;
        for (unsigned long x = 0; x < width; x++) luma[x] = row[2 * x];
        luma += width;
    }
}
