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
  for (; i + 16 <= n; i += 16) {
    const __m128i block = _mm_loadu_si128((const __m128i *)(p + i));
    count += (size_t)__builtin_popcount((unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, feed)));
  }
#endif
  for (; i < n; i++) count += p[i] == '\n';
  return count;
}
