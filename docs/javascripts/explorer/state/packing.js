/**
 * A text in the fragment of an address: deflated, then in letters that every address may hold.
 * The one rule: nothing is unpacked beyond what the page may hold, and nothing is copied that
 * is not base64url.
 */

const PREFIX = "1."; // of the packing, not of what is packed
const MOST_LINK = 400_000; // characters

/** A link that cannot be opened or made; its message is for the reader. */
export class LinkError extends Error {}

/**
 * `1.…`. Throws a LinkError if the text is longer than a link may unpack to.
 * @param {string} text @param {{most: number, tooLong: string}} limit in bytes, and what to say
 */
export async function deflate(text, { most, tooLong }) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > most) throw new LinkError(tooLong);
  const packed = await through(bytes, new CompressionStream("deflate-raw"), Infinity, "");
  return `${PREFIX}${toBase64(packed)}`;
}

/**
 * The text in `1.…`. Throws a LinkError, or what the browser throws at damaged bytes.
 * @param {string} packed @param {{most: number, damaged: string}} limit in bytes, and what to say
 */
export async function inflate(packed, { most, damaged }) {
  if (packed.length > MOST_LINK) throw new LinkError(`${damaged} It is too long.`);
  if (/^\d+\./.test(packed) && !packed.startsWith(PREFIX)) {
    throw new LinkError(`${damaged} It is packed in a way that this version does not know.`);
  }
  if (!packed.startsWith(PREFIX)) throw new LinkError(damaged);
  if (typeof DecompressionStream === "undefined") {
    throw new LinkError("This browser is too old to open this link: update it.");
  }
  const raw = fromBase64(packed.slice(PREFIX.length), damaged);
  const bytes = await through(raw, new DecompressionStream("deflate-raw"), most, damaged);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * Bytes sent through a stream, up to `most` of them.
 * @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream
 * @param {number} most @param {string} damaged what to say of more
 */
async function through(bytes, stream, most, damaged) {
  const writer = stream.writable.getWriter();
  // A damaged stream also fails where it is read; there it is caught.
  const written = writer.write(/** @type {BufferSource} */ (bytes)).then(() => writer.close());
  written.catch(() => {});
  const reader = stream.readable.getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new LinkError(`${damaged} It holds more than settings can.`);
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text @param {string} damaged */
function fromBase64(text, damaged) {
  if (!/^[\w-]*$/.test(text)) throw new LinkError(damaged);
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
