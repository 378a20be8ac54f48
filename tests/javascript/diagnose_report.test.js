/**
 * What is made of a report: shapes, diffs, the answer for a forum, the way to the explorer.
 * The one rule: whatever comes from Python, something is drawn, and no text is markup.
 */
import assert from "node:assert/strict";
import test from "node:test";

import {
  asComputed,
  factor,
  questionOfSettings,
  settingsOf,
} from "../../docs/javascripts/diagnose/explorer_link.js";
import { added, changes, fenced } from "../../docs/javascripts/diagnose/fence.js";
import { fromNotebook } from "../../docs/javascripts/diagnose/files.js";
import { forumAnswer } from "../../docs/javascripts/diagnose/forum_answer.js";
import { glance, rateSaid } from "../../docs/javascripts/diagnose/outline.js";
import { cleaned } from "../../docs/javascripts/diagnose/question.js";
import { list, shaped } from "../../docs/javascripts/diagnose/report.js";
import * as states from "../../docs/javascripts/diagnose/state.js";
import { shown, slowest } from "../../docs/javascripts/diagnose/views/steps.js";
import { complete } from "../../docs/javascripts/explorer/state/settings.js";

const LINK = "https://example.org/diagnose/#d=1.abc";
const REPORT = shaped({
  headline: "Your learning rate 0.1 is 2 times the limit 0.05.",
  findings: [
    {
      source: "code",
      kind: "zero_grad_missing",
      says: "`zero_grad` is missing.",
      fix: "Call it.",
      line: 4,
    },
    { source: "data", kind: "x", says: "a_b <b>bold</b> *c*", fix: "", line: null, link: "a/b#c" },
  ],
  numbers: [{ name: "condition number", text: "2e+06", value: 2e6 }],
  fixes: [
    {
      name: "standardize",
      says: "Standardize x.",
      lines: { numpy: "x = (x - x.mean()) / x.std()" },
    },
  ],
});

test("a report of anything else is empty, and drawn as such", () => {
  for (const given of [null, 7, "x", [], { findings: 3, steps: { a: 1 }, paths: "p", code: 4 }]) {
    const report = shaped(given);
    assert.equal(report.headline, "");
    assert.deepEqual([report.findings, report.steps, report.fixes], [[], [], []]);
  }
});

test("a finding's link leads into the site alone", () => {
  const links = ["topics/intercept/#steps", "https://evil.example/", "javascript:alert(1)", "//x"];
  const { findings } = shaped({ findings: links.map((link) => ({ link })) });
  assert.deepEqual(
    findings.map(({ link }) => link),
    ["topics/intercept/#steps", "", "", ""],
  );
});

test("arrays of the wire are lists", () => {
  assert.deepEqual(list(Float64Array.of(1, 2)), [1, 2]);
  const table = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) };
  assert.deepEqual(list(table), [
    [1, 2],
    [3, 4],
  ]);
  const { paths } = shaped({ paths: { before: { k: [0, 1], loss: [1] }, after: null } });
  assert.deepEqual(paths, { before: null, after: null });
});

test("an answer for a forum has verdict, numbers, fix and link, and no markup of others", () => {
  const answer = forumAnswer(REPORT, LINK);
  assert.match(answer, /^\*\*Your learning rate 0\.1 is 2 times/);
  assert.match(answer, /- Line 4: `zero_grad` is missing\. Call it\./);
  assert.match(answer, /a\\_b \\<b\\>bold\\<\/b\\> \\\*c\\\*/);
  assert.match(answer, /- condition number: 2e\+06/);
  assert.match(answer, /```python\nx = \(x - x\.mean\(\)\) \/ x\.std\(\)\n```/);
  assert.ok(answer.includes(LINK));
});

test("a fence is longer than the backticks within", () => {
  assert.equal(fenced("a ``` b", "python"), "````python\na ``` b\n````");
});

test("a diff is lines with signs, without its heads", () => {
  const diff = "--- before\n+++ after\n@@ -1,2 +1,2 @@\n same\n-old = 1\n+new = 2\n\\ No newline\n";
  assert.deepEqual(changes(diff), [
    { sign: "@", text: "@@ -1,2 +1,2 @@" },
    { sign: " ", text: "same" },
    { sign: "-", text: "old = 1" },
    { sign: "+", text: "new = 2" },
  ]);
});

test("of many parameters the slowest stands, and never is slower than any", () => {
  assert.deepEqual(slowest([3, 9, 4]), [9]);
  assert.deepEqual(slowest([3, null]), [null]);
  const steps = [
    { label: "a", to_1: [1, 2, 3, 4], to_001: [5, 6, 7, 8], measured_1: [1, 2, 3, 5] },
  ];
  const { names, rows } = shown(shaped({ parameters: ["a", "b", "c", "d"], steps }));
  assert.deepEqual(names, ["slowest of 4 parameters"]);
  assert.deepEqual([rows[0].to_1, rows[0].measured_1], [[4], [5]]);
});

test("the explorer takes the same steps: the rate is that of the mean of squares", () => {
  assert.deepEqual(
    ["mean", "half mean", "sum", "half sum", null].map((loss) => factor(loss, 10)),
    [1, 0.5, 10, 5, 1],
  );
  const question = cleaned({
    rows: { X: [[1], [2]], y: [3, 4], names: ["x"] },
    learning_rate: 0.01,
    loss: "sum",
    method: { name: "momentum", beta: 0.8 },
    steps: 70,
  });
  const settings = complete(settingsOf(question) ?? {});
  assert.deepEqual(settings.data, { name: "own", x: [1, 2], y: [3, 4] });
  assert.deepEqual(settings.optimizer, { name: "Momentum", learning_rate: 0.02, beta: 0.8 });
  assert.equal(settings.epochs, 70);
  assert.equal(settingsOf(cleaned({ moments: { n: 7, mean: 8, std: 2 } })), null);
});

test("the explorer gets the rows that a program computes with, not those of its text", () => {
  const rows = { X: [[850], [900], [1200]], y: [1, 2, 4], names: ["area"] };
  const question = cleaned({ rows, in_code: true, code: "w -= 1" });
  const scaled = { X: [[-1], [-0.5], [1.5]], y: [1, 2, 4] };
  const read = { X: [[850.0000000001], [900], [1200]], y: [1, 2, 4] };
  assert.deepEqual(asComputed(question, [null, scaled]).rows, { ...rows, X: scaled.X });
  assert.equal(asComputed(question, [read, scaled]), question);
  assert.equal(asComputed(question, [undefined, null]), question);
  assert.equal(asComputed(question, [{ ...read, intercept: false }]).rows, null);
  const pasted = cleaned({ rows, code: "w -= 1" });
  assert.equal(asComputed(pasted, [scaled]), pasted);
});

test("a run of the explorer is a question", () => {
  const settings = complete({
    data: {
      name: "own",
      features: [
        ["a", [1, 2, 3]],
        ["b", [4, 6, 5]],
      ],
      y: [1, 2, 3],
    },
    optimizer: { name: "Adam", learning_rate: 0.1 },
    epochs: 9,
  });
  const question = questionOfSettings(settings);
  assert.deepEqual(question?.rows?.X, [
    [1, 4],
    [2, 6],
    [3, 5],
  ]);
  assert.deepEqual([question?.method, question?.steps], [{ name: "Adam" }, 9]);
  assert.equal(questionOfSettings(complete({})), null);
});

test("a glance at code tells framework, method and rate", () => {
  const code = "import torch\no = torch.optim.SGD(m.parameters(), lr=1e-3, momentum=0.9)";
  assert.deepEqual(glance(code), { framework: "PyTorch", method: "momentum", rate: 1e-3 });
  assert.deepEqual(glance("import numpy as np\nalpha = .05\n"), {
    framework: "NumPy",
    method: "",
    rate: 0.05,
  });
  assert.equal(rateSaid("with a learning rate of 0.0001 it"), 1e-4);
  assert.equal(rateSaid("the learning rate is too high"), null);
});

test("a rate in words counts where no code tells one", () => {
  const state = states.withText(states.BLANK, "learning rate 0.02\n\nx y\n1 2\n2 4\n3 7");
  assert.equal(states.asked(state).learning_rate, 0.02);
  const known = states.withKnown(state, { learning_rate: 0.5 });
  assert.equal(states.asked(known).learning_rate, 0.5);
});

test("a part that is removed is gone from the box", () => {
  const state = states.withText(
    states.BLANK,
    "Hello there.\n\n```\nepoch 0 loss 3\nepoch 1 loss 4\n```",
  );
  const part = states.partsIn(state).find(({ kind }) => kind === "log");
  assert.ok(part);
  assert.equal(states.without(state.text, part), "Hello there.");
  assert.equal(states.without("something else", part), null);
});

test("a file that is too long for the box stays beside it", () => {
  const table = Array.from({ length: 50 }, (_, i) => `${i},${2 * i + 1}`).join("\n");
  const state = states.withFile(states.BLANK, table, "data.csv");
  assert.equal(states.asked(state).rows?.y.length, 50);
  assert.equal(
    states.asked(states.withText(state, "epoch 0 loss 3\nepoch 1 loss 4")).log.length,
    29,
  );
});

test("a notebook is its code and what it printed", () => {
  const cells = [
    { cell_type: "markdown", source: "# Title" },
    {
      cell_type: "code",
      source: ["import numpy\n", "x = 1"],
      outputs: [{ output_type: "stream", name: "stdout", text: ["loss 3\n"] }],
    },
  ];
  assert.equal(fromNotebook(JSON.stringify({ cells })), "```\nimport numpy\nx = 1\n```\nloss 3");
  assert.throws(() => fromNotebook("{}"));
});

test("of a diff the lines to paste are copied, without signs", () => {
  const diff = "--- yours\n+++ repaired\n@@ -1,2 +1,2 @@\n a\n-lr = 1\n+lr = 0.1\n";
  assert.equal(added(diff), "lr = 0.1\n");
  const cut = "@@ -1,2 +1,1 @@\n a\n-b\n";
  assert.equal(added(cut), cut);
});
