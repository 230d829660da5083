#include "SampleData.h"

static const unsigned char library[] = {
#embed "library.sql"
};
const size_t kin_sample_library_count = sizeof library;

const unsigned char *kin_sample_library_start(void) { return library; }
