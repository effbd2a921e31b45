// The members of a ZIP in memory: stored or deflated, no ZIP64. Nothing leaves the page.
const END = 0x06054b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50;
const STORED = 0, DEFLATED = 8;
const LARGEST = 200 * 2 ** 20; // bytes of one member that are unpacked

export class NoZip extends Error {}

/** {name: bytes}; null where a member is damaged, or there twice. Throws NoZip for what cannot be read as one. */
export async function members(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map();
  for (const entry of entries(view, bytes)) {
    found.set(entry.name, found.has(entry.name) ? null : await content(view, bytes, entry));
  }
  return found;
}

function* entries(view, bytes) {
  const end = endOf(view);
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw new NoZip("no directory");
    const length = view.getUint16(at + 28, true);
    yield {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
    };
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

/** Where the directory's end stands: behind it at most a comment of 65,535 bytes. */
function endOf(view) {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 65535); at--) if (view.getUint32(at, true) === END) return at;
  throw new NoZip("no end");
}

async function content(view, bytes, { flags, method, packed, size, offset }) {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return null;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const part = bytes.subarray(start, start + packed);
  if (flags & 1 || size > LARGEST || part.length < packed) return null;
  if (method === STORED) return packed === size ? part : null;
  return method === DEFLATED ? inflated(part, size) : null;
}

async function inflated(part, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  try {
    const reader = new Blob([part]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      if (at + step.value.length > size) {
        await reader.cancel();
        return null;
      }
      whole.set(step.value, at);
      at += step.value.length;
    }
  } catch (error) {
    if (error instanceof ReferenceError) throw error; // a browser without DecompressionStream
    return null;
  }
  return at === size ? whole : null;
}
