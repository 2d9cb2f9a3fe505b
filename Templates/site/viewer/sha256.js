// @ts-check
// SHA-256 (FIPS 180-4), here and now: the browser's own answers later and only for one message at a time, and an event has about fifteen.

const shaConstants = new Int32Array(64), shaStart = new Int32Array(8);
{
  // The first 32 bits of the fractional parts of the cube and square roots of the first primes.
  const fraction = (/** @type {number} */ root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  for (let found = 0, number = 2; found < 64; number++) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) shaStart[found] = fraction(Math.sqrt(number));
    shaConstants[found++] = fraction(Math.cbrt(number));
  }
}

const shaSchedule = new Int32Array(64);

/** Takes 64 bytes into the state. @param {Int32Array} state @param {Uint8Array} bytes @param {number} at */
function shaBlock(state, bytes, at) {
  const w = shaSchedule, k = shaConstants;
  for (let i = 0; i < 16; i++, at += 4) w[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + k[i] + w[i] | 0;
    const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

const shaState = new Int32Array(8), shaTail = new Uint8Array(128);

/**
 * @param {Uint8Array} bytes
 * @param {number} [length] so many of them
 * @param {Uint8Array} [target] where the 32 bytes go
 * @param {number} [place]
 * @returns {Uint8Array}
 */
function sha256(bytes, length = bytes.length, target = new Uint8Array(32), place = 0) {
  const state = shaState, whole = length - length % 64, end = length % 64 < 56 ? 64 : 128;
  state.set(shaStart);
  for (let at = 0; at < whole; at += 64) shaBlock(state, bytes, at);
  shaTail.fill(0);
  shaTail.set(bytes.subarray(whole, length));
  shaTail[length % 64] = 0x80;
  const view = new DataView(shaTail.buffer);
  view.setUint32(end - 8, Math.floor(length / 2 ** 29));
  view.setUint32(end - 4, length * 8 >>> 0);
  for (let at = 0; at < end; at += 64) shaBlock(state, shaTail, at);
  for (let i = 0; i < 32; i++) target[place + i] = state[i >> 2] >>> 24 - 8 * (i & 3);
  return target;
}

/** @param {Uint8Array} bytes @returns {string} */
function hexText(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Uint8Array} bytes @returns {string} */
function base64Text(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** @param {Uint8Array} a @param {Uint8Array} b @returns {boolean} */
function areEqual(a, b) {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
