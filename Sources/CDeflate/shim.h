// libdeflate: raw deflate (RFC 1951) of whole buffers, for the data blocks inside a page. Only the target Archiving imports it.
#include <libdeflate.h>
