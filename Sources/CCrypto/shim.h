// libcrypto (OpenSSL 3): SHA-256, Ed25519, random bytes. Only the target EvidenceLog imports it.
//
// The low-level SHA-256 calls are asked for by their 1.1 names: an event costs about fifteen hashes of one or two blocks, and fetching an
// algorithm by name costs more than such a hash itself (64 bytes: 170 ns through EVP, 50 ns here).
#define OPENSSL_API_COMPAT 0x10100000L
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include "sha256_lanes.h"
