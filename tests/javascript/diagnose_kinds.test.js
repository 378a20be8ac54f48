/**
 * What a paste is found to be made of.
 * The one rule: each form that askers use becomes the parts that they meant.
 */
import assert from "node:assert/strict";
import test from "node:test";

import { split } from "../../docs/javascripts/diagnose/kinds.js";
import { describe, partsOf, questionOf } from "../../docs/javascripts/diagnose/parts.js";
import { UNKNOWN } from "../../docs/javascripts/diagnose/question.js";
import { FORMS, POST } from "./posted/runs.js";

/** @param {string} text */
const partsIn = (text) => partsOf(text, new Map());
/** @param {string} text */
const questionIn = (text) => questionOf(partsIn(text), UNKNOWN);

for (const [name, text, kinds] of FORMS) {
  test(`${name}: ${kinds}`, () => {
    assert.deepEqual(
      split(text).map(({ kind }) => kind),
      kinds.split(" ").filter(Boolean),
    );
  });
}

test("a forum post gives code, data, printed lines and a learning rate at once", () => {
  const { rows, log, code } = questionIn(POST);
  assert.deepEqual(rows, { X: [[80], [95], [110]], y: [162, 189, 221], names: ["x"] });
  assert.equal(log.split("\n").length, 3);
  assert.match(code, /^import torch\n/);
  assert.match(code, /optimizer\.step\(\)$/);
  assert.doesNotMatch(code, /Thanks|```/);
});

test("a program of another language gives its data, its rate and its name", () => {
  const [, text] = FORMS.find(([name]) => name === "JavaScript") ?? ["", ""];
  const [part] = partsIn(text);
  assert.match(describe(part).says, /^9 lines · not Python · data in it: 3 rows/);
  assert.equal(questionIn(text).in_code, true);
  assert.equal(questionIn(text).code, text);
});

test("rows that a print leaves out are asked for", () => {
  const [, text] = FORMS.find(([name]) => name === "a print of pandas, cut short") ?? ["", ""];
  const [part] = partsIn(text);
  assert.match(describe(part).says, /^Line 4 says that something is left out .*: paste all of it/);
  assert.equal(describe(part).wrong, true);
  assert.equal(questionIn(text).rows, null);
});

test("nothing of a paste is lost", () => {
  for (const [name, text] of FORMS) {
    if (/^data in mail/.test(name)) continue; // its marks are
    const kept = split(text)
      .map((piece) => piece.text)
      .join("\n")
      .replace(/\s/g, "");
    const given = text
      .split("\n")
      .filter((line) => !/^\s*(?:```|~~~|\[\/?code\]|<\/?(?:pre|code))/.test(line))
      .join("")
      .replace(/\s/g, "");
    assert.equal(kept, given, name);
  }
});

test("the kind that the reader calls a piece stands", () => {
  const text = "0.5 0.1\n0.7 0.2\n0.9 0.4";
  assert.equal(partsIn(text)[0].kind, "data");
  const [part] = partsOf(text, new Map([[text, "log"]]));
  assert.equal(part.kind, "log");
  assert.equal(questionOf([part], UNKNOWN).log, text);
});

test("a matrix and a right side are taken by their names, and have no intercept", () => {
  const { matrix, rows } = questionIn("A = np.array([[1, 2], [3, 4]])\nb = np.array([5, 6])");
  assert.deepEqual(matrix, {
    A: [
      [1, 2],
      [3, 4],
    ],
    b: [5, 6],
  });
  assert.equal(rows, null);
});

test("every column of numbers beside y is a feature", () => {
  const { rows } = questionIn("area,rooms,price\n950,2,12\n1050,3,13\n1200,3,14");
  assert.deepEqual(rows?.names, ["area", "rooms"]);
  assert.deepEqual(rows?.X[1], [1050, 3]);
});

test("a program's own lists beside x and y are no features", () => {
  const code =
    "x = [1, 2, 3]\ny = [2, 4, 7]\ny_hat = [0, 0.5, 0]\nfor i in range(9):\n    w -= lr * g";
  assert.deepEqual(questionIn(code).rows?.names, ["x"]);
});

const LOOP = [
  "for epoch in range(2000):",
  "    pred = m * height + c",
  "    err = pred - weight",
  "    m -= 0.1 * 2 * np.mean(err * height)",
];

for (const [name, lines] of /** @type {[string, string[]][]} */ ([
  ["in a loop", LOOP],
  ["in a loop of one line", ["for i in range(9): pred = m * height + c; m -= 0.1 * g(pred)"]],
  ["from the parameters", ["for i in range(9):", "    m -= 0.1 * g(m)", "fit = m * height + c"]],
])) {
  test(`a prediction computed ${name} is no y`, () => {
    const data = "height = np.array([1.5, 1.6, 1.9])\nweight = np.array([50., 56., 85.])";
    const { rows, in_code } = questionIn(
      `import numpy as np\n${data}\nm, c = 0.0, 0.0\n${lines.join("\n")}\nprint(m, c)`,
    );
    assert.deepEqual(rows, { X: [[1.5], [1.6], [1.9]], y: [50, 56, 85], names: ["height"] });
    assert.equal(in_code, true);
  });
}

test("a y that is computed from x is one, and so are lists that stand in a loop", () => {
  const made = "import numpy as np\nx = np.array([1., 2., 4.])\ny = 2 * x + 1\n";
  assert.deepEqual(questionIn(`${made}for i in range(9):\n    w -= 1`).rows?.y, [3, 5, 9]);
  const held = "for lr in rates:\n    x = [1, 2, 4]\n    y = [3, 5, 10]\n    w = train(x, y, lr)";
  assert.deepEqual(questionIn(`import numpy as np\n${held}`).rows?.y, [3, 5, 10]);
});

test("a table that y was taken from does not give y as a feature", () => {
  const code =
    "import numpy as np\ndata = np.array([[1, 7, 3], [2, 5, 5], [4, 6, 8]])\n" +
    "X = np.matrix(data[:, 0:2])\ny = np.matrix(data[:, 2]).T\nfor i in range(9):\n    w -= 1";
  assert.deepEqual(questionIn(code).rows?.names, ["data1", "data2"]);
});

test("rows in the text of code are known as such, and pasted rows as the reader's", () => {
  const code = "import numpy as np\nx = [1, 2, 3]\ny = [2, 4, 7]\nfor i in range(9):\n    w -= 1";
  assert.equal(questionIn(code).in_code, true);
  const both = questionIn(`\`\`\`\n${code}\n\`\`\`\n\nx y\n5 1\n6 3\n8 4`);
  assert.equal(both.in_code, false);
  assert.deepEqual(both.rows?.y, [1, 3, 4]);
});

test("a card says what was read, or why nothing was", () => {
  const [code] = partsIn("import torch\nopt = torch.optim.Adam(m.parameters(), lr=0.01)\n");
  assert.equal(describe(code).says, "2 lines · PyTorch, Adam at learning rate 0.01");
  const [log] = partsIn("epoch 0 loss 3\nepoch 1 loss 4");
  assert.equal(describe(log).says, "2 losses");
  const [data] = partsIn("1 2\n1 3\n1 4");
  assert.match(describe(data).says, /No column varies besides y/);
  assert.equal(describe(data).wrong, true);
});

test("data that can be read in two ways are asked", () => {
  const [part] = partsIn("1,250 2,500\n1,300 2,600");
  assert.equal(part.data?.rows, null);
  assert.match(part.data?.asks?.asks ?? "", /two ways/);
});

test("texts without any sense give parts, and no error", () => {
  const letters = ["\n", "a", "1", "=", "(", "[", "`", "```\n", "loss", ":", " ", "'", '"""', "|"];
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  for (let i = 0; i < 500; i += 1) {
    const text = Array.from({ length: 40 }, () => letters[Math.floor(next() * letters.length)]);
    assert.ok(Array.isArray(partsIn(text.join(""))));
  }
});
