// Looks further back in the log, part after part, once it was asked to: until enough is found, at the beginning, or
// stopped. The server renders each part; its rows are put under their days. What was found is found again by its
// addresses after the reader was elsewhere and came back.
const ENOUGH = 50; // found at one press
const SAID_EVERY = 15_000; // to whoever listens, while it goes on
const panel = document.querySelector("[data-further]");
const feed = document.querySelector("[data-feed]");
const heading = document.querySelector("[data-found]");
const next = document.querySelector("a[rel=next]");
const bar = panel.querySelector("progress");
const said = panel.querySelector("[data-said]");
const trouble = panel.querySelector("[data-trouble]");
const told = panel.querySelector("[data-told]");
const button = panel.querySelector("button");
const words = JSON.parse(document.getElementById("further-words").textContent);
const page = JSON.parse(document.getElementById("further").textContent);
const number = new Intl.NumberFormat(document.documentElement.lang);
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

const now = { ...page }; // where it stands: `count` and `found` are of all parts
const parts = []; // addresses of those that had something
let asking = null; // what stops the part that is being asked for
let lastSaid = 0;

button.addEventListener("click", () => (asking ? stop() : look()));

async function look() {
  history.replaceState(history.state, "", page.pinned);
  const before = now.found;
  const mine = begin();
  tell(words.begun);
  while (now.older && now.found - before < ENOUGH) {
    const address = now.older;
    const part = await ask(address, mine.signal);
    if (asking !== mine) return;
    if (part.trouble) return end(words.retry, words[part.trouble], true);
    take(part, address);
    keep();
    show();
  }
  if (now.older) end(words.more, fill(words.enough, { more: now.found - before }));
  else end("", words.ended);
}

function stop() {
  asking.abort();
  end(words.more, words.stopped);
}

// What the server says of one part, or why it says nothing.
async function ask(address, signal) {
  let answer;
  try {
    answer = await fetch(address, { headers: { "X-Part": "yes" }, redirect: "manual", signal });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { trouble: "signed_out" };
    if (answer.status === 429 || answer.status >= 500) return { trouble: "busy" };
    if (!answer.ok) return { trouble: "refused" };
    const document = new DOMParser().parseFromString(await answer.text(), "text/html");
    const state = JSON.parse(document.getElementById("further").textContent);
    return state.searched === page.searched ? { state, document } : { trouble: state.searched };
  } catch {
    return { trouble: answer ? "busy" : "offline" };
  }
}

function take({ state, document: part }, address) {
  if (state.found) {
    parts.push(address);
    if (!now.found) feed.replaceChildren();
    for (const day of part.querySelectorAll("[data-day]")) put(day, day.nextElementSibling);
  } else if (!now.found) {
    feed.replaceChildren(...[part.querySelector(".empty")].filter(Boolean));
  }
  const { count, found } = now;
  const percent = Math.max(now.percent, state.percent);
  Object.assign(now, state, { percent, count: count + state.count, found: found + state.found });
}

function put(day, list) {
  const last = [...feed.querySelectorAll("[data-day]")].at(-1);
  if (last?.dataset.day === day.dataset.day) last.nextElementSibling.append(...list.children);
  else feed.append(day, list);
}

function begin() {
  asking = new AbortController();
  lastSaid = Date.now();
  bar.hidden = false;
  trouble.hidden = true;
  heading.hidden = true; // what it says of the first part is said of all here
  feed.setAttribute("aria-busy", "true");
  name(words.stop);
  show();
  return asking;
}

function end(label, sentence, isTrouble = false) {
  const hadFocus = button === document.activeElement;
  asking = null;
  feed.removeAttribute("aria-busy");
  trouble.hidden = !isTrouble;
  trouble.querySelector("span").textContent = isTrouble ? sentence : "";
  name(label);
  show(isTrouble ? "" : sentence);
  tell(isTrouble ? sentence : said.textContent);
  if (!label && hadFocus) said.focus();
}

function name(label) {
  button.textContent = label;
  button.hidden = !label;
}

function show(sentence = "") {
  const numbers = fill(words.numbers, { looked: now.count, found: now.found });
  const reached = now.older ? fill(words.reached, { share: percent.format(now.percent / 100), reach: now.reach }) : "";
  bar.value = now.percent;
  said.textContent = [sentence, reached, numbers].filter(Boolean).join(" ");
  if (next) {
    next.hidden = !now.older;
    if (now.older) next.href = now.older;
  }
  if (asking && Date.now() - lastSaid > SAID_EVERY) tell(said.textContent);
}

function tell(sentence) {
  lastSaid = Date.now();
  told.textContent = sentence;
}

function fill(sentence, values) {
  const inWords = (value) => (typeof value === "number" ? number.format(value) : value);
  return sentence.replace(/\{(\w+)\}/g, (_all, key) => inWords(values[key]));
}

function keep() {
  history.replaceState({ further: { start: page.older, parts, where: now } }, "");
}

// Only the parts that had something are asked for again; where the page begins elsewhere now, they do not follow it.
async function findAgain(kept) {
  const mine = begin();
  for (const address of kept.parts) {
    const part = await ask(address, mine.signal);
    if (asking !== mine) return;
    if (part.trouble) return end(words.retry, words[part.trouble], true);
    take(part, address);
  }
  Object.assign(now, kept.where);
  if (now.older) end(words.more, words.stopped);
  else end("", words.ended);
}

panel.hidden = false;
if (history.state?.further?.start === page.older) findAgain(history.state.further);
