// Sends files as they are chosen, one after another, each with its own line; without this the form of the page does it.
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const MEBIBYTE = 2 ** 20;
const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

for (const place of document.querySelectorAll("[data-upload]")) {
  const input = place.querySelector("input[type=file]");
  place.dataset.live = "";
  place.querySelector("[data-without-script]").hidden = true;
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = ""; // sent here, not once more with the form
    for (const file of files) await send(place, input, file);
  });
}

async function send(place, input, file) {
  const line = lineOf(place, file);
  place.before(line);
  if (file.size > Number(place.dataset.most) * MEBIBYTE) return fail(line, place.dataset.large);
  const request = new XMLHttpRequest();
  const began = Date.now();
  request.upload.addEventListener("progress", (event) => event.lengthComputable && show(place, line, event, began));
  line.querySelector("button").addEventListener("click", () => request.abort());
  const answer = await new Promise((done) => {
    for (const name of ["load", "error", "abort", "timeout"]) request.addEventListener(name, () => done(name));
    request.open("POST", place.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.send(bodyOf(input, file));
  });
  if (answer === "abort") return line.remove();
  settle(place, line, answer === "load" ? request : null);
}

function bodyOf(input, file) {
  const body = new FormData();
  const about = input.name.replace(/^file\.?/, "");
  body.append("csrfmiddlewaretoken", token);
  body.append("in_step", "1");
  if (about) body.append("about", about);
  body.append("file", file, file.name);
  return body;
}

function settle(place, line, request) {
  let told = {};
  try {
    told = JSON.parse(request?.responseText ?? "");
  } catch {
    // not ours: a proxy's page, or the session has ended
  }
  if (request?.status !== 201) return fail(line, told.detail ?? place.dataset.failed);
  line.insertAdjacentHTML("afterend", told.html);
  line.remove();
  const count = place.closest(".files")?.querySelector(".opt");
  if (count) count.textContent = `(${place.closest("ul").querySelectorAll("li:not(.pick, .gone, .failed)").length})`;
}

function lineOf(place, file) {
  const line = document.createElement("li");
  line.className = "busy";
  const icon = place.querySelector("svg").cloneNode(true);
  icon.setAttribute("class", "i");
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", `${place.dataset.busy} ${file.name}`);
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "btn sm quiet" });
  cancel.textContent = place.dataset.cancel;
  cancel.setAttribute("aria-label", `${place.dataset.cancel}: ${file.name}`);
  const acts = span("fs");
  acts.append(cancel);
  line.append(icon, span("fn", file.name), bar, span("fm", place.dataset.busy), acts);
  return line;
}

function show(place, line, { loaded, total }, began) {
  const part = loaded / total;
  const left = Math.ceil(((Date.now() - began) / 1000) * (1 / Math.max(part, 0.01) - 1));
  line.querySelector("progress").value = part * 100;
  const told = `${Math.round(part * 100)} % ${place.dataset.of} ${numbers.format(total / MEBIBYTE)} MB`;
  line.querySelector(".fm").textContent = left > 1 ? `${told}, ${place.dataset.left.replace("#", left)}` : told;
}

function fail(line, words) {
  line.className = "fail failed";
  line.querySelector("progress")?.remove();
  line.querySelector(".fs").remove();
  line.querySelector(".fm").textContent = words;
  line.querySelector(".fm").setAttribute("role", "alert");
}

function span(name, text = "") {
  return Object.assign(document.createElement("span"), { className: name, textContent: text });
}
