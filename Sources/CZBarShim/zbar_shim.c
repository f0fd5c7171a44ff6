#include "zbar_shim.h"
