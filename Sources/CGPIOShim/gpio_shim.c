#include "gpio_shim.h"
