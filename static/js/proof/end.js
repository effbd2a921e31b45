// Whether the end of a stream was cut off: what the log wrote down of the ends of all streams, and what may follow a closing.
import { moment } from "./links.js";
import { readProof, unbase64 } from "./note.js";
import { hex, isIncluded, leafHash, sha256 } from "./tree.js";

/** `heads` and `proof` are the texts of heads.json and heads.tlog-proof, null where the dossier has none. */
export async function addEnd(links, { heads, proof, stream, events }, checkpoint, { closing, lawful }) {
  const closed = events.find(({ told }) => closing.includes(told.e));
  const late = closed && events.findIndex(({ told }, n) => n > events.indexOf(closed) && !lawful.includes(told.e));
  if (late > 0) return links.add("end", "bad", "end_behind_closing", { n: late });
  const at = moment(closed?.told.t);
  if (heads === null) return closed ? links.add("end", "ok", "end_closed", { at }) : links.mention("end", "end_unstated");
  const stated = checkpoint && (await statedIn(heads, proof, stream, checkpoint).catch(() => null));
  if (!stated) return links.add("end", "bad", "end_false");
  if (events.length < stated.count) return links.add("end", "bad", "end_cut", { n: stated.count, m: events.length });
  if (hex(events[stated.count - 1].hash) !== stated.head) return links.add("end", "bad", "end_other", { n: stated.count - 1 });
  links.add("end", "ok", closed ? "end_complete_closed" : "end_complete", { n: stated.count, at: moment(stated.at), closed: at });
}

/** {count, head, at} where the entry `streams.heads` is in the log, says this and has the stream under its root; else null. */
async function statedIn(heads, proof, stream, checkpoint) {
  const { count, head, index, hashes, leaf, salt, data } = JSON.parse(heads);
  const told = JSON.parse(leaf), { root, streams } = JSON.parse(data).facts;
  if (![count, index, streams].every(Number.isSafeInteger) || count < 1 || index < 0) return null;
  if (told.e !== "streams.heads" || told.s !== "book:heads") return null;
  if (hex(await sha256("skp-payload-v1\0", unbase64(salt), data)) !== told.c) return null;
  const place = readProof(proof ?? "");
  const leads = await isIncluded(await leafHash(bytes(leaf)), place.index, checkpoint.size, place.hashes, checkpoint.root);
  const own = await leafHash(bytes(`{"count":${count},"head":"${head}","stream":"${stream}"}`));
  const isOfTheStream = await isIncluded(own, index, streams, hashes.map(unbase64), unhex(root));
  return place.note === checkpoint.note && leads && isOfTheStream ? { count, head, at: told.t } : null;
}

const bytes = (text) => new TextEncoder().encode(text);
const unhex = (text) => Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16));
