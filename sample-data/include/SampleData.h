// The sample databases, embedded in the program so that `kin` works from anywhere.
//
// They are written as SQL scripts. What is embedded are the database files that the scripts make, since a file is
// there at once; a test compares the two, and makes the files anew.
#ifndef KIN_SAMPLE_DATA_H
#define KIN_SAMPLE_DATA_H

#include <stddef.h>

struct kin_sample {
  const char *name;
  // What it is about, in half a line.
  const char *summary;
  const unsigned char *image;
  size_t size;
};

extern const size_t kin_sample_count;

// An array of unknown size has no type in Swift; an index below the count is the caller's duty.
const struct kin_sample *kin_sample_at(size_t index);

#endif
