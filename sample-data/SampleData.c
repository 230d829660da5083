#include "SampleData.h"

const char kin_sample_library[] = {
#embed "library.sql"
};
const size_t kin_sample_library_count = sizeof kin_sample_library;
