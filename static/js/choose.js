// Choosing rows of a list: how many are ticked, all at once, and x with the keyboard (Shift for a range).
const list = document.querySelector("[data-choose]");
const boxes = list ? [...list.querySelectorAll("input[name=id]")] : [];
const all = list?.querySelector("[data-choose-all]");
let last = 0;

function show() {
  const chosen = boxes.filter((box) => box.checked);
  const n = chosen.length;
  list.querySelector("[data-chosen]").textContent = n;
  const box = all.querySelector("input");
  box.checked = n === boxes.length;
  box.indeterminate = n > 0 && n < boxes.length;
  list.classList.toggle("choosing", n > 0);
  document.dispatchEvent(new CustomEvent("chosen", { detail: chosen })); // for the bar
}

function toggle(at, isRange) {
  const to = !boxes[at].checked;
  const [from, until] = isRange ? [Math.min(last, at), Math.max(last, at)] : [at, at];
  for (const box of boxes.slice(from, until + 1)) box.checked = isRange ? true : to;
  last = at;
  show();
}

if (boxes.length) {
  all.hidden = false;
  list.classList.add("can-choose");
  all.querySelector("input").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    show();
  });
  list.addEventListener("change", (event) => event.target.name === "id" && ((last = boxes.indexOf(event.target)), show()));
  document.addEventListener("shortcut", ({ detail }) => {
    const at = boxes.indexOf(document.activeElement.closest(".task")?.querySelector("input[name=id]"));
    if (at >= 0 && detail.key.toLowerCase() === "x") toggle(at, detail.shiftKey);
  });
  show();
}
