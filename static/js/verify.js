// A file is read, hashed and where it is a dossier checked here; of any other file only its SHA-256 is asked about.
import { checkDossier, isDossier } from "./proof/dossier.js";
import { fill, moment } from "./proof/links.js";
import { Log } from "./proof/log.js";
import { readKey, readWitnesses } from "./proof/note.js";
import { checkText, readText } from "./proof/texts.js";
import { hex, sha256 } from "./proof/tree.js";
import { members } from "./proof/zip.js";

const LARGEST = 512 * 2 ** 20; // bytes: all of a file stands in memory, for WebCrypto digests no stream
const form = document.querySelector("[data-verify]");
const place = document.querySelector("[data-place]");
const busy = document.querySelector("[data-busy]");
const words = JSON.parse(document.getElementById("words").textContent);
const closings = JSON.parse(document.getElementById("closings").textContent);
const pasted = document.getElementById("witnesses");
let current = 0; // the newest file wins
let last; // the file that was given last, to be checked again with a witness's key

if (crypto.subtle) {
  const drop = document.querySelector("[data-drop]");
  const input = document.getElementById("file");
  drop.hidden = false;
  document.querySelector("[data-without]").hidden = true;
  document.querySelector("[data-witnesses]").hidden = false;
  document.querySelector("[data-again]").addEventListener("click", () => (last ? check(last) : input.click()));
  input.addEventListener("change", () => input.files[0] && check(input.files[0]));
  // Anywhere on the page: beside the frame the browser would open the file instead.
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
  });
}

// A paper's code leads here with its fingerprint behind the #, which no server sees; nor does the history keep it.
function prefill() {
  const match = location.hash.match(/^#([0-9a-f]{64})$/);
  if (!match) return;
  form.elements.fingerprint.value = match[1];
  history.replaceState(null, "", location.pathname + location.search);
  form.querySelector("button.primary").focus();
}
prefill();
addEventListener("hashchange", prefill);

// Without scripts the address leads to the answer; here the focus does, and an error keeps it.
form.action = form.action.split("#")[0];
place.querySelector("h2")?.focus();
offerPrint();

document.addEventListener("click", (event) => event.target.closest("[data-print-answer]") && print());

async function check(file) {
  last = file;
  const witnesses = await witnessesGiven();
  if (!witnesses) return;
  const mine = ++current;
  const say = (text, done) => mine === current && show(text, done);
  place.replaceChildren();
  try {
    if (file.size > LARGEST) return refuse(words.too_large);
    const bytes = await read(file, (done) => say(words.reading, done));
    const answer = await answerTo(bytes, witnesses, say);
    if (mine === current) put(answer, file.name);
  } catch (error) {
    console.error(error);
    if (mine === current) refuse(words.failed);
  } finally {
    if (mine === current) busy.hidden = true;
    document.getElementById("file").value = "";
  }
}

async function answerTo(bytes, witnesses, say) {
  const facts = { words, witnesses, closings, keys: await keys(), log: new Log(form.dataset.log), told: (n, all) => say(words.checking, n / all) };
  say(words.hashing);
  const digest = hex(await sha256(bytes));
  const files = await unpacked(bytes);
  if (files && isDossier(files)) return told(await checkDossier(files, facts), "dossier", digest);
  const text = readText(bytes);
  if (text) return told(await checkText(text, facts), text.proof ? "proof" : "checkpoint", digest);
  return ask(digest);
}

async function unpacked(bytes) {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null; // PK
  try {
    return await members(bytes);
  } catch {
    return null; // no ZIP that can be read here: it is looked up as it is
  }
}

/** The keys of witnesses that the reader pasted; null, and said beside them, where one cannot be read. */
async function witnessesGiven() {
  const said = document.getElementById("witnesses_error");
  try {
    const keys = await readWitnesses(pasted.value);
    said.hidden = true;
    pasted.removeAttribute("aria-invalid");
    pasted.setAttribute("aria-describedby", "witnesses_helptext");
    return keys;
  } catch (error) {
    said.querySelector("[data-said]").textContent = words[error.message === "note" ? "witness_key_of_log" : "witness_key_unread"];
    said.hidden = false;
    pasted.setAttribute("aria-invalid", "true");
    pasted.setAttribute("aria-describedby", "witnesses_helptext witnesses_error"); // hidden, its words would be read, too
    document.querySelector("[data-witnesses]").open = true;
    pasted.focus();
    return null;
  }
}

async function keys() {
  return Promise.all(Object.keys(form.dataset).filter((name) => name.startsWith("key")).map((name) => readKey(form.dataset[name])));
}

async function read(file, tell) {
  const whole = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  for (let at = 0, step = await reader.read(); !step.done; step = await reader.read()) {
    whole.set(step.value, at);
    tell((at += step.value.length) / file.size);
  }
  return whole;
}

/** The server's answer to a fingerprint, which goes as a form, never in an address. */
async function ask(fingerprint) {
  const body = new URLSearchParams({ fingerprint });
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "yes" }, credentials: "same-origin" });
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  return part.content;
}

/** An answer made here, in the page's own words. */
function told({ links, origin, stream, count, last, size }, kind, digest) {
  const known = origin === undefined || origin === form.dataset.origin;
  const verdict = known ? links.verdict : "none";
  const answer = document.querySelector(`[data-blank=${verdict === "partly" ? "ok" : verdict}]`).content.cloneNode(true);
  const facts = { origin, count: count ?? 0, size: size ?? 0, broken: links.broken.join(", "), last: moment(last) };
  answer.querySelector("h2").textContent = words[`${kind}_${verdict}`] ?? words[`any_${verdict}`];
  answer.querySelector("[data-text]").textContent = fill(words[`${kind}_${verdict}_text`] ?? words[`any_${verdict}_text`], facts);
  answer.querySelector("ol").append(...links.all.map(linked));
  answer.querySelector("[data-when]").textContent = moment(new Date());
  if (typeof stream === "string") addFact(answer.querySelector("dl"), words.stream, stream.replace(/^appraisal:/, "PN-"));
  addFact(answer.querySelector("dl"), words.digest, digest);
  return answer;
}

function linked({ title, state, text, code }) {
  const item = document.querySelector(`[data-blank-link=${state}]`).content.cloneNode(true);
  item.querySelector("[data-link-title]").textContent = title;
  item.querySelector("[data-link-text]").textContent = text;
  if (code) item.querySelector("li").append(Object.assign(document.createElement("code"), { textContent: code }));
  return item;
}

function addFact(list, name, value) {
  list.hidden = false;
  list.append(Object.assign(document.createElement("dt"), { textContent: name }));
  list.append(document.createElement("dd"));
  list.lastChild.append(Object.assign(document.createElement("code"), { textContent: value }));
}

function put(answer, name) {
  place.replaceChildren(answer);
  const slot = place.querySelector("[data-file]");
  if (slot) Object.assign(slot, { textContent: slot.dataset.file ? `${name}:` : name, hidden: false });
  offerPrint();
  place.querySelector(".errsum, h2[tabindex]")?.focus();
}

function offerPrint() {
  for (const button of place.querySelectorAll("[data-print-answer]")) button.hidden = false;
}

function refuse(text) {
  const said = Object.assign(document.createElement("p"), { className: "notice danger", textContent: text });
  said.setAttribute("role", "alert");
  place.replaceChildren(said);
}

function show(text, done) {
  busy.hidden = false;
  if (busy.firstElementChild.textContent !== text) busy.firstElementChild.textContent = text;
  const bar = busy.querySelector("progress");
  if (done === undefined) bar.removeAttribute("value");
  else bar.value = done;
}
