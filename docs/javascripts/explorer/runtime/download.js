/**
 * Fetches the runtime's files, all at once, and counts their bytes as they come.
 * The one rule: a file that is not whole is not used. Its address holds its digest, so
 * that a browser keeps it for good and asks again for those alone that changed.
 */
const GZIP = [0x1f, 0x8b]; // the first two bytes of what is still compressed

/** @typedef {{file: string, digest: string, bytes: number, size: number}} Entry */
/** @typedef {(count: {loaded: number, total: number}) => void} Progress */

/**
 * Give each file named in files.json below `base`, unpacked, as soon as it is there.
 * @param {string} base @param {(name: string, content: ArrayBuffer) => void} give
 * @param {Progress} onProgress @param {AbortSignal} signal
 */
export async function download(base, give, onProgress, signal) {
  const list = await request(new URL("files.json", base), { cache: "no-cache", signal });
  const entries = Object.entries(/** @type {Record<string, Entry>} */ (await list.json()));
  const total = entries.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const loaded = entries.map(() => 0);
  onProgress({ loaded: 0, total });
  const gifts = entries.map(async ([name, entry], place) => {
    const content = await whole(base, entry, signal, (bytes) => {
      // A host may say that gzip is its own packing: then more than the file arrives.
      loaded[place] = Math.min(bytes, entry.bytes);
      onProgress({ loaded: loaded.reduce((sum, part) => sum + part), total });
    });
    give(name, content);
  });
  await Promise.all(gifts);
}

/**
 * @param {string} base @param {Entry} entry @param {AbortSignal} signal
 * @param {(bytes: number) => void} count
 */
async function whole(base, entry, signal, count) {
  const url = new URL(`${entry.file}?v=${entry.digest}`, base);
  try {
    return await one(url, entry, { cache: "force-cache", signal }, count);
  } catch (error) {
    if (signal.aborted) throw error;
    return one(url, entry, { cache: "reload", signal }, count); // the cache may be damaged
  }
}

/**
 * @param {URL} url @param {Entry} entry @param {RequestInit} init
 * @param {(bytes: number) => void} count
 */
async function one(url, { size }, init, count) {
  const { body } = await request(url, init);
  if (!body) throw new Error(`${url.pathname} came without a content`);
  const [head, parts] = await counted(body, count);
  const packed = head.length > 1 && head[0] === GZIP[0] && head[1] === GZIP[1];
  const plain = packed ? parts.pipeThrough(new DecompressionStream("gzip")) : parts;
  const content = await new Response(plain).arrayBuffer();
  if (content.byteLength !== size) throw new Error(`${url.pathname} did not arrive whole`);
  return content;
}

/**
 * The first bytes of a stream, and the stream again, its bytes counted as they pass.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body @param {(bytes: number) => void} count
 * @returns {Promise<[Uint8Array, ReadableStream<Uint8Array<ArrayBuffer>>]>}
 */
async function counted(body, count) {
  const reader = body.getReader();
  let { done, value: part } = await reader.read();
  const head = part ?? new Uint8Array();
  let bytes = 0;
  const parts = new ReadableStream({
    async pull(controller) {
      if (done || !part) return controller.close();
      count((bytes += part.byteLength));
      controller.enqueue(part);
      ({ done, value: part } = await reader.read());
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return [head, parts];
}

/** @param {URL} url @param {RequestInit} init */
async function request(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url.pathname} was answered with ${response.status}`);
  return response;
}
