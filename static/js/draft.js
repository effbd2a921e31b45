// Keeps a long form on the server while it is typed; what could not be sent stays in this tab until it can.
const form = document.querySelector("form[data-draft]");
const place = form?.querySelector("[data-save]");
const PAUSE = 2000; // after the last key
const KEPT = form && `draft:${form.dataset.draft}`; // could not be saved
const SENT = form && `sent:${form.dataset.draft}`; // on its way; app.js forgets it on the page that follows
let timer = 0;
let isDirty = false;

const CARRIED = ["csrfmiddlewaretoken", "version", "opened", "page", "began"]; // of this page, not of what is typed

const typed = () => [...new FormData(form)].filter(([name, value]) => !CARRIED.includes(name) && typeof value === "string");
// A tab has a few megabytes; what is larger is still on the page.
function remember(key) {
  try {
    sessionStorage.setItem(key, JSON.stringify(typed()));
  } catch {
    sessionStorage.removeItem(key);
  }
}

const say = (words) => (place.querySelector("span").textContent = words);

async function save({ leaving = false, again = true } = {}) {
  clearTimeout(timer);
  if (!isDirty) return;
  isDirty = false;
  say(place.dataset.busy);
  const answer = await send(leaving);
  if (answer?.ok) {
    const { text, began } = await answer.json();
    form.elements.began.value = JSON.stringify(began);
    sessionStorage.removeItem(KEPT);
    return say(`${place.dataset.saved} ${text}`);
  }
  isDirty = true;
  if (answer?.status === 403 && again && (await renewToken())) return save({ again: false });
  remember(KEPT);
  if (answer?.status === 409) return say((await answer.json()).detail);
  const isSignedOut = answer && (answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
  say(isSignedOut ? place.dataset.signedOut : place.dataset.failed);
}

async function send(leaving) {
  try {
    return await fetch(form.dataset.draft, {
      method: "POST",
      body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: leaving,
    });
  } catch {
    return null; // no network
  }
}

// After signing in again, in whatever tab, the page's token is an old one.
async function renewToken() {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  return Boolean(fresh);
}

function offerKept() {
  const notice = document.querySelector("[data-kept]");
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || sessionStorage.getItem(SENT) || "null");
  sessionStorage.removeItem(SENT);
  if (!notice || !kept || JSON.stringify(kept) === JSON.stringify(typed())) return;
  notice.hidden = false;
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    putBack(kept);
    notice.hidden = true;
    isDirty = true;
    save();
  });
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    sessionStorage.removeItem(KEPT);
    notice.hidden = true;
  });
}

function putBack(kept) {
  const values = new Map(kept);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "checkbox") field.checked = values.has(field.name);
    else if (field.type === "radio") field.checked = values.get(field.name) === field.value;
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

if (place) {
  form.addEventListener("input", () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isDirty = false;
    sessionStorage.removeItem(KEPT);
    remember(SENT); // the session may have ended: then nothing arrives
  });
  document.addEventListener("visibilitychange", () => save({ leaving: document.hidden }));
  offerKept();
}
