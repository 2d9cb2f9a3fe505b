// The files of Templates/profiles, inside the binary. `name` is the file's name.
#ifndef COUNTERROLL_PROFILES_H
#define COUNTERROLL_PROFILES_H

#include <stddef.h>

struct counterroll_profile {
  const char *name;
  const unsigned char *bytes;
  size_t length;
};

size_t counterroll_profile_count(void);

/// The profile at this place of the table, which is sorted by name; `index` is less than the count.
const struct counterroll_profile *counterroll_profile_at(size_t index);

#endif
