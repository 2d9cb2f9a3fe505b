// The files of Templates/site, inside the binary. `name` is the path below `site`.
#ifndef COUNTERROLL_TEMPLATES_H
#define COUNTERROLL_TEMPLATES_H

#include <stddef.h>

struct counterroll_template {
  const char *name;
  const unsigned char *bytes;
  size_t length;
};

size_t counterroll_template_count(void);

/// The template at this place of the table, which is sorted by name; `index` is less than the count.
const struct counterroll_template *counterroll_template_at(size_t index);

#endif
