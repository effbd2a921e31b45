// The log as it is published (C2SP tlog-tiles): everybody may read it, and what is read of it names nobody.
import { readCheckpoint } from "./note.js";
import { HASH, WIDTH, consistency, isContinued } from "./tree.js";

export class Log {
  constructor(address) {
    this.address = address;
    this.tiles = new Map();
  }

  async newest() {
    return readCheckpoint(new TextDecoder().decode(await this.read("checkpoint", { cache: "no-cache" })));
  }

  /** Whether the log as it is now begins with the one of an earlier checkpoint. */
  async continues(old, now) {
    const proof = old.size && old.size < now.size ? await consistency(old.size, now.size, (l, n) => this.tile(l, n, now.size)) : [];
    return isContinued(old, now, proof);
  }

  async tile(level, n, size) {
    const width = Math.min(WIDTH, Math.floor(size / WIDTH ** level) - n * WIDTH);
    const hashes = await this.read(`tile/${level}/${named(n, width)}`);
    if (hashes.length !== width * HASH) throw new Error("a tile of another length");
    return hashes;
  }

  /** The exact bytes of one leaf. */
  async leaf(index, size) {
    const n = Math.floor(index / WIDTH);
    const bundle = await this.read(`tile/entries/${named(n, Math.min(WIDTH, size - n * WIDTH))}`);
    let at = 0;
    for (let left = index % WIDTH; left > 0; left--) at += 2 + lengthAt(bundle, at);
    return bundle.subarray(at + 2, at + 2 + lengthAt(bundle, at));
  }

  async read(path, options) {
    if (!this.tiles.has(path)) this.tiles.set(path, await fetched(this.address + path, options));
    return this.tiles.get(path);
  }
}

async function fetched(address, options = {}) {
  const answer = await fetch(address, { credentials: "omit", ...options });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

const lengthAt = (bundle, at) => bundle[at] * 256 + bundle[at + 1];

/** `x001/234`, or `x001/234.p/17` for a tile that is not full. */
function named(n, width) {
  const text = String(n);
  const groups = text.padStart(Math.ceil(text.length / 3) * 3, "0").match(/.{3}/g);
  const path = [...groups.slice(0, -1).map((group) => `x${group}`), groups.at(-1)].join("/");
  return width < WIDTH ? `${path}.p/${width}` : path;
}
