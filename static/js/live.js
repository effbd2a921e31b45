// Live hints: the socket says only that something changed; what it is the page asks for, as its reader may see it.
// While there is no socket it asks once a minute.
const toasts = document.querySelector("[data-live]");
const shownCase = document.querySelector("[data-live-subject]");
const POLL = 60_000;
const TOAST = 8_000; // shown so long, unless somebody is at it
const LONGEST = 60_000; // between two tries to connect
let newest = Number(toasts?.dataset.newest); // what the reader was told of
let socket = null;
let tries = 0;
let isOver = false;
let toastTimer = 0;

const made = newest; // what the page already shows
const isOpen = () => socket?.readyState === WebSocket.OPEN;

function connect() {
  if (isOver || isOpen()) return;
  const address = new URL(toasts.dataset.live, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  if (shownCase) address.searchParams.set("subject", shownCase.dataset.liveSubject);
  socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    if (tries) look(); // what was missed meanwhile
    tries = 0;
    tell("live", true);
    if (shownCase?.dataset.presence) showPresence();
  });
  socket.addEventListener("message", ({ data }) => (hear[data] ?? (() => tell("hint", data)))());
  socket.addEventListener("close", () => {
    tell("live", false);
    tries += 1;
    if (shownCase) shownCase.replaceChildren();
    look();
    setTimeout(connect, Math.min(LONGEST, 1000 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random()));
  });
}

const hear = {
  notices: soon(look),
  presence: soon(() => shownCase?.dataset.presence && showPresence()),
  case: () => {
    const changed = document.querySelector("[data-changed]");
    if (changed) changed.hidden = false;
  },
};

// Other modules of the page hear whether there is a socket, and hints of their own.
function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

// Several hints at once are one question.
function soon(question) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(question, 150);
  };
}

async function look() {
  const found = await ask(`${toasts.dataset.news}?after=${made}&told=${newest}`);
  if (!found) return;
  newest = Number(found.querySelector("[data-newest]").dataset.newest);
  for (const part of found.querySelectorAll("[data-live-part]")) {
    if (part.dataset.livePart === "toast") showToast(part);
    else for (const place of document.querySelectorAll(`[data-live-part=${part.dataset.livePart}]`)) put(place, part);
  }
  for (const line of document.querySelectorAll("[data-updates]")) line.hidden = !line.textContent.trim();
}

async function showPresence() {
  const found = await ask(shownCase.dataset.presence);
  if (found) put(shownCase, found.body);
}

function put(place, part) {
  if (place.innerHTML.trim() === part.innerHTML.trim()) return;
  const isAt = place.contains(document.activeElement);
  place.replaceChildren(...document.importNode(part, true).childNodes);
  if (isAt) place.querySelector("a")?.focus();
}

function showToast(part) {
  if (!part.textContent.trim() || document.hidden) return;
  put(toasts, part);
  fade();
}

function fade() {
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toasts.matches(":hover, :focus-within") ? fade() : toasts.replaceChildren()), TOAST);
}

async function ask(address) {
  if (isOver) return null;
  const answer = await fetch(address, { headers: { "X-Part": "yes" }, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") return end();
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Whoever signed in again in another tab goes on; everybody else is led to the gate.
function end() {
  isOver = true;
  socket?.close();
  toasts.replaceChildren(document.querySelector("[data-signed-out]").content.cloneNode(true));
  return null;
}

if (toasts) {
  connect();
  setInterval(() => document.hidden || isOpen() || look(), POLL);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pagehide", () => socket?.close());
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}
