#include "SampleData.h"

static const unsigned char library[] = {
#embed "library.db"
};
static const unsigned char school[] = {
#embed "school.db"
};
static const unsigned char shop[] = {
#embed "shop.db"
};
static const unsigned char family[] = {
#embed "family.db"
};
static const unsigned char blog[] = {
#embed "blog.db"
};

// A new sample is its script, the image of it above and one line here; the first is the one that opens by itself.
static const struct kin_sample samples[] = {
    {"library", "books and authors, loans and branches: every kind of relationship", library, sizeof library},
    {"school", "teachers, courses and students, with the grade on the enrollment", school, sizeof school},
    {"shop", "users, orders and items, and a tree of categories", shop, sizeof shop},
    {"family", "seven generations: mothers, fathers, friends and marriages", family, sizeof family},
    {"blog", "posts with tags, and threads of comments eight deep", blog, sizeof blog},
};

const size_t kin_sample_count = sizeof samples / sizeof *samples;

const struct kin_sample *kin_sample_at(size_t index) { return &samples[index]; }
