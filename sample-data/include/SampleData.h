// The sample databases as SQL scripts, embedded in the program so that `kin` works from anywhere.
#ifndef KIN_SAMPLE_DATA_H
#define KIN_SAMPLE_DATA_H

#include <stddef.h>

extern const char kin_sample_library[];
extern const size_t kin_sample_library_count;

#endif
