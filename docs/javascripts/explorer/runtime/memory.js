/**
 * Keeps the memory of a Python that has started and was asked nothing, for the next visit.
 * The one rule: it is kept for these files of the runtime alone, and losing it costs time only.
 * @import { Memory } from "./worker.js"
 */
const CACHE = "python-1";
// The headers that name the libraries, and what the bytes must be.
const LIBRARIES = "x-libraries";
const DIGEST = "x-digest";

/**
 * Where the memory of a Python made of these files is kept.
 * @param {string} base of the runtime's files @param {{digest: string}[]} entries
 */
export function place(base, entries) {
  return new URL(`memory?v=${entries.map(({ digest }) => digest).join("")}`, base).href;
}

/** @param {string} address @returns {Promise<Memory | null>} */
export async function recall(address) {
  try {
    const found = await (await caches.open(CACHE)).match(address);
    if (!found) return null;
    const bytes = await found.arrayBuffer();
    if ((await digest(bytes)) !== found.headers.get(DIGEST)) return null;
    const libraries = JSON.parse(found.headers.get(LIBRARIES) ?? "");
    return { bytes: new Uint8Array(bytes), libraries };
  } catch {
    return null; // the browser keeps nothing here, or not this any more
  }
}

/**
 * Keep a memory, in the place of those of other files. The bytes are copied at once.
 * @param {string} address @param {Memory} memory
 */
export async function keep(address, { bytes, libraries }) {
  const copy = bytes.slice().buffer;
  try {
    const headers = { [LIBRARIES]: JSON.stringify(libraries), [DIGEST]: await digest(copy) };
    await forget(address);
    await (await caches.open(CACHE)).put(address, new Response(copy, { headers }));
  } catch {
    // No room: the next start takes as long as this one.
  }
}

/** @param {ArrayBuffer} bytes */
async function digest(bytes) {
  return String(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Forget what is kept there, whatever its files. @param {string} address */
export async function forget(address) {
  try {
    await (await caches.open(CACHE)).delete(address, { ignoreSearch: true });
  } catch {
    // The browser keeps nothing here.
  }
}
