// The language reference, embedded in the program: `help` shows the sections of the page that people read.
#ifndef KIN_DOCUMENTATION_H
#define KIN_DOCUMENTATION_H

#include <stddef.h>

extern const size_t kin_language_reference_count;

/// The first byte of the page; an array of unknown size has no type in Swift.
const unsigned char *kin_language_reference_start(void);

#endif
