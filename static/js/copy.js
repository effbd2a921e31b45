// Copies a number or a field's text; without this module both are still there to select.
for (const button of document.querySelectorAll("[data-copy-text], [data-copy-from]")) {
  const field = document.getElementById(button.dataset.copyFrom);
  button.hidden = !navigator.clipboard;
  field?.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field ? field.value : button.dataset.copyText);
    button.querySelector("span").textContent = button.dataset.done;
  });
}
