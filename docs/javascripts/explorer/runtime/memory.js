/**
 * Keeps the memory of a Python that has started and was asked nothing, for the next visit.
 * The one rule: it is kept for these files of the runtime alone, and losing it costs time only.
 * @import { Memory } from "./worker.js"
 */
const ABOUT = "x-memory"; // the header of the digest and the libraries

/** Where a browser keeps nothing, this fails, and so does all that follows. */
const open = async () => caches.open("python-1");

/**
 * Where the memory of a Python made of these files is kept.
 * @param {string} base of the runtime's files @param {{digest: string}[]} entries
 */
export function place(base, entries) {
  return `${base}memory?v=${entries.map(({ digest }) => digest).join("")}`;
}

/** @param {string} address @returns {Promise<Memory | null>} */
export async function recall(address) {
  try {
    const found = /** @type {Response} */ (await (await open()).match(address));
    const content = await found.arrayBuffer();
    const [sum, libraries] = JSON.parse(found.headers.get(ABOUT) ?? "");
    return sum === (await digest(content)) ? { bytes: new Uint8Array(content), libraries } : null;
  } catch {
    return null;
  }
}

/**
 * Keep a memory, in the place of those of other files; where there is no room, the next start
 * takes as long as this one. The bytes are copied at once.
 * @param {string} address @param {Memory} memory
 */
export async function keep(address, { bytes, libraries }) {
  const content = bytes.slice().buffer;
  await forget(address);
  const headers = { [ABOUT]: JSON.stringify([await digest(content), libraries]) };
  await (await open()).put(address, new Response(content, { headers }));
}

/** Forget what is kept there, whatever its files. @param {string} address */
export async function forget(address) {
  await (await open()).delete(address, { ignoreSearch: true });
}

/** @param {ArrayBuffer} content */
async function digest(content) {
  return String(new Uint8Array(await crypto.subtle.digest("SHA-256", content)));
}
