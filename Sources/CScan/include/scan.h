// Byte searches for the scanners: SSE2 on x86-64, plain loops elsewhere (compilers vectorise those well enough on arm64).
// No state, no allocation; every function reads p[0 ..< n] only.
#pragma once
#include <stddef.h>
#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Index of the first byte equal to a, or n.
static inline size_t scan_for(const uint8_t *p, size_t n, uint8_t a) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a);
  for (; i + 16 <= n; i += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(p + i));
    const unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, va));
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < n; i++) if (p[i] == a) return i;
  return n;
}

// Index of the first byte equal to a, b, c or d, or n.
static inline size_t scan_for_any(const uint8_t *p, size_t n, uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b);
  const __m128i vc = _mm_set1_epi8((char)c), vd = _mm_set1_epi8((char)d);
  for (; i + 16 <= n; i += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(p + i));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, va), _mm_cmpeq_epi8(block, vb)),
                                     _mm_or_si128(_mm_cmpeq_epi8(block, vc), _mm_cmpeq_epi8(block, vd)));
    const unsigned mask = (unsigned)_mm_movemask_epi8(hit);
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < n; i++) if (p[i] == a || p[i] == b || p[i] == c || p[i] == d) return i;
  return n;
}

// Index of the first byte of a JSON string that ends or interrupts it: a quote, a backslash or a control character; or n.
static inline size_t scan_for_string_stop(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), last_control = _mm_set1_epi8(0x1f);
  for (; i + 16 <= n; i += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(p + i));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
    const __m128i hit = _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, slash)));
    const unsigned mask = (unsigned)_mm_movemask_epi8(hit);
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < n; i++) if (p[i] < 0x20 || p[i] == '"' || p[i] == '\\') return i;
  return n;
}

// Number of leading bytes below 0x80.
static inline size_t scan_ascii_prefix(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  for (; i + 16 <= n; i += 16) {
    const unsigned mask = (unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < n; i++) if (p[i] >= 0x80) return i;
  return n;
}

// Number of line feeds.
static inline size_t scan_count_lines(const uint8_t *p, size_t n) {
  size_t count = 0, i = 0;
#if defined(__SSE2__)
  const __m128i feed = _mm_set1_epi8('\n');
  while (i + 16 <= n) {
    // A byte of the sum counts up to 255; then all of them are added up.
    __m128i sum = _mm_setzero_si128();
    for (size_t blocks = 0; blocks < 255 && i + 16 <= n; blocks++, i += 16)
      sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), feed));
    const __m128i sums = _mm_sad_epu8(sum, _mm_setzero_si128());
    count += (size_t)_mm_cvtsi128_si32(sums) + (size_t)_mm_cvtsi128_si32(_mm_srli_si128(sums, 8));
  }
#endif
  for (; i < n; i++) count += p[i] == '\n';
  return count;
}

// Index of the first quote that is not one of a pair (""), or n: where a quoted CSV cell ends. A quote at n - 1 counts as single: only more
// bytes can tell. Sets *pairs if there was a pair before it.
static inline size_t scan_closing_quote(const uint8_t *p, size_t n, int *pairs) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  while (i + 17 <= n) {
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), quote));
    size_t step = 16;
    while (mask) {
      const unsigned at = (unsigned)__builtin_ctz(mask);
      if (p[i + at + 1] != '"') return i + at;
      *pairs = 1;
      if (at == 15) step = 17;
      mask &= ~(3u << at);
    }
    i += step;
  }
#endif
  for (; i < n; i++) {
    if (p[i] != '"') continue;
    if (i + 1 >= n || p[i + 1] != '"') return i;
    *pairs = 1;
    i++;
  }
  return n;
}

// Copies n bytes in which every quote is one of a pair, each pair as one quote. Returns the number of bytes written, at most n; up to 16 bytes
// behind them are overwritten too.
static inline size_t scan_copy_unpaired(uint8_t *restrict to, const uint8_t *restrict p, size_t n) {
  size_t from = 0, out = 0;  // what lies before both is copied
#if defined(__SSE2__)
  // Blocks are looked at where they lie, whatever was found in those before, so that nothing waits for a copy.
  const __m128i quote = _mm_set1_epi8('"');
  for (size_t i = 0; i + 32 <= n; i += 16) {
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), quote));
    // The second quote of a pair that began in the block before is passed already.
    if (from > i) mask &= ~1u;
    while (mask) {
      const unsigned at = (unsigned)__builtin_ctz(mask);
      _mm_storeu_si128((__m128i *)(to + out), _mm_loadu_si128((const __m128i *)(p + from)));
      out += i + at + 1 - from;
      from = i + at + 2;
      mask &= ~(3u << at);
    }
    if (from >= i + 16) continue;
    _mm_storeu_si128((__m128i *)(to + out), _mm_loadu_si128((const __m128i *)(p + from)));
    out += i + 16 - from;
    from = i + 16;
  }
#endif
  while (from < n) {
    const uint8_t byte = p[from];
    to[out++] = byte;
    from += byte == '"' ? 2 : 1;
  }
  return out;
}

// Index of the first NUL or byte of 0x80 and above, or n: what lies before is plain text in ASCII.
static inline size_t scan_plain_prefix(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  for (; i + 16 <= n; i += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(p + i));
    // A signed comparison: 0x80 and above are below zero.
    const unsigned mask = 0xffffu & ~(unsigned)_mm_movemask_epi8(_mm_cmpgt_epi8(block, zero));
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < n; i++) if (p[i] == 0 || p[i] >= 0x80) return i;
  return n;
}

// Whether two runs of n bytes are equal. Made for short ones, such as keys: no call, and at most two overlapping loads below 16 bytes.
static inline int scan_equal(const uint8_t *p, const uint8_t *q, size_t n) {
  if (n >= 8) {
    uint64_t a, b;
    for (size_t i = 0; i + 8 <= n; i += 8) {
      __builtin_memcpy(&a, p + i, 8);
      __builtin_memcpy(&b, q + i, 8);
      if (a != b) return 0;
    }
    __builtin_memcpy(&a, p + n - 8, 8);
    __builtin_memcpy(&b, q + n - 8, 8);
    return a == b;
  }
  if (n >= 4) {
    uint32_t a, b, c, d;
    __builtin_memcpy(&a, p, 4);
    __builtin_memcpy(&b, q, 4);
    __builtin_memcpy(&c, p + n - 4, 4);
    __builtin_memcpy(&d, q + n - 4, 4);
    return a == b && c == d;
  }
  for (size_t i = 0; i < n; i++) if (p[i] != q[i]) return 0;
  return 1;
}

// Asks for a cache line that will be read soon.
static inline void scan_prefetch(const void *p) { __builtin_prefetch(p); }
