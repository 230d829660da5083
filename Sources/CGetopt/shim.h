// getopt_long as Swift can call it: what it keeps in global variables is read and set by functions.
#ifndef KIN_CGETOPT_SHIM_H
#define KIN_CGETOPT_SHIM_H

#include <getopt.h>

static inline void kin_getopt_begin(void) {
  opterr = 0;
  optopt = 0;
  optind = 1;
}

static inline int kin_getopt_index(void) { return optind; }

// The letter that was read last where it cannot be followed; 0 or a code above all letters for a word.
static inline int kin_getopt_letter(void) { return optopt; }

static inline const char *kin_getopt_argument(void) { return optarg; }

static inline int kin_getopt_next(int count, char **words, const char *letters, const struct option *options) {
  return getopt_long(count, words, letters, options, 0);
}

#endif
