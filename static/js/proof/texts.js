// A proof or a checkpoint by itself: short texts that lead to the published log.
import { Links, addNewest, addSignature, addWitnesses } from "./links.js";
import { readCheckpoint, readProof } from "./note.js";
import { hex, isIncluded, leafHash } from "./tree.js";

export const LONGEST = 100_000; // bytes of such a text

/** What a text is: {proof?, checkpoint}, or null where it is neither. */
export function readText(bytes) {
  if (bytes.length > LONGEST) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.startsWith("c2sp.org/tlog-proof@")) return { checkpoint: readCheckpoint(text) };
    const proof = readProof(text);
    return { proof, checkpoint: readCheckpoint(proof.note) };
  } catch {
    return null;
  }
}

export async function checkText({ proof, checkpoint }, { words, keys, witnesses, log }) {
  const links = new Links(words);
  if (proof) await addLeaf(links, proof, checkpoint, log);
  await addSignature(links, checkpoint, keys);
  await addWitnesses(links, checkpoint, witnesses);
  await addNewest(links, checkpoint, keys, log);
  return { links, origin: checkpoint.origin, size: checkpoint.size };
}

/** The proof names no event: the leaf at its place is read from the published log. */
async function addLeaf(links, proof, checkpoint, log) {
  const facts = { n: proof.index + 1, size: checkpoint.size };
  let leaf;
  try {
    leaf = await log.leaf(proof.index, (await log.newest()).size);
  } catch {
    return links.add("leaf", "open", "newest_unread");
  }
  const hash = await leafHash(leaf);
  const leads = await isIncluded(hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root);
  links.add("leaf", leads ? "ok" : "bad", leads ? "leaf_leads" : "leaf_astray", facts, hex(hash));
}
