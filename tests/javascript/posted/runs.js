/**
 * Runs as people post them: code, prints and words, in one text.
 * The one rule: beside each text stand the kinds of its parts.
 */

const CODE = `import torch
x = torch.tensor([[80.0], [95.0], [110.0]])
y = torch.tensor([[162.0], [189.0], [221.0]])
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)

for epoch in range(100):
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()`;
const NUMPY = `import numpy as np
X = np.array([[1, 2], [3, 4], [5, 6]])
y = np.array([1, 2, 3])

theta = np.zeros(2)
alpha = 0.1
for i in range(1000):
    grad = X.T @ (X @ theta - y)
    theta = theta - alpha * grad
    print(theta)`;
const JAVASCRIPT = `const x = [80, 95, 110];
const y = [162, 189, 221];
let w = 0;
// The sum over all the points of the data, and one step after it.
for (let i = 0; i < 1000; i++) {
  const grad = x.reduce((sum, one, j) => sum + (w * one - y[j]) * one, 0);
  w -= 0.0001 * grad;
}
console.log("loss", w);`;
const OCTAVE = `x = [1 2 3 4 5]';
y = [3; 5; 7; 9; 11];
% gradient descent
for iter = 1:1500
  h = w * x + b;
  w = w - alpha * 2 * mean((h - y) .* x);
end
fprintf('%f\\n', w);`;
const R = "x <- c(1, 2, 3)\nw <- 0\nfor (i in 1:99) {\n  w <- w - 0.01 * mean(w * x)\n}\nprint(w)";
const LOG = "epoch 0, loss 12.3\nepoch 1, loss 14.1\nepoch 2, loss 19.2";
const CUT = `       x       y
0      1.0     2.1
1      2.0     4.2
..     ...     ...
998  999.0  1996.1
999  999.5  1998.0

[1000 rows x 2 columns]`;
const TABLE = "x y\n1 2\n2 4\n3 7";

/** @param {string} text @param {(line: string, i: number) => string} dress */
const dressed = (text, dress) => text.split("\n").map(dress).join("\n");

export const POST = `Hi, my line does not fit. I use a learning rate of 0.0001:

\`\`\`python
${CODE}
\`\`\`

Output:

\`\`\`
${LOG}
\`\`\`

What is wrong? Thanks!
`;

/** @type {[string, string, string][]} */
export const FORMS = [
  ["code alone", CODE, "code"],
  ["code after a sentence", `I have this, it prints nan.\n\n${NUMPY}`, "words code"],
  ["code in a fence", `\`\`\`python\n${NUMPY}\n\`\`\``, "code"],
  ["code in a fence that is never closed", `Look:\n\`\`\`\n${NUMPY}`, "words code"],
  ["code in tags", `<pre><code>\n${NUMPY}\n</code></pre>`, "code"],
  ["code in brackets of a forum", `[code]\n${NUMPY}\n[/code]`, "code"],
  ["code at a prompt", ">>> x = [1, 2, 3]\n>>> for i in x:\n...     print(i)", "code"],
  ["code at a prompt with answers", ">>> x = 3\n>>> x\n3\n>>> for i in [x]:\n...     pass", "code"],
  ["code in mail", dressed(NUMPY, (line) => `> ${line}`), "code"],
  ["code of a patch", dressed(NUMPY, (line) => `+${line}`), "code"],
  ["code with line numbers", dressed(NUMPY, (line, i) => `${i + 1}  ${line}`), "code"],
  ["code with breaks of HTML", dressed(NUMPY, (line) => `${line}<br>`), "code"],
  ["code in a notebook", JSON.stringify({ cells: [{ cell_type: "code", source: NUMPY }] }), "code"],
  ["code of Python 2", "w = 0.5 * x\nfor i in range(3):\n    print w, i", "code"],
  [
    "code that sets two alike",
    "import os\ntheta0 = 0.0\ntheta1 = 0.0\nfor i in a:\n    b(i)",
    "code",
  ],
  ["data in mail", dressed(TABLE, (line) => `> ${line}`), "data"],
  ["code and its print", `${NUMPY}\n\nand it prints\n\n${LOG}`, "code words log"],
  ["code, print and data", `${NUMPY}\n\n${LOG}\n\n${TABLE}`, "code log data"],
  ["a forum post", POST, "words code words log words"],
  ["losses with their epochs", LOG, "log"],
  ["losses alone", "12.3\n14.1\n19.2\n40", "log"],
  ["JavaScript", JAVASCRIPT, "code"],
  ["Octave in a fence", `How?\n\`\`\`octave\n${OCTAVE}\n\`\`\``, "words code"],
  ["R", R, "code"],
  ["JavaScript and what it prints", `${JAVASCRIPT}\n\n${LOG}`, "code log"],
  ["losses that are set", "loss = 1.0\nloss = 4.0\nloss = nan", "log"],
  ["tensors", "tensor(3.2, grad_fn=<A0>)\ntensor(2.1, grad_fn=<A0>)\ntensor(1.1)", "log"],
  [
    "Keras",
    "Epoch 1/9\n10/10 [====] - 0s 2ms/step - loss: 34.5\nEpoch 2/9\n10/10 [====] - 0s - loss: nan",
    "log",
  ],
  ["parameters of a run", "w=0.5 b=0.1\nw=0.7 b=0.15\nw=0.9 b=0.2", "log"],
  ["a table of a run", "epoch\tloss\n0\t12.2\n1\t10.1\n2\t9.3", "log"],
  ["a table", TABLE, "data"],
  ["a table in Markdown", "| x | y |\n|---|---|\n| 1 | 2 |\n| 2 | 4 |", "data"],
  [
    "a table in LaTeX",
    "\\begin{tabular}{cc}\nx & y \\\\\n1 & 2 \\\\\n2 & 5 \\\\\n\\end{tabular}",
    "data",
  ],
  ["a print of pandas, cut short", CUT, "data words"],
  ["a print of a run by pandas, cut short", CUT.replace("x       y", "epoch   loss"), "log words"],
  ["CSV", "area,rooms,price\n950,2,12\n1050,3,13\n1200,3,14", "data"],
  ["lists", "x = np.array([80, 95, 110])\ny = np.array([160, 188, 221])", "data"],
  ["a matrix", "A = [[1, 2], [3, 4]]\nb = [5, 6]", "data"],
  ["words and a table", `My data are these. What rate?\n\n${TABLE}`, "data"],
  [
    "a sentence of a loss",
    `My loss explodes at a rate of 1e-4, here it is.\n\n${NUMPY}`,
    "words code",
  ],
  ["words alone", "How do I choose the learning rate?", "words"],
  ["a formula", "y = 3x + 4", "words"],
  ["a rate alone", "lr = 0.01", "words"],
  ["nothing", " \n\n", ""],
];
