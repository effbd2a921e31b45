// What a keyboard meets on a page: the stops that there should be, and what is wrong with each that was reached.
// Tests put it into a page, press Tab and ask; it measures after every press, so that nothing waits for an answer.
window.stops = (() => {
  const ROLES = ["button", "link", "checkbox", "radio", "tab", "menuitem", "switch", "option", "combobox", "slider"];
  const CONTROLS = [
    "a[href]", "area[href]", "button", "input:not([type=hidden])", "select", "textarea", "details > summary:first-of-type",
    "iframe", "[contenteditable]", ...ROLES.map((role) => `[role=${role}]`),
  ].join();
  const IN_PARTS = ["date", "time", "month", "week", "datetime-local"]; // several stops in one control, ringed by the browser
  let reached, faults, first, last, isOver, isBack, ringed, pressed, unfolding, hands;

  // ── which there are ────────────────────────────────────────────────────────────────────────────
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]");
  const isHushed = (node) => node.closest("[aria-hidden=true]");
  const group = (node) =>
    node.type === "radio" && node.name
      ? [...document.getElementsByName(node.name)].find((one) => one.type === "radio" && one.form === node.form)
      : node; // radios are one stop
  const isStop = (node) => !node.matches(":disabled") && isShown(node) && (!isHushed(node) || node.tabIndex >= 0);
  const all = () => [...new Set([...document.querySelectorAll(`${CONTROLS}, [tabindex="0"]`)].filter(isStop).map(group))];
  const scrolls = (node) => node.scrollHeight > node.clientHeight || node.scrollWidth > node.clientWidth;
  const name = (node) => node.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const say = (node, fault) => faults.push(`${name(node)} ${fault}`);

  function start({ back = false } = {}) {
    [reached, faults, first, last, isOver, isBack] = [new Set(), [], null, null, false, back];
    stand(back);
    ringed = new Set([...document.querySelectorAll("*")].filter((node) => ring(node)));
    const due = all();
    return due.length + 3 * due.filter((node) => IN_PARTS.includes(node.type)).length;
  }

  // Before the first stop or behind the last, wherever the page itself has put the focus.
  function stand(back) {
    const edge = Object.assign(document.createElement("i"), { tabIndex: -1 });
    document.body[back ? "append" : "prepend"](edge);
    edge.focus();
    edge.remove();
  }

  function faultsOfPage() {
    faults = [];
    for (const node of document.querySelectorAll("[tabindex]")) if (node.tabIndex > 0) say(node, "jumps the queue");
    for (const node of document.querySelectorAll("body *")) {
      const looks = getComputedStyle(node).cursor === "pointer" && getComputedStyle(node.parentElement).cursor !== "pointer";
      const within = `${CONTROLS}, label`;
      if (looks && isShown(node) && !node.closest(within) && !node.querySelector(within)) say(node, "looks as if it could be pressed");
    }
    return faults;
  }

  // ── what is wrong with one ─────────────────────────────────────────────────────────────────────
  const drawn = (node) => node.closest("label") ?? node.labels?.[0] ?? node; // by its label, some are

  function boxes(node) {
    const large = (part) =>
      part.checkVisibility({ opacityProperty: true }) ? [...part.getClientRects()].filter((box) => box.width > 2 && box.height > 2) : [];
    return large(node).length ? large(node) : large(drawn(node));
  }

  function hidden(node) {
    const seen = boxes(node);
    if (!seen.length) return "is drawn nowhere";
    const [whole] = seen;
    const isLow = whole.height <= innerHeight && (whole.top < -2 || whole.bottom > innerHeight + 2);
    const isWide = whole.width <= innerWidth && (whole.left < -2 || whole.right > innerWidth + 2);
    if (isLow || isWide) return "is partly outside the window";
    for (const box of seen) {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (right - left < 2 || bottom - top < 2) return "is outside the window";
      for (const [x, y] of [[.5, .1], [.5, .5], [.5, .9], [.1, .5], [.9, .5]]) {
        const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        const isOwn = hit && (drawn(node).contains(hit) || node.contains(hit) || hit.contains(node) || sitsIn(node, hit));
        if (!isOwn) return `is under ${hit && name(hit)}`;
      }
    }
    return "";
  }

  const sitsIn = (field, hit) => field.matches("input") && hit.closest("button")?.parentElement === field.parentElement;

  // The outline of a part: at least 2 px of it.
  function ring(part) {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? style : null;
  }

  function ringFault(node) {
    if (IN_PARTS.includes(node.type)) return "";
    for (let part = node, n = 0; part && part !== document.body && n < 6; part = part.parentElement, n += 1) {
      const style = ring(part);
      if (style && !ringed.has(part)) return ringOf(part, style);
    }
    return "has the focus and does not show it";
  }

  function ringOf(part, style) {
    const offset = parseFloat(style.outlineOffset);
    const behind = background(offset < 0 ? part : part.parentElement);
    const shade = contrast(style.outlineStyle === "auto" ? [16, 16, 16] : rgb(style.outlineColor), behind);
    if (shade < 3) return `has a ring of contrast ${shade.toFixed(1)} on ${behind}`;
    const sides = sidesSeen(part, Math.max(0, offset + 2));
    return sides < 3 ? `has a ring of which ${sides} sides are seen` : "";
  }

  // How many of the four sides of a ring, to 2 px of it, no box that scrolls or clips cuts off.
  function sidesSeen(part, out) {
    const box = part.getBoundingClientRect();
    let [top, right, bottom, left] = [box.top - out, box.right + out, box.bottom + out, box.left - out];
    const cut = { top: 0, right: innerWidth, bottom: innerHeight, left: 0 };
    for (let up = part.parentElement; up && up !== document.documentElement; up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible" || up === document.body) continue;
      const edge = up.getBoundingClientRect();
      cut.top = Math.max(cut.top, edge.top);
      cut.left = Math.max(cut.left, edge.left);
      cut.right = Math.min(cut.right, edge.right);
      cut.bottom = Math.min(cut.bottom, edge.bottom);
    }
    if (box.height > innerHeight) [top, bottom] = [cut.top, cut.bottom]; // higher than the window: its long sides count
    return [top >= cut.top - .6, left >= cut.left - .6, right <= cut.right + .6, bottom <= cut.bottom + .6].filter(Boolean).length;
  }

  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  function rgb(color) {
    if (!known.has(color)) {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = color;
      pixel.fillRect(0, 0, 1, 1);
      known.set(color, [...pixel.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(color);
  }

  function background(part) {
    for (; part; part = part.parentElement) {
      const [r, g, b, alpha] = rgb(getComputedStyle(part).backgroundColor);
      if (alpha > 127) return [r, g, b];
    }
    return [255, 255, 255];
  }

  function contrast(one, other) {
    const light = (color) =>
      color.slice(0, 3).map((n) => n / 255).map((n) => (n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4))
        .reduce((sum, n, at) => sum + n * [.2126, .7152, .0722][at], 0);
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  }

  // ── one after the other ────────────────────────────────────────────────────────────────────────
  // What lies over the page: a bar that stays, a menu.
  const layer = (node) => {
    for (let part = node; part; part = part.parentElement) if (isMenuOf(part) || ["sticky", "fixed"].includes(getComputedStyle(part).position)) return part;
    return null;
  };
  const isMenuOf = (part) => part.parentElement?.matches("details") && ["absolute", "fixed"].includes(getComputedStyle(part).position);

  // As one reads: on in the document, never back up except into the next column.
  function order(before, now) {
    const follows = before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (Boolean(follows) === isBack) say(now, `comes out of order after ${name(before)}`);
    const [from, to] = isBack ? [now, before] : [before, now];
    if (layer(from) !== layer(to) || IN_PARTS.includes(from.type)) return;
    const [one, other] = [place(from), place(to)];
    if (other.bottom <= one.top && other.left < one.right - 2) say(to, `stands above ${name(from)}`);
    const isRow = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > Math.min(one.height, other.height) / 2;
    if (isRow && other.right <= one.left) say(to, `stands left of ${name(from)}`);
  }

  const place = (node) => (node.getBoundingClientRect().height > 2 ? node : drawn(node)).getBoundingClientRect();

  function meet() { const t = performance.now(); meet(); spent += performance.now() - t; }
  function meet() {
    if (isOver) return;
    const node = document.activeElement;
    isOver = node === document.body || (node === first && last !== first); // out of it, or round
    if (isOver || (node === last && IN_PARTS.includes(node.type))) return;
    first ??= node;
    const stop = group(node);
    if (reached.has(node) || (stop === group(last ?? node) && reached.has(stop))) say(node, "is reached again");
    if (!isStop(node) || !(node.matches(CONTROLS) || node.tabIndex === 0 || scrolls(node))) say(node, "has the focus and is nothing to use");
    reached.add(node).add(stop); // a browser stops anew at a group that nothing is chosen in, when something stood between
    if (isHushed(node)) say(node, "has the focus and is hidden from readers");
    const fault = hidden(node) || ringFault(node);
    if (fault) say(node, fault);
    if (last) order(last, node);
    last = node;
  }

  function end() {
    hands?.abort();
    if (!isOver) faults.push("no way out of the page");
    for (const node of all()) if (!reached.has(node)) say(node, "is never reached");
    return faults;
  }

  addEventListener("keyup", (event) => event.key === "Tab" && meet()); // after what the page does

  // ── what a key does ────────────────────────────────────────────────────────────────────────────
  const kind = () => {
    const node = document.activeElement;
    if (isOver) return "over";
    if (node.readOnly || node.matches("select") || IN_PARTS.includes(node.type)) return "";
    if (node.matches("summary")) return (unfolding = node) && "open";
    if (node.matches("a, button, [type=file], [type=submit], [type=button], [role=button]")) return "press";
    if (node.matches("[type=checkbox], [type=radio]:not(:checked)")) return "tick";
    if (node.type === "radio") return "";
    return node.matches("input, textarea") ? "type" : "";
  };

  // Until it lets go nothing that is pressed or typed has an effect; it is only noted. Details do open, boxes are ticked.
  function hold() {
    hands = new AbortController();
    const note = (event) => {
      pressed = event.target;
      if (event.type === "click" && event.target.closest("summary, [type=radio], [type=checkbox]")) return;
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    for (const type of ["click", "beforeinput", "input", "change", "submit"]) addEventListener(type, note, { capture: true, signal: hands.signal });
    const isFree = () => kind() !== "type" || say(document.activeElement, "starts a shortcut");
    document.addEventListener("shortcut", isFree, { signal: hands.signal });
  }

  function answered(node = last) {
    if (pressed !== node && !node.contains(pressed)) say(node, "does not answer to its key");
    if (document.activeElement !== node) say(node, "loses the focus to a key");
    pressed = null;
  }

  const isMenu = (details) => [...details.children].some(isMenuOf);
  const details = () => unfolding.parentElement;

  return { start, faultsOfPage, end, kind, hold, answered, details, isMenu, expect: (is, fault) => is || say(unfolding, fault) };
})();
