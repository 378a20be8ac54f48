import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";

import { contents } from "../../docs/javascripts/explorer/runtime/unzip.js";

/** A stored entry, as Python's zipfile writes it. */
function entry(name, text, method = 0) {
  const [label, data] = [name, text].map((part) => new TextEncoder().encode(part));
  const head = new DataView(new ArrayBuffer(30));
  head.setUint32(0, 0x04034b50, true);
  head.setUint16(8, method, true);
  head.setUint32(14, crc32(data), true);
  head.setUint32(18, data.length, true);
  head.setUint32(22, data.length, true);
  head.setUint16(26, label.length, true);
  return [...new Uint8Array(head.buffer), ...label, ...data];
}

const END = [0x50, 0x4b, 5, 6, ...Array(18).fill(0)];
const zip = (...parts) => Uint8Array.from([...parts.flat(), ...END]).buffer;
const read = (buffer) =>
  [...contents(buffer)].map(([name, data]) => [name, new TextDecoder().decode(data)]);

test("files come in their order, with their names and contents", () => {
  const found = read(zip(entry("a.py", "x = 1"), entry("dir/é.py", ""), entry("b", "PK\x03\x04")));
  assert.deepEqual(found, [
    ["a.py", "x = 1"],
    ["dir/é.py", ""],
    ["b", "PK\x03\x04"],
  ]);
});

test("an empty zip has none", () => assert.deepEqual(read(zip()), []));

test("a file is a view of the zip", () => {
  const buffer = zip(entry("a", "abc"));
  const [[, data]] = contents(buffer);
  assert.equal(data.buffer, buffer);
});

test("what is compressed or cut off is refused", () => {
  assert.throws(() => read(zip(entry("a", "abc", 8))), /damaged/);
  assert.throws(() => read(zip(entry("a", "abc")).slice(0, 32)), /damaged/);
});
