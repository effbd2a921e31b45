// A dossier checked in the browser, in the order of verify.py: files, events, payloads, proofs, end, signatures; then the log.
import { addEnd } from "./end.js";
import { Links, addNewest, addSignature, addWitnesses } from "./links.js";
import { readCheckpoint, readProof, unbase64 } from "./note.js";
import { hex, isIncluded, leafHash, sha256 } from "./tree.js";

const OWN = ["manifest.json", "checkpoint", "events.jsonl", "payload.jsonl", "heads.json", "heads.tlog-proof", "closed.json", "verify.py"];
const ROW = "skp-row-v1\0".length + 32; // bytes before the row itself: salt is the rest
const SHOWN = 3; // names in one sentence

export const isDossier = (files) => files.has("events.jsonl") || [...files.keys()].some((name) => name.startsWith("proofs/"));

/** {links, origin, stream, count, last, size}; `told(done, all)` hears how far it is. */
export async function checkDossier(files, { words, keys, witnesses, log, closings, told }) {
  const links = new Links(words);
  const manifest = parsed(textOf(files, "manifest.json"));
  await addFiles(links, files, manifest);
  const events = await addEvents(links, files, manifest);
  await addPayloads(links, files, events, closings);
  const checkpoint = checkpointOf(files);
  await addProofs(links, files, events, checkpoint, told);
  const [heads, proof] = ["heads.json", "heads.tlog-proof"].map((name) => (files.has(name) ? (textOf(files, name) ?? "") : null));
  await addEnd(links, { heads, proof, stream: manifest?.stream, events }, checkpoint, closings);
  if (checkpoint) {
    await addSignature(links, checkpoint, keys);
    await addWitnesses(links, checkpoint, witnesses);
    await addNewest(links, checkpoint, keys, log);
  } else {
    links.add("signature", "bad", "checkpoint_unread");
    links.add("newest", "open", "not_checked");
  }
  return { links, origin: checkpoint?.origin, stream: manifest?.stream, count: events.length, last: events.at(-1)?.told.t, size: checkpoint?.size };
}

// ── what the archive holds ──────────────────────────────────────────────────────────────────────
async function addFiles(links, files, manifest) {
  const named = manifest?.v === 1 && manifest.files && typeof manifest.files === "object" ? manifest.files : null;
  if (!named) return links.add("files", "bad", "files_listless");
  const others = [...files.keys()].filter((name) => name !== "manifest.json");
  const changed = [];
  for (const name of others.filter((one) => Object.hasOwn(named, one))) {
    const content = files.get(name);
    if (!content || hex(await sha256(content)) !== named[name]) changed.push(name);
  }
  const added = others.filter((name) => !Object.hasOwn(named, name));
  const missing = Object.keys(named).filter((name) => !files.has(name));
  const [said, names] = Object.entries({ files_changed: changed, files_added: added, files_missing: missing }).find(([, found]) => found.length) ?? ["files_same"];
  links.add("files", names ? "bad" : "ok", said, names ? { names: listed(names) } : { n: others.length });
}

// ── the chain of the stream ─────────────────────────────────────────────────────────────────────
async function addEvents(links, files, manifest) {
  const lines = linesOf(files, "events.jsonl");
  const events = [];
  let previous = null, fault = lines ? null : ["events_unread"];
  for (const [n, line] of (lines ?? []).entries()) {
    const told = parsed(line) ?? {};
    const said = faultOf(told, line, n, manifest?.stream, previous);
    if (said) fault ??= [said, { n }];
    const hash = await leafHash(new TextEncoder().encode(line));
    previous = hex(hash);
    events.push({ told, hash });
  }
  if (manifest && events.length !== manifest.count) fault ??= ["events_counted", { n: events.length, m: manifest.count }];
  links.add("events", fault ? "bad" : "ok", ...(fault ?? ["events_chained", { n: events.length }]));
  return events;
}

function faultOf(told, line, n, stream, previous) {
  const names = Object.keys(told).sort();
  if (names.join("") !== "acenpstv" || told.v !== 1) return "event_formless";
  const canonical = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(told[name])}`).join(",")}}`;
  if (canonical !== line) return "event_formless";
  if (told.s !== stream || told.n !== n) return "event_displaced";
  return told.p === previous ? null : "event_unchained";
}

// ── what the events tell ────────────────────────────────────────────────────────────────────────
async function addPayloads(links, files, events, kinds) {
  const payloads = new Map(), erased = new Set();
  let fault = null;
  const lines = linesOf(files, "payload.jsonl");
  if (!lines) fault = ["payload_unread"];
  for (const line of lines ?? []) {
    const told = parsed(line) ?? {};
    const n = told.n;
    if (!events[n] || payloads.has(n) || erased.has(n)) fault ??= ["payload_of_none", { n: String(n) }];
    else if (told.erased === true && Object.keys(told).length === 2) erased.add(n);
    else {
      const data = await committed(told, events[n].told.c);
      if (!data) fault ??= ["payload_changed", { n }];
      payloads.set(n, data ?? {});
    }
  }
  const leftOut = [];
  fault ??= faultOfErasure(events, payloads, erased) ?? (await faultOfAttachments(files, events, payloads, kinds, leftOut));
  links.add("payload", fault ? "bad" : "ok", ...(fault ?? [erased.size ? "payload_erased" : "payload_same", { n: erased.size }]));
  if (leftOut.length) links.add("attachments", "open", "attachments_closed", { names: listed(leftOut) });
}

async function committed(told, commitment) {
  if (typeof told.salt !== "string" || typeof told.data !== "string" || Object.keys(told).length !== 3) return null;
  try {
    return hex(await sha256("skp-payload-v1\0", unbase64(told.salt), told.data)) === commitment ? parsed(told.data) : null;
  } catch {
    return null;
  }
}

function faultOfErasure(events, payloads, erased) {
  const ordered = [...payloads].filter(([n]) => events[n].told.e === "payload.erased").map(([, told]) => told.of);
  for (const n of events.keys()) {
    if (payloads.has(n)) continue;
    if (!erased.has(n)) return ["payload_missing", { n }];
    if (!ordered.includes(n) || events[n].told.e === "payload.erased") return ["payload_unordered", { n }];
  }
  return null;
}

/** Each file that was recorded is there under its own name, unless an order took it or it is said to be closed; and no other. */
async function faultOfAttachments(files, events, payloads, { enclosed, closable }, leftOut) {
  const told = [...payloads].flatMap(([n, payload]) => versionsIn(payload, "rows").map(([table, key, , digest]) => ({ n, table, key, digest })));
  const rows = told.filter(({ table }) => Object.hasOwn(enclosed, table)).map((row) => ({ ...row, name: `attachments/${enclosed[row.table]}-${row.key}.row` }));
  const erased = [...payloads].filter(([n]) => events[n].told.e === "payload.erased").flatMap(([, payload]) => versionsIn(payload, "blanked"));
  const closed = versionsIn(parsed(textOf(files, "closed.json")) ?? {}, "rows");
  const names = new Map(rows.map(({ name, digest }) => [name, digest]));
  const recorded = new Set(said(payloads, "sha256"));
  for (const { n, table, key, name, digest } of rows) {
    if (!files.has(name)) {
      if (isAmong(erased, table, key)) continue;
      if (!isAmong(closed, table, key) || !closable.includes(enclosed[table])) return ["attachment_missing", { n, name }];
      leftOut.push(name);
    } else if (files.get(name) && hex(await sha256(files.get(name))) === digest) {
      const file = parsed(new TextDecoder().decode(files.get(name).subarray(ROW)))?.sha256;
      if (typeof file !== "string") continue;
      recorded.add(file);
      if (![...files.keys()].some((one) => one.startsWith(`attachments/${file}`))) return ["attachment_missing", { n, name: `attachments/${file}` }];
    }
  }
  const documents = said(payloads, "pdf");
  for (const [name, content] of files) {
    if (isOwn(name, files, events.length) || !content) continue;
    const digest = hex(await sha256(content));
    const file = name.match(/^attachments\/([0-9a-f]{64})(\.[a-z]+)?$/)?.[1];
    const isKnown = names.get(name) === digest || (file === digest && recorded.has(digest)) || (name === "evaluation.pdf" && documents.includes(digest));
    if (!isKnown) return ["attachment_unnamed", { name }];
  }
  return null;
}

const versionsIn = (told, name) => (Array.isArray(told[name]) ? told[name].filter(Array.isArray) : []);
const isAmong = (versions, table, key) => versions.some((version) => version[0] === table && version[1] === key);

/** What payloads say under this word, by themselves or as a fact. */
const said = (payloads, word) => [...payloads.values()].flatMap((told) => [told[word], told.facts?.[word]]).filter((one) => typeof one === "string");

function isOwn(name, files, count) {
  if (name === "heads.tlog-proof") return files.has("heads.json");
  const proof = name.match(/^proofs\/(0|[1-9]\d*)\.tlog-proof$/);
  return OWN.includes(name) || (proof !== null && Number(proof[1]) < count);
}

// ── that they are in the log ────────────────────────────────────────────────────────────────────
async function addProofs(links, files, events, checkpoint, told) {
  if (!checkpoint) return links.add("proofs", "open", "not_checked");
  for (const [n, event] of events.entries()) {
    told(n, events.length);
    if (!(await isProven(textOf(files, `proofs/${n}.tlog-proof`), event.hash, checkpoint))) {
      return links.add("proofs", "bad", "proof_astray", { n });
    }
  }
  links.add("proofs", "ok", "proofs_lead", { n: events.length, size: checkpoint.size }, hex(checkpoint.root));
}

async function isProven(text, hash, checkpoint) {
  try {
    const proof = readProof(text ?? "");
    return proof.note === checkpoint.note && (await isIncluded(hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root));
  } catch {
    return false;
  }
}

// ── reading members ─────────────────────────────────────────────────────────────────────────────
function checkpointOf(files) {
  try {
    return readCheckpoint(textOf(files, "checkpoint") ?? "");
  } catch {
    return null;
  }
}

function textOf(files, name) {
  try {
    return files.get(name) ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(files.get(name)) : null;
  } catch {
    return null;
  }
}

function linesOf(files, name) {
  const text = textOf(files, name);
  if (text === null || (text && !text.endsWith("\n"))) return null;
  return text.split("\n").slice(0, -1);
}

function parsed(text) {
  try {
    const document = JSON.parse(text);
    return document && typeof document === "object" && !Array.isArray(document) ? document : null;
  } catch {
    return null;
  }
}

const listed = (names) => names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? " …" : "");
