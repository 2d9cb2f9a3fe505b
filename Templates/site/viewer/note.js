// @ts-check
// A checkpoint's note and its signature: C2SP tlog-checkpoint and signed note, Ed25519 (EvidenceFormat.md).

/**
 * @typedef {{origin: string, size: number, root: string, signed: string, signatures: {name: string, bytes: Uint8Array}[]}} Checkpoint
 * @typedef {"good"|"unsigned"|"bad"|"otherKey"|"noKey"|"unknown"} SignatureState `unknown`: this browser cannot tell
 */

/** @param {string} note @returns {Checkpoint|null} null if it is none */
function readNote(note) {
  const lines = note.split("\n"), [origin, size, root, empty] = lines;
  if (lines.length < 5 || lines.at(-1) !== "" || empty !== "" || !origin || !/^(?:0|[1-9]\d{0,14})$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) return null;
  const signatures = lines.slice(4, -1).map((line) => /^— (\S+) ((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(line));
  if (signatures.includes(null)) return null;
  return {
    origin, size: Number(size), root, signed: lines.slice(0, 3).join("\n") + "\n",
    signatures: signatures.map((found) => ({ name: found?.[1] || "", bytes: fromBase64(found?.[2] || "") })),
  };
}

/** A public key as `name+hash+key`; null if it is none, or its hash is another one. @param {string} text */
function readVerifier(text) {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim());
  if (!found) return null;
  const [, name, stated, encoded] = found, key = fromBase64(encoded), hash = sha256(new Uint8Array([...new TextEncoder().encode(name), 10, ...key])).subarray(0, 4);
  return key[0] === 1 && hexText(hash) === stated ? { name, hash, key: key.slice(1) } : null;
}

/** Whether a key has signed a checkpoint. @param {Checkpoint} checkpoint @param {string|null} verifier @returns {Promise<SignatureState>} */
async function signatureState({ signed, signatures }, verifier) {
  if (signatures.length === 0) return "unsigned";
  if (!verifier) return "noKey";
  const key = readVerifier(verifier), own = key && signatures.find(({ name, bytes }) => name === key.name && areEqual(bytes.subarray(0, 4), key.hash));
  if (!key || !own) return "otherKey";
  try {
    const imported = await crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, own.bytes.slice(4), new TextEncoder().encode(signed)) ? "good" : "bad";
  } catch { return "unknown"; }
}
