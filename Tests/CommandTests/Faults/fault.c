// Stands between a program and the C library (LD_PRELOAD) and lets calls fail that never fail on a sound disk.
//
//   FAULT_UNDER     only calls about files whose path contains this text are looked at, and counted
//   FAULT_CALLS     which calls, such as "write ftruncate"
//   FAULT_AT        the number of the call that fails, from 1; 0 or absent: none
//   FAULT_ERRNO     what it fails with
//   FAULT_LASTING   if set, all calls after it fail too
//   FAULT_SHORT     if set, none fails, but writes write a part of what they should, and every third call is interrupted
//   FAULT_COUNT     a file that gets the number of calls when the program ends
//   FAULT_TOUCH     a file that gets another time of change when it is first read
//   FAULT_MOUNTS    a file that is read as the list of mounts
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long calls;
static int touched;

static int is_meant(const char *call, const char *path) {
  const char *names = getenv("FAULT_CALLS"), *under = getenv("FAULT_UNDER");
  return names && under && strstr(names, call) && strstr(path, under);
}

/// Nonzero, with errno set, if this call is to fail.
static int fails(const char *call, const char *path) {
  if (!is_meant(call, path)) return 0;
  long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (getenv("FAULT_SHORT")) {
    errno = EINTR;
    return number % 3 == 0;
  }
  const char *at = getenv("FAULT_AT");
  long first = at ? atol(at) : 0;
  errno = atoi(getenv("FAULT_ERRNO") ? getenv("FAULT_ERRNO") : "5");
  return first > 0 && (number == first || (number > first && getenv("FAULT_LASTING")));
}

static const char *path_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static int fails_on(const char *call, int file) {
  char path[PATH_MAX];
  return fails(call, path_of(file, path));
}

/// A part of a write, where writes are to be short.
static size_t part(int file, size_t count) {
  char path[PATH_MAX];
  return getenv("FAULT_SHORT") && count > 1 && is_meant("write", path_of(file, path)) ? count / 2 : count;
}

ssize_t write(int file, const void *bytes, size_t count) {
  if (fails_on("write", file)) return -1;
  return syscall(SYS_write, file, bytes, part(file, count));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  if (fails_on("write", file)) return -1;
  return syscall(SYS_pwrite64, file, bytes, part(file, count), offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

int ftruncate64(int file, off64_t size) { return fails_on("ftruncate", file) ? -1 : (int)syscall(SYS_ftruncate, file, size); }
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }
int fsync(int file) { return fails_on("fsync", file) ? -1 : (int)syscall(SYS_fsync, file); }
int fdatasync(int file) { return fails_on("fsync", file) ? -1 : (int)syscall(SYS_fdatasync, file); }

int rename(const char *old, const char *new) {
  return fails("rename", new) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlink(const char *path) { return fails("unlink", path) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0); }

ssize_t pread64(int file, void *bytes, size_t count, off64_t offset) {
  return fails_on("read", file) ? -1 : syscall(SYS_pread64, file, bytes, count, offset);
}

ssize_t pread(int file, void *bytes, size_t count, off_t offset) { return pread64(file, bytes, count, offset); }

int linkat(int old_folder, const char *old, int new_folder, const char *new, int flags) {
  return fails_on("link", new_folder) ? -1 : (int)syscall(SYS_linkat, old_folder, old, new_folder, new, flags);
}

ssize_t read(int file, void *bytes, size_t count) {
  const char *name = getenv("FAULT_TOUCH");
  char path[PATH_MAX];
  if (name && strstr(path_of(file, path), name) && !__atomic_exchange_n(&touched, 1, __ATOMIC_SEQ_CST)) {
    struct timespec times[2] = {{0, UTIME_OMIT}, {1, 0}};
    futimens(file, times);
  }
  return fails_on("read", file) ? -1 : syscall(SYS_read, file, bytes, count);
}

FILE *fopen(const char *path, const char *mode) {
  const char *mounts = getenv("FAULT_MOUNTS");
  if (mounts && strcmp(path, "/proc/self/mountinfo") == 0) path = mounts;
  FILE *(*real)(const char *, const char *) = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen");
  return real(path, mode);
}

__attribute__((destructor)) static void tell(void) {
  const char *name = getenv("FAULT_COUNT");
  if (!name) return;
  char text[32];
  int length = snprintf(text, sizeof text, "%ld\n", calls);
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  syscall(SYS_write, file, text, (size_t)length);
  close(file);
}
