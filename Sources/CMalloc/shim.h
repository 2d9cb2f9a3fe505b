// glibc's settings of its heap (mallopt), which Swift's own map of the C library leaves out. Only the target counterroll imports it.
#include <malloc.h>
