#include "video_shim.h"
