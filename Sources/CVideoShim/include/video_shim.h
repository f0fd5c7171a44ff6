#pragma once

// What Swift cannot import of V4L2. The structures and constants it can; they come through these headers.

#include <libv4l-plugin.h>
#include <libv4lconvert.h>
#include <linux/videodev2.h>

// The request numbers are macros over sizeof: one function each.
#define VIDEO_REQUEST(name) \
    static inline unsigned long video_##name(void) { return VIDIOC_##name; }

VIDEO_REQUEST(QUERYCAP)
VIDEO_REQUEST(ENUM_FMT)
VIDEO_REQUEST(ENUM_FRAMESIZES)
VIDEO_REQUEST(ENUM_FRAMEINTERVALS)
VIDEO_REQUEST(TRY_FMT)
VIDEO_REQUEST(S_FMT)
VIDEO_REQUEST(G_PARM)
VIDEO_REQUEST(S_PARM)
VIDEO_REQUEST(QUERYCTRL)
VIDEO_REQUEST(G_CTRL)
VIDEO_REQUEST(S_CTRL)
VIDEO_REQUEST(REQBUFS)
VIDEO_REQUEST(QUERYBUF)
VIDEO_REQUEST(QBUF)
VIDEO_REQUEST(DQBUF)
VIDEO_REQUEST(STREAMON)
VIDEO_REQUEST(STREAMOFF)
VIDEO_REQUEST(ENUMINPUT)
VIDEO_REQUEST(G_INPUT)
VIDEO_REQUEST(QUERY_DV_TIMINGS)
VIDEO_REQUEST(S_DV_TIMINGS)

#undef VIDEO_REQUEST

// The luma of packed 4:2:2 (YUYV and its sisters): every second byte of each row, from `first` (0 or 1) on.
// In C because a loop over pixels in an unoptimised Swift build is slower than the camera.
void video_luma_of_packed(
    const unsigned char *packed, unsigned long packed_stride, unsigned long first, unsigned char *luma,
    unsigned long width, unsigned long height);
