// Asks the browser for an address at its push service, and gives it to us; the list of devices takes it away without this.
const place = document.querySelector("[data-push]");
const [on, off] = ["on", "off"].map((name) => place?.querySelector(`[data-push-${name}]`));
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
const say = (words) => (place.querySelector("[data-push-state]").textContent = words);

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function tell(address, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
    body: new URLSearchParams({ endpoint, ...keys }),
  });
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") return say(place.dataset.denied);
  const worker = await navigator.serviceWorker.register(place.dataset.push);
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) };
  try {
    const answer = await tell(place.dataset.add, await worker.pushManager.subscribe(options));
    if (answer.ok) return location.reload();
  } catch {
    // said below
  }
  say(place.dataset.failed);
}

async function unsubscribe(subscription) {
  await tell(place.dataset.remove, subscription);
  await subscription.unsubscribe();
  location.reload();
}

if (place && "serviceWorker" in navigator && "PushManager" in window) {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const subscription = await worker?.pushManager.getSubscription();
  on.hidden = Boolean(subscription);
  off.hidden = !subscription;
  on.addEventListener("click", subscribe);
  off.addEventListener("click", () => unsubscribe(subscription));
} else if (place) {
  say(place.dataset.unable);
}
