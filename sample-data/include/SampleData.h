// The sample databases as SQL scripts, embedded in the program so that `kin` works from anywhere.
#ifndef KIN_SAMPLE_DATA_H
#define KIN_SAMPLE_DATA_H

#include <stddef.h>

struct kin_sample {
  const char *name;
  // What it is about, in half a line.
  const char *summary;
  const unsigned char *script;
  size_t size;
};

extern const size_t kin_sample_count;

// An array of unknown size has no type in Swift; an index below the count is the caller's duty.
const struct kin_sample *kin_sample_at(size_t index);

#endif
