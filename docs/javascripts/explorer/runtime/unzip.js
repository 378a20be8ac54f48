/**
 * Reads a zip whose files are stored as they are, which is how the build packs them.
 * The one rule: nothing is copied; each file is a view of the zip.
 */
const LOCAL_HEADER = 0x04034b50; // "PK", 3, 4
const HEADER_SIZE = 30;

/**
 * The files of a zip, in its order.
 * @param {ArrayBuffer} zip
 * @returns {Generator<[name: string, content: Uint8Array]>}
 */
export function* contents(zip) {
  const view = new DataView(zip);
  const text = new TextDecoder();
  let at = 0;
  while (at + HEADER_SIZE <= zip.byteLength && view.getUint32(at, true) === LOCAL_HEADER) {
    const size = view.getUint32(at + 18, true);
    const nameSize = view.getUint16(at + 26, true);
    const start = at + HEADER_SIZE + nameSize + view.getUint16(at + 28, true);
    const compressed = view.getUint16(at + 8, true) !== 0;
    if (compressed || start + size > zip.byteLength) throw new Error("damaged zip");
    yield [
      text.decode(new Uint8Array(zip, at + HEADER_SIZE, nameSize)),
      new Uint8Array(zip, start, size),
    ];
    at = start + size;
  }
}
