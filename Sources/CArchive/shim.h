// libarchive: reads and writes zip, tar, gzip and zstd. Only the target Archiving imports it.
#include <archive.h>
#include <archive_entry.h>

// glibc has it (<stdio.h>, since 2.28) but shows it to Swift only under _GNU_SOURCE: renames and, with RENAME_NOREPLACE, never replaces.
extern int renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name, unsigned int flags);
