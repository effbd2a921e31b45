// Keys for people who clear a long list: j k / ?. Off while typing, and whenever the person wants (WCAG 2.1.4).
const OFF = "shortcuts-off";
const help = document.getElementById("shortcuts");
const rowsNow = () => [...document.querySelectorAll(".task h3 a, .feed .what a")]; // some pages get more
const search = document.querySelector("[data-search]");

const isOff = () => document.body.dataset.shortcuts === "off" || localStorage.getItem(OFF) === "yes";
const isTyping = (place) => place.closest("input:not([type=checkbox], [type=radio]), select, textarea, dialog, [contenteditable]");

function move(by) {
  const rows = rowsNow();
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[to].focus();
  return true;
}

// A link of the page that has a key of its own.
function follow(key) {
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => search?.offsetParent && (search.focus(), true),
  "?": () => help && (help.showModal(), true),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (isOff() && event.key !== "?") return;
  if (keys[event.key] ? keys[event.key]() : follow(event.key)) return event.preventDefault();
  document.dispatchEvent(new CustomEvent("shortcut", { detail: event })); // for the modules of single pages
});

if (help) {
  const choice = help.querySelector("[data-shortcuts-choice]");
  choice.checked = !isOff();
  choice.addEventListener("change", () => (choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
  for (const opener of document.querySelectorAll("[data-shortcuts-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
}
