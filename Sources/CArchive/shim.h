// libarchive: reads and writes zip, tar, gzip and zstd. Only the target Archiving imports it.
#include <archive.h>
#include <archive_entry.h>
