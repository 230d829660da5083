#include "Documentation.h"

static const unsigned char language[] = {
#embed "language.md"
};
const size_t kin_language_reference_count = sizeof language;

const unsigned char *kin_language_reference_start(void) { return language; }
