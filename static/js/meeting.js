// A meeting that moves by itself: at a hint the page asks for its own address again and puts what is new in its place.
// While there is no socket it asks every few seconds. What somebody is typing is never taken away.
const POLL = 5_000;
const place = document.querySelector("[data-meeting]");
const lost = document.querySelector("[data-lost]");
const moved = document.querySelector("[data-moved]");
const stays = document.querySelector(".meet .errsum, .notice[role=alert]:not([hidden])"); // an answer is being read
let isLive = false;
let isAsking = false;
let again = false;

document.addEventListener("hint", ({ detail }) => detail === "meeting" && refresh());
document.addEventListener("live", ({ detail }) => {
  if (detail && !isLive) refresh(); // what was missed meanwhile
  isLive = detail;
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
window.addEventListener("online", refresh);
setInterval(() => document.hidden || isLive || refresh(), POLL);

async function refresh() {
  if (isAsking) {
    again = true;
    return;
  }
  isAsking = true;
  const found = await ask();
  isAsking = false;
  if (found) show(found);
  if (again) {
    again = false;
    refresh();
  }
}

// The page as it is now; an act that was refused is not asked for again, only whether something moved.
async function ask() {
  const answer = await fetch(place.dataset.meeting, { headers: { "X-Part": "yes" }, redirect: "manual" }).catch(() => null);
  lost.hidden = Boolean(answer);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-meeting]");
}

function show(found) {
  if (found.dataset.state !== place.dataset.state) return location.replace(place.dataset.meeting);
  if (same(found)) return;
  if (stays) {
    if (found.dataset.called !== place.dataset.called) moved.hidden = false;
    return;
  }
  if (isTyping() && found.dataset.item !== place.dataset.item) {
    moved.hidden = false;
    return;
  }
  const typed = typedNow();
  const open = [...place.querySelectorAll("details[open]")].map((one) => one.querySelector("summary").textContent);
  const focused = place.contains(document.activeElement) && keyOf(document.activeElement);
  const isMoved = found.dataset.item !== place.dataset.item;
  place.dataset.item = found.dataset.item ?? "";
  place.dataset.called = found.dataset.called ?? "";
  place.replaceChildren(...document.importNode(found, true).childNodes);
  for (const one of place.querySelectorAll("details")) if (open.includes(one.querySelector("summary").textContent)) one.open = true;
  restore(typed);
  if (focused) (place.querySelector(focused) ?? place.querySelector("h1"))?.focus();
  if (isMoved) say(place.querySelector("h1")?.textContent);
}

function same(found) {
  return plain(found) === plain(place) && found.dataset.item === place.dataset.item;
}

// Without what is made anew for every page: the marks against forgery, and which details are open.
function plain(part) {
  const copy = part.cloneNode(true);
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=key]")) token.remove();
  for (const one of copy.querySelectorAll("details")) one.open = false;
  for (const form of copy.querySelectorAll("form")) form.removeAttribute("data-sent");
  return copy.innerHTML;
}

function fields() {
  return [...place.querySelectorAll("form [name]")].filter(({ type }) => type !== "hidden" && type !== "submit");
}

function isTyping() {
  return fields().some((field) => changed(field));
}

function changed(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}

function typedNow() {
  return fields()
    .filter((field) => changed(field))
    .map((field) => ({ key: keyOf(field), value: field.value, checked: field.checked }));
}

function restore(typed) {
  for (const { key, value, checked } of typed) {
    const field = place.querySelector(key);
    if (!field) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
    else field.value = value;
  }
}

function keyOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.name) return `${element.localName}[name="${element.name}"][value="${CSS.escape(element.value)}"]`;
  if (element.href) return `a[href="${element.getAttribute("href")}"]`;
  return element.localName;
}

// For who cannot see that the page has moved on.
function say(words) {
  const spoken = document.querySelector("[data-spoken]");
  if (spoken && words) spoken.textContent = words;
}
