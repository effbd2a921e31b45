// The bar over a list of which rows were chosen: an act that does not fit every one of them says why and waits.
const bar = document.querySelector(".bulkbar");
const reasons = bar ? [...bar.querySelectorAll("[data-reason]")] : [];
const buttons = bar ? [...bar.querySelectorAll("[data-act]")] : [];

function show(boxes) {
  const counts = {};
  for (const box of boxes) for (const code of (box.dataset.cannot || "").split(" ")) counts[code] = (counts[code] || 0) + 1;
  for (const reason of reasons) {
    const n = counts[reason.dataset.reason] || 0;
    reason.hidden = !n;
    reason.querySelector("[data-count]").textContent = n;
  }
  for (const button of buttons) keep(button, reasons.filter((reason) => !reason.hidden && reason.dataset.reason.startsWith(`${button.dataset.act}-`)));
  bar.querySelector("[data-reasons]").hidden = reasons.every((reason) => reason.hidden);
}

// It stays where Tab finds it, so that whoever comes to it hears the reason.
function keep(button, why) {
  button.setAttribute("aria-disabled", String(why.length > 0));
  if (why.length) button.setAttribute("aria-describedby", why.map((reason) => reason.id).join(" "));
  else button.removeAttribute("aria-describedby");
}

document.addEventListener("chosen", ({ detail }) => bar && show(detail));
bar?.addEventListener("click", (event) => {
  if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
});
