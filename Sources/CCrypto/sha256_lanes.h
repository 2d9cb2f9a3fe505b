// SHA-256 of many messages, two at a time (FIPS 180-4). On processors with SHA instructions one stream leaves half of the unit idle, since
// each step waits for the one before: two streams take little longer than one (22 instead of 40 ns a block on the machine where it was
// measured). Elsewhere libcrypto does the work.
#pragma once
#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>

// The digest of a finished state, in big-endian order.
static inline void counterroll_sha256_store(const SHA256_CTX *state, unsigned char digest[32]) {
  for (int word = 0; word < 8; word++) {
    digest[4 * word] = (unsigned char)(state->h[word] >> 24);
    digest[4 * word + 1] = (unsigned char)(state->h[word] >> 16);
    digest[4 * word + 2] = (unsigned char)(state->h[word] >> 8);
    digest[4 * word + 3] = (unsigned char)state->h[word];
  }
}

/// SHA-256 of a message that is padded already (FIPS 180-4, section 5.1.1): `bytes` is a multiple of 64. The digest is read from the state,
/// which spares SHA256_Final its own padding.
static inline void counterroll_sha256_padded(const void *message, size_t bytes, unsigned char digest[32]) {
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, message, bytes);
  counterroll_sha256_store(&state, digest);
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static const uint32_t counterroll_sha256_k[64] __attribute__((aligned(16))) = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// Bit 29 of EBX in leaf 7: the SHA extensions; bit 19 of ECX in leaf 1: SSE4.1.
static inline int counterroll_has_sha(void) {
  static int known = -1;
  if (known < 0) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    const int sse41 = __get_cpuid(1, &a, &b, &c, &d) && (c >> 19 & 1);
    known = sse41 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
  }
  return known;
}

// A message on its way through the hash. The instructions want the state as two words, (A, B, E, F) and (C, D, G, H) from the top.
typedef struct {
  const uint8_t *at;
  size_t blocks;
  unsigned char *digest;
  __m128i top, low;
} counterroll_lane;

__attribute__((target("sha,sse4.1"))) static inline void counterroll_lane_begin(
    counterroll_lane *lane, const uint8_t *message, size_t blocks, unsigned char *digest) {
  lane->at = message;
  lane->blocks = blocks;
  lane->digest = digest;
  lane->top = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
  lane->low = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
}

__attribute__((target("sha,sse4.1"))) static inline void counterroll_lane_store(const counterroll_lane *lane) {
  const __m128i reversed = _mm_set_epi64x(0x0001020304050607LL, 0x08090a0b0c0d0e0fLL);
  _mm_storeu_si128((__m128i *)lane->digest, _mm_shuffle_epi8(_mm_unpackhi_epi64(lane->low, lane->top), reversed));
  _mm_storeu_si128((__m128i *)lane->digest + 1, _mm_shuffle_epi8(_mm_unpacklo_epi64(lane->low, lane->top), reversed));
}

// Runs the next blocks of both lanes.
__attribute__((target("sha,sse4.1"))) static inline void counterroll_lanes_run(counterroll_lane *one, counterroll_lane *two, size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  const uint8_t *p = one->at, *q = two->at;
  __m128i top0 = one->top, low0 = one->low, top1 = two->top, low1 = two->low;
  for (size_t left = blocks; left > 0; left--, p += 64, q += 64) {
    const __m128i top0_before = top0, low0_before = low0, top1_before = top1, low1_before = low1;
    __m128i w0[4], w1[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      if (i < 4) {
        w0[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p + i), order);
        w1[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)q + i), order);
      } else {
        const int a = i & 3, b = (i + 1) & 3, c = (i + 2) & 3, d = (i + 3) & 3;
        w0[a] = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w0[a], w0[b]), _mm_alignr_epi8(w0[d], w0[c], 4)), w0[d]);
        w1[a] = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w1[a], w1[b]), _mm_alignr_epi8(w1[d], w1[c], 4)), w1[d]);
      }
      const __m128i k = _mm_load_si128((const __m128i *)counterroll_sha256_k + i);
      const __m128i m0 = _mm_add_epi32(w0[i & 3], k), m1 = _mm_add_epi32(w1[i & 3], k);
      low0 = _mm_sha256rnds2_epu32(low0, top0, m0);
      low1 = _mm_sha256rnds2_epu32(low1, top1, m1);
      top0 = _mm_sha256rnds2_epu32(top0, low0, _mm_shuffle_epi32(m0, 0x0e));
      top1 = _mm_sha256rnds2_epu32(top1, low1, _mm_shuffle_epi32(m1, 0x0e));
    }
    top0 = _mm_add_epi32(top0, top0_before);
    low0 = _mm_add_epi32(low0, low0_before);
    top1 = _mm_add_epi32(top1, top1_before);
    low1 = _mm_add_epi32(low1, low1_before);
  }
  one->at = p, one->blocks -= blocks, one->top = top0, one->low = low0;
  two->at = q, two->blocks -= blocks, two->top = top1, two->low = low1;
}

__attribute__((target("sha,sse4.1"))) static inline void counterroll_sha256_lanes(
    const uint8_t *messages, const uint32_t *blocks, size_t count, unsigned char *digests) {
  counterroll_lane lanes[2];
  size_t next = 0;
  for (; next < 2 && next < count; next++) {
    counterroll_lane_begin(&lanes[next], messages, blocks[next], digests + 32 * next);
    messages += (size_t)64 * blocks[next];
  }
  size_t busy = next;
  while (busy == 2) {
    counterroll_lanes_run(&lanes[0], &lanes[1], lanes[0].blocks < lanes[1].blocks ? lanes[0].blocks : lanes[1].blocks);
    for (int i = 0; i < 2; i++) {
      if (lanes[i].blocks > 0) continue;
      counterroll_lane_store(&lanes[i]);
      if (next < count) {
        counterroll_lane_begin(&lanes[i], messages, blocks[next], digests + 32 * next);
        messages += (size_t)64 * blocks[next];
        next++;
      } else {
        busy--;
      }
    }
  }
  // One message may be left: beside a copy of itself it takes no longer.
  for (size_t i = 0; i < 2 && i < count; i++) {
    if (lanes[i].blocks == 0) continue;
    counterroll_lane copy = lanes[i];
    counterroll_lanes_run(&lanes[i], &copy, lanes[i].blocks);
    counterroll_lane_store(&lanes[i]);
  }
}
#endif

// SHA-256 of messages that lie one behind the other, each padded already to a number of blocks of 64 bytes. Digests of 32 bytes, in order.
static inline void counterroll_sha256_many(const void *messages, const uint32_t *blocks, size_t count, unsigned char *digests) {
#if defined(__x86_64__)
  if (counterroll_has_sha()) {
    counterroll_sha256_lanes((const uint8_t *)messages, blocks, count, digests);
    return;
  }
#endif
  const uint8_t *message = (const uint8_t *)messages;
  for (size_t i = 0; i < count; i++) {
    counterroll_sha256_padded(message, (size_t)64 * blocks[i], digests + 32 * i);
    message += (size_t)64 * blocks[i];
  }
}
