// The files of Templates/site, Templates/report and Templates/profiles, inside the binary.
#ifndef COUNTERROLL_EMBEDDED_H
#define COUNTERROLL_EMBEDDED_H

#include <stddef.h>

/// A file, under its path below `site` or `report`, or its name in `profiles`.
struct counterroll_file {
  const char *name;
  const unsigned char *bytes;
  size_t length;
};

/// Files, sorted by name.
struct counterroll_files {
  const struct counterroll_file *first;
  size_t count;
};

struct counterroll_files counterroll_site(void);
struct counterroll_files counterroll_profiles(void);
struct counterroll_files counterroll_report(void);

/// For the two tables.
#define ENTRY(name, bytes) {name, bytes, sizeof bytes}
#define FILES(table) (struct counterroll_files){table, sizeof table / sizeof table[0]}

#endif
