// mallopt and malloc_trim, which are no part of the module of the C library.
#ifndef KIN_CMALLOC_SHIM_H
#define KIN_CMALLOC_SHIM_H

#include <malloc.h>

#endif
