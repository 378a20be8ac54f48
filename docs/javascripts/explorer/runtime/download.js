/**
 * Fetches the runtime's files, all at once, and counts their bytes as they come.
 * The one rule: a file that is not whole is not used. Its address holds its digest, so
 * that a browser keeps it for good and asks again for those alone that changed.
 */
const GZIP = [0x1f, 0x8b]; // the first two bytes of what is still compressed

/** @typedef {{file: string, digest: string, bytes: number, size: number}} Entry */
/** @typedef {(count: {loaded: number, total: number}) => void} Progress */

/**
 * What files.json below `base` says.
 * @param {string} base @param {AbortSignal} signal @returns {Promise<Record<string, Entry>>}
 */
export async function list(base, signal) {
  return (await request(new URL("files.json", base), { cache: "no-cache", signal })).json();
}

/**
 * Give each of these files below `base`, unpacked, as soon as it is there. All come at once
 * and are unpacked in their order: no large one is in the way of what is used first.
 * @param {string} base @param {Record<string, Entry>} files
 * @param {(name: string, content: ArrayBuffer) => void} give
 * @param {Progress} onProgress @param {AbortSignal} signal
 */
export async function download(base, files, give, onProgress, signal) {
  const entries = Object.entries(files);
  const total = entries.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const loaded = entries.map(() => 0);
  onProgress({ loaded: 0, total });
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const gifts = entries.map(([name, entry], place) => {
    const before = last;
    const count = (/** @type {number} */ bytes) => {
      // A host may say that gzip is its own packing: then more than the file arrives.
      loaded[place] = Math.min(bytes, entry.bytes);
      onProgress({ loaded: loaded.reduce((sum, part) => sum + part), total });
    };
    const gift = whole(base, entry, signal, count, before).then((content) => give(name, content));
    last = gift.catch(() => {}).then(pause); // the others go on; what fails is told below
    return gift;
  });
  await Promise.all(gifts);
}

/** Let others have their turn, such as the start of what was given. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * @param {string} base @param {Entry} entry @param {AbortSignal} signal
 * @param {(bytes: number) => void} count @param {Promise<unknown>} before when to unpack it
 */
async function whole(base, { file, digest, size }, signal, count, before) {
  const url = new URL(`${file}?v=${digest}`, base);
  const one = async (/** @type {RequestCache} */ cache) => {
    const packed = await counted(url, { cache, signal }, count);
    await before;
    const content = await unpacked(packed);
    if (content.byteLength !== size) throw new Error(`${url.pathname} did not arrive whole`);
    return content;
  };
  try {
    return await one("force-cache");
  } catch (error) {
    if (signal.aborted) throw error;
    return one("reload"); // the cache may be damaged
  }
}

/**
 * The bytes of an address, counted as they come.
 * @param {URL} url @param {RequestInit} init @param {(bytes: number) => void} count
 */
async function counted(url, init, count) {
  const { body } = await request(url, init);
  if (!body) throw new Error(`${url.pathname} came without a content`);
  const reader = body.getReader();
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    count((size += next.value.byteLength));
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes gzipped, or as they are: a host may have unpacked them */
async function unpacked(bytes) {
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes.buffer;
  const { body } = new Response(bytes);
  return new Response(body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @param {URL} url @param {RequestInit} init */
async function request(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url.pathname} was answered with ${response.status}`);
  return response;
}
