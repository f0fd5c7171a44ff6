#include "process.h"

const char *build_date(void) { return __DATE__; }
