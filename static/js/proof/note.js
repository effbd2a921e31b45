// Signed notes, verifier keys, checkpoints and proofs as texts (C2SP signed-note, tlog-checkpoint, tlog-proof).
import { HASH, hex, same, sha256 } from "./tree.js";

export class Broken extends Error {}

const CHECKPOINT = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]+)\n$/;
const PROOF = /^c2sp\.org\/tlog-proof@v1\n(?:extra [^\n]*\n)?index (0|[1-9]\d{0,15})\n((?:[^\n]+\n)*)\n([^]+)$/;
const NOTE = 1, COSIGNATURE = 4;
const LAST_SECOND = 253402300799n; // of the year 9999

/** Standard base64, and only the one way to write it. */
export function unbase64(text) {
  let letters;
  try {
    letters = atob(text);
  } catch {
    throw new Broken("base64");
  }
  if (btoa(letters) !== text) throw new Broken("base64");
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** A verifier key `name+id+base64(kind ‖ key)`. */
export async function readKey(line) {
  const match = line.match(/^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/);
  if (!match) throw new Broken("key");
  const data = unbase64(match[3]);
  const id = (await sha256(`${match[1]}\n`, data)).subarray(0, 4);
  if (hex(id) !== match[2]) throw new Broken("key");
  return { name: match[1], id, kind: data[0], bytes: data.subarray(1) };
}

/** The keys of witnesses, one a line. Throws Broken for what is none, with `reason` "note" for a key of a log. */
export async function readWitnesses(text) {
  const keys = await Promise.all(text.split("\n").map((line) => line.trim()).filter(Boolean).map(readKey));
  if (keys.some((key) => key.kind === NOTE)) throw new Broken("note");
  if (keys.some((key) => key.kind !== COSIGNATURE || key.bytes.length !== HASH)) throw new Broken("key");
  return keys;
}

/** What a checkpoint states: {note, text, signatures, origin, size, root}. */
export function readCheckpoint(note) {
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const match = text.match(CHECKPOINT);
  if (cut < 0 || !match) throw new Broken("checkpoint");
  const root = unbase64(match[3]), size = Number(match[2]);
  if (root.length !== HASH || !Number.isSafeInteger(size)) throw new Broken("checkpoint");
  return { note, text, signatures: signaturesIn(note.slice(cut + 2)), origin: match[1], size, root };
}

function signaturesIn(lines) {
  if (!/^(?:— \S+ \S+\n)+$/.test(lines)) throw new Broken("checkpoint");
  return lines.trimEnd().split("\n").map((line) => {
    const [, name, text] = line.split(" ");
    const data = unbase64(text);
    return { name, id: data.subarray(0, 4), signature: data.subarray(4) };
  });
}

/** {index, hashes, note}: `note` is the checkpoint that the hashes lead to. */
export function readProof(text) {
  const match = text.match(PROOF);
  if (!match) throw new Broken("proof");
  const hashes = match[2].split("\n").slice(0, -1).map(unbase64);
  if (hashes.length > 64 || hashes.some((hash) => hash.length !== HASH)) throw new Broken("proof");
  return { index: Number(match[1]), hashes, note: match[3] };
}

/** "signed", "false" where a line in the name of one of these keys is, "stranger" where there is none, "unable". */
export async function signedBy(checkpoint, keys) {
  const own = keys.filter((key) => key.name === checkpoint.origin && key.kind === NOTE);
  let told = "stranger";
  for (const { name, id, signature } of checkpoint.signatures) {
    const key = own.find((one) => one.name === name && same(one.id, id));
    if (!key) continue;
    const publicKey = await imported(key);
    if (!publicKey) return "unable";
    const text = new TextEncoder().encode(checkpoint.text);
    if (!(await crypto.subtle.verify("Ed25519", publicKey, signature, text))) return "false";
    told = "signed";
  }
  return told;
}

/** Of the lines in a witness's name (cosignature/v1): ["signed", when], ["false"], ["stranger"] or ["unable"]. */
export async function isCosigned(checkpoint, lines, key) {
  const line = lines.find(({ id }) => same(id, key.id));
  if (!line) return ["stranger"];
  const publicKey = await imported(key);
  if (!publicKey) return ["unable"];
  if (line.signature.length !== 72) return ["false"];
  const time = new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0);
  const text = new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${checkpoint.text}`);
  const holds = time <= LAST_SECOND && (await crypto.subtle.verify("Ed25519", publicKey, line.signature.subarray(8), text));
  return holds ? ["signed", Number(time) * 1000] : ["false"];
}

async function imported(key) {
  try {
    return await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null; // a browser that does not know Ed25519
  }
}
