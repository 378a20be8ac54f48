import assert from "node:assert/strict";
import { test } from "node:test";

import { deserialize } from "../../docs/javascripts/explorer/runtime/deserialize.js";

const block = Float64Array.of(1, 2, 3, 4, 5, 6, NaN).buffer;
const message = (value) => ({ text: JSON.stringify(value), block });

test("arrays are views of the block, by their shape", () => {
  const { line, table, none, bare } = deserialize(
    message({
      line: { $: [0, [3]] },
      table: { $: [1, [2, 3]] },
      none: { $: [7, [0]] },
      bare: { $: [6, []] },
    }),
  );
  assert.deepEqual([...line], [1, 2, 3]);
  assert.equal(line.buffer, block);
  assert.deepEqual(table.shape, [2, 3]);
  assert.deepEqual([...table.data], [2, 3, 4, 5, 6, NaN]);
  assert.equal(none.length, 0);
  assert.deepEqual([...bare.data], [NaN]);
});

test("what is no array comes as it is", () => {
  const value = {
    status: "CONVERGED",
    messages: ["a", "b"],
    limit: null,
    modes: { deep: [1, { x: true }] },
  };
  assert.deepEqual(deserialize(message(value)), value);
});

const forged = {
  "nothing at all": undefined,
  null: null,
  "a number": 3,
  "text that is no text": { text: 3, block },
  "text that is no JSON": { text: "{", block },
  "no block": { text: "{}" },
  "a block that is a string": { text: "{}", block: "12345678" },
  "a block of half a number": { text: "{}", block: new ArrayBuffer(4) },
  "a list": { text: "[]", block },
  "a bare null": { text: "null", block },
  "a bare array": message({ $: [0, [3]] })
    .text.replace(/^/, "[")
    .replace(/$/, "]"),
  "an array beyond the block": message({ a: { $: [5, [3]] } }),
  "an array before the block": message({ a: { $: [-1, [1]] } }),
  "a shape that overflows": message({ a: { $: [0, [2 ** 32, 2 ** 32]] } }),
  "a shape of fractions": message({ a: { $: [0, [1.5]] } }),
  "a shape of text": message({ a: { $: ["0", ["1"]] } }),
  "a shape that is none": message({ a: { $: null } }),
  "an error that is none": message({ error: 3 }),
  "an error without words": message({ error: { message: null } }),
  "a line that is none": message({ error: { message: "a", line: "1" } }),
  "a print that is no text": message({ printed: [] }),
  "too much text": { text: `{"a": "${"x".repeat(2_000_000)}"}`, block },
  "too many numbers": { text: "{}", block: new ArrayBuffer(64_000_008) },
};

for (const [name, value] of Object.entries(forged)) {
  test(`${name} is refused`, () => {
    assert.throws(() => deserialize(value), Error);
  });
}

test("a refusal is words and a line, or null where there is none", () => {
  for (const error of [null, { message: "a" }, { message: "a", line: null }])
    assert.deepEqual(deserialize(message({ error, printed: "" })).error, error);
  assert.equal(deserialize(message({ error: { message: "a", line: 3 } })).error.line, 3);
});

test("no key of a message reaches a prototype", () => {
  const text =
    '{"__proto__": {"bad": 1}, "constructor": 2, ' +
    '"a": {"__proto__": {"bad": 1}, "prototype": 3, "b": 4}}';
  const value = deserialize({ text, block });
  assert.deepEqual(Object.keys(value), ["a"]);
  assert.deepEqual(Object.keys(value.a), ["b"]);
  assert.equal(value.bad, undefined);
  assert.equal(value.a.bad, undefined);
  assert.equal({}.bad, undefined);
  const copy = Object.assign({}, value.a);
  assert.equal(copy.bad, undefined);
});
