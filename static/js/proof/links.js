// The links from a checkpoint to the log as it is now. A link is {title, state: ok|bad|open, text, code}.
import { isCosigned, signedBy } from "./note.js";
import { hex } from "./tree.js";

export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => said(facts[name]));

const lang = document.documentElement.lang;

/** A moment as our pages write it, with the reader's zone: in English the day first, and 24 hours. */
export function moment(text) {
  const at = new Date(text ?? NaN);
  return isNaN(at) ? "…" : at.toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "long" });
}

const said = (fact) => (typeof fact === "number" ? fact.toLocaleString(lang) : fact);

export class Links {
  constructor(words) {
    this.words = words;
    this.all = [];
  }

  /** `said` and `facts` name the sentence; the title stands beside it in the words of the page. */
  add(name, state, said, facts = {}, code = "") {
    this.all.push({ title: fill(this.words[name], facts), state, text: fill(this.words[said], facts), code });
  }

  /** Something nobody asked to be proven: it stands open and takes nothing from the verdict. */
  mention(name, said, facts = {}) {
    this.add(name, "open", said, facts);
    this.all.at(-1).isAside = true;
  }

  get broken() {
    return this.all.filter((link) => link.state === "bad").map((link) => link.title);
  }

  get verdict() {
    if (this.broken.length) return "bad";
    return this.all.some((link) => link.state === "open" && !link.isAside) ? "partly" : "ok";
  }
}

const SIGNATURE = { signed: "ok", false: "bad", stranger: "bad", unable: "open" };

export async function addSignature(links, checkpoint, keys) {
  if (!keys.length) return links.add("signature", "open", "signature_keyless");
  const told = await signedBy(checkpoint, keys);
  links.add("signature", SIGNATURE[told], `signature_${told}`, { name: checkpoint.origin }, checkpoint.origin);
}

/** The log as it is now continues what the file holds; its own newest checkpoint has to be signed, too. */
export async function addNewest(links, checkpoint, keys, log) {
  let now, continues;
  try {
    now = await log.newest();
    continues = now.size >= checkpoint.size && (await log.continues(checkpoint, now));
  } catch {
    return links.add("newest", "open", "newest_unread");
  }
  const facts = { size: now.size, old: checkpoint.size };
  const signed = keys.length ? await signedBy(now, keys) : "unable";
  if (now.origin !== checkpoint.origin || SIGNATURE[signed] === "bad") return links.add("newest", "bad", "newest_stranger", facts);
  if (!continues) return links.add("newest", "bad", now.size < checkpoint.size ? "newest_shorter" : "newest_forked", facts);
  links.add("newest", "ok", now.size === checkpoint.size ? "newest_same" : "newest_continues", facts, hex(now.root));
}

const NAMED = 20; // witnesses whose key nobody gave, of a note that may name any number

/** Each witness whose key the reader gave is checked; any other that signed is named, and said not to be checked. */
export async function addWitnesses(links, checkpoint, witnesses) {
  for (const key of witnesses) {
    const [state, said, at] = await toldBy(key, checkpoint);
    links.add("witness", state, said, { name: key.name, at });
  }
  const asked = new Set(witnesses.map(({ name }) => name));
  const others = new Set(checkpoint.signatures.filter(({ name, signature }) => name !== checkpoint.origin && signature.length === 72).map(({ name }) => name));
  for (const name of [...others].filter((one) => !asked.has(one)).slice(0, NAMED)) links.mention("witness", "witness_unchecked", { name });
  if (!witnesses.length && !others.size) links.mention("witnesses", "witness_none");
}

async function toldBy(key, checkpoint) {
  const named = checkpoint.signatures.filter(({ name }) => name === key.name);
  if (!named.length) return ["open", "witness_absent"];
  const [told, at] = await isCosigned(checkpoint, named, key);
  return [{ signed: "ok", unable: "open" }[told] ?? "bad", `witness_${told}`, moment(at)];
}
