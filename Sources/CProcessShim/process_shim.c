#include "process_shim.h"
