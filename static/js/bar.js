// The bar over a list of which rows were chosen: an act that does not fit every one of them says why and waits.
const bar = document.querySelector(".bulkbar");
const reasons = bar ? [...bar.querySelectorAll("[data-reason]")] : [];
const buttons = bar ? [...bar.querySelectorAll("[data-act]")] : [];

function show(boxes) {
  const counts = {};
  for (const box of boxes) for (const code of (box.dataset.cannot || "").split(" ")) counts[code] = (counts[code] || 0) + 1;
  for (const reason of reasons) reason.hidden = true;
  for (const button of buttons) keep(button, most(button.dataset.act, counts), counts);
  bar.querySelector("[data-reasons]").hidden = reasons.every((reason) => reason.hidden);
}

// One reason for each act, that of most rows: a list of all would hide the rows.
function most(act, counts) {
  const found = reasons.filter(({ dataset }) => dataset.reason.startsWith(`${act}-`) && counts[dataset.reason]);
  return found.sort((one, other) => counts[other.dataset.reason] - counts[one.dataset.reason])[0];
}

// It stays where Tab finds it, so that whoever comes to it hears the reason.
function keep(button, reason, counts) {
  button.setAttribute("aria-disabled", String(Boolean(reason)));
  if (!reason) return button.removeAttribute("aria-describedby");
  button.setAttribute("aria-describedby", reason.id);
  reason.querySelector("[data-count]").textContent = counts[reason.dataset.reason];
  reason.hidden = false;
}

document.addEventListener("chosen", ({ detail }) => bar && show(detail));
bar?.addEventListener("click", (event) => {
  if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
});
