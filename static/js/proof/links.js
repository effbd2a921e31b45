// The links from a checkpoint to the log as it is now. A link is {title, state: ok|bad|open, text, code}.
import { signedBy } from "./note.js";
import { hex } from "./tree.js";

export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => said(facts[name]));
const said = (fact) => (typeof fact === "number" ? fact.toLocaleString(document.documentElement.lang) : fact);

export class Links {
  constructor(words) {
    this.words = words;
    this.all = [];
  }

  /** `said` and `facts` name the sentence; the title stands beside it in the words of the page. */
  add(name, state, said, facts = {}, code = "") {
    this.all.push({ title: this.words[name], state, text: fill(this.words[said], facts), code });
  }

  get broken() {
    return this.all.filter((link) => link.state === "bad").map((link) => link.title);
  }

  get verdict() {
    if (this.broken.length) return "bad";
    return this.all.some((link) => link.state === "open") ? "partly" : "ok";
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
