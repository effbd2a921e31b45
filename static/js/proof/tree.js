// The Merkle tree of RFC 6962 over SHA-256; proofs are checked as RFC 9162 says (2.1.3.2 and 2.1.4.2).
export const HASH = 32, WIDTH = 256;

/** Of bytes and texts, one behind the other. */
export async function sha256(...parts) {
  const pieces = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const whole = pieces.length === 1 ? pieces[0] : joined(pieces);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const leafHash = (leaf) => sha256(Uint8Array.of(0), leaf);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const half = (number) => Math.floor(number / 2);

/** Whether the leaf of this hash is number `index` of the tree of `size` leaves. */
export async function isIncluded(hashed, index, size, proof, root) {
  let [at, last, found] = [index, size - 1, hashed];
  if (at > last) return false;
  for (const step of proof) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      found = await nodeHash(step, found);
      while (at % 2 === 0 && at) [at, last] = [half(at), half(last)];
    } else {
      found = await nodeHash(found, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(found, root);
}

/** Whether the old tree is a beginning of the other. */
export async function isContinued(old, now, proof) {
  if (old.size === now.size) return same(old.root, now.root);
  if (old.size === 0 || old.size > now.size) return old.size === 0;
  const steps = isPowerOfTwo(old.size) ? [old.root, ...proof] : proof;
  let [at, last] = [old.size - 1, now.size - 1];
  while (at % 2) [at, last] = [half(at), half(last)];
  let [before, after] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      [before, after] = [await nodeHash(step, before), await nodeHash(step, after)];
      while (at % 2 === 0 && at) [at, last] = [half(at), half(last)];
    } else {
      after = await nodeHash(after, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(before, old.root) && same(after, now.root);
}

/** The proof for `isContinued`, from tiles: `tile(level, n)` gives the hashes of one, as bytes (RFC 6962, 2.1.2). */
export async function consistency(oldSize, size, tile) {
  const proof = [];
  let [start, end] = [0, size];
  while (oldSize !== end) {
    const middle = start + powerBelow(end - start);
    if (oldSize <= middle) {
      proof.push(await rangeHash(middle, end, tile));
      end = middle;
    } else {
      proof.push(await rangeHash(start, middle, tile));
      start = middle;
    }
  }
  if (start) proof.push(await rangeHash(start, end, tile));
  return proof.reverse();
}

async function rangeHash(start, end, tile) {
  let unit = 1, level = 0;
  while (unit * WIDTH <= end - start) [unit, level] = [unit * WIDTH, level + 1];
  const [n, first] = [Math.floor(start / unit / WIDTH), (start / unit) % WIDTH];
  const count = Math.floor((end - start) / unit);
  const hashes = split(await tile(level, n)).slice(first, first + count);
  const rest = start + count * unit;
  return rootOf(rest < end ? [...hashes, await rangeHash(rest, end, tile)] : hashes);
}

async function rootOf(hashes) {
  while (hashes.length > 1) {
    const above = [];
    for (let at = 0; at + 1 < hashes.length; at += 2) above.push(await nodeHash(hashes[at], hashes[at + 1]));
    hashes = hashes.length % 2 ? [...above, hashes.at(-1)] : above;
  }
  return hashes[0];
}

function split(bytes) {
  return Array.from({ length: bytes.length / HASH }, (_, at) => bytes.subarray(at * HASH, (at + 1) * HASH));
}

function powerBelow(count) {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

const isPowerOfTwo = (number) => number === 1 || powerBelow(number) * 2 === number;
