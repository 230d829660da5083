// The sample databases as SQL scripts, embedded in the program so that `kin` works from anywhere.
#ifndef KIN_SAMPLE_DATA_H
#define KIN_SAMPLE_DATA_H

#include <stddef.h>

extern const size_t kin_sample_library_count;

/// The first byte of the script; an array of unknown size has no type in Swift.
const unsigned char *kin_sample_library_start(void);

#endif
