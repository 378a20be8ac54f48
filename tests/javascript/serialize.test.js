import assert from "node:assert/strict";
import { test } from "node:test";

import { deserialize } from "../../docs/javascripts/explorer/runtime/deserialize.js";
import { serialize } from "../../docs/javascripts/explorer/runtime/serialize.js";

test("arrays and tables go as places in one block, and come back as they went", () => {
  const question = {
    rows: {
      X: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
      y: Float64Array.of(7, 8),
      names: ["a", "b", "c"],
    },
    learning_rate: 0.1,
    code: null,
  };
  const { argument, block } = serialize(question);
  assert.equal(block.byteLength, 8 * 8);
  assert.deepEqual(deserialize({ text: argument, block }), question);
});

test("a question without arrays is its JSON, and has no block", () => {
  const question = { x: [1, [2, 3]], text: "a", deep: { none: null, flag: true } };
  assert.deepEqual(serialize(question), { argument: JSON.stringify(question) });
  assert.deepEqual(serialize([3]), { argument: "[3]" });
});
