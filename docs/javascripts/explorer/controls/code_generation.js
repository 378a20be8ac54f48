/**
 * The run on the screen as a program for elsewhere, or as an answer in a forum.
 * The one rule: what is written here is run by a test, and ends where the frame ends.
 * @import { Frame, Settings } from "../types.js"
 * @typedef {{text: string} | {problem: string}} GeneratedCode
 */
import { optimizerName, rows } from "../state/frames.js";
import { same } from "../state/settings.js";
import { rounded } from "../views/scales.js";

const WIDTH = 88;

/** A number as Python writes a float. @param {unknown} value */
export function py(value) {
  const text = Object.is(value, -0) ? "0" : String(value);
  return /[.eE]/.test(text) ? text : `${text}.0`;
}

/** A rate or two. @param {any} rate @param {string} dtype */
const rateOf = (rate, dtype) =>
  Array.isArray(rate) ? `np.array([${rate.map(py).join(", ")}], ${dtype})` : py(rate);

/**
 * Numbers in lines of at most 88 characters.
 * @param {string} open @param {ArrayLike<number>} values @param {string} close
 */
function wrapped(open, values, close) {
  const lines = [""];
  for (const value of Array.from(values, py)) {
    const line = `${lines[lines.length - 1]} ${value},`;
    if (line.length + 3 > WIDTH) lines.push(` ${value},`);
    else lines[lines.length - 1] = line;
  }
  return [open, ...lines.map((line) => `   ${line}`), close].join("\n");
}

/**
 * The data as code, with X of one column for each parameter.
 * @param {Frame} frame @param {string} array @param {string} stack
 */
function dataOf({ data, settings }, array, stack) {
  if (data.A) {
    const [p, q, r, s] = Array.from(data.A.data, py);
    const b = Array.from(/** @type {ArrayLike<number>} */ (data.b), py).join(", ");
    return [`X = ${array}([[${p}, ${q}], [${r}, ${s}]])`, `y = ${array}([${b}])`];
  }
  const { x, y } = /** @type {{x: Float64Array, y: Float64Array}} */ (data);
  const scaled = {
    raw: ["0.0", "1.0"],
    centered: ["x.mean()", "1.0"],
    standardized: ["x.mean()", "x.std()"],
  };
  const [mean, sd] = /** @type {Record<string, string[]>} */ (scaled)[settings.coordinates];
  const torch = stack.startsWith("torch");
  const center = torch ? mean.replace("()", "().item()") : mean;
  const std = torch ? sd.replace("std()", "std(correction=0).item()") : sd;
  return [
    wrapped(`x = ${array}([`, x, "])"),
    wrapped(`y = ${array}([`, y, "])"),
    "",
    `mean, sd = ${center}, ${std}  # ${settings.coordinates} coordinates`,
    `X = ${stack}`,
  ];
}

/** Where the run starts, in the coordinates of the run. @param {Frame} frame */
function startOf({ settings, data }) {
  const [w, b] = settings.start.map(py);
  return data.A ? [w, b] : [`${w} * sd`, `${b} + ${w} * mean`];
}

/** What the ridge adds to the curvature of each column. @param {Frame} frame */
function ridgeOf({ settings, data }) {
  if (!settings.l2) return null;
  return data.A ? `[${py(settings.l2)}, ${py(settings.l2)}]` : `[${py(settings.l2)} / sd**2, 0.0]`;
}

/** Steps, where the run did not leave for infinity before. @param {Frame} frame */
const stepsOf = ({ settings, status, k }) =>
  status === "DIVERGED" ? k[k.length - 1] : settings.epochs;

/** @param {Frame} frame */
const endOf = ({ data }) =>
  data.A ? ["print(*p)"] : ["w = p[0] / sd", "b = p[1] - w * mean", "print(w, b)"];

/** Bodies of the loop, in NumPy. @type {Record<string, (o: any, rate: string) => string[]>} */
const NUMPY = {
  GradientDescent: () => ["for k in range(epochs):", "    p = p - lr * gradient(p)"],
  Momentum: ({ beta }) => [
    `beta, v = ${py(beta)}, np.zeros_like(p)`,
    "for k in range(epochs):",
    "    v = beta * v + gradient(p)",
    "    p = p - lr * v",
  ],
  Nesterov: ({ beta }) => [
    `beta, v = ${py(beta)}, np.zeros_like(p)`,
    "for k in range(epochs):",
    "    g = gradient(p)",
    "    v = beta * v + g",
    "    p = p - lr * (g + beta * v)",
  ],
  Adam: ({ beta1, beta2, eps }) => [
    `beta1, beta2, eps = ${py(beta1)}, ${py(beta2)}, ${py(eps)}`,
    "m, s = np.zeros_like(p), np.zeros_like(p)",
    "for k in range(1, epochs + 1):",
    "    g = gradient(p)",
    "    m = beta1 * m + (1 - beta1) * g",
    "    s = beta2 * s + (1 - beta2) * g * g",
    "    size = np.sqrt(s) / (1 - beta2**k) ** 0.5 + eps",
    "    p = p - lr * (m / (1 - beta1**k) / size)",
  ],
  RMSProp: ({ decay, eps }) => [
    `decay, eps, s = ${py(decay)}, ${py(eps)}, np.zeros_like(p)`,
    "for k in range(epochs):",
    "    g = gradient(p)",
    "    s = decay * s + (1 - decay) * g * g",
    "    p = p - lr * (g / (np.sqrt(s) + eps))",
  ],
  SubgradientDescent: ({ power }) => [
    "for k in range(epochs):",
    `    p = p - lr * (k + 1) ** -${py(power)} * gradient(p)`,
  ],
  Averaged: ({ power }) => [
    "total = p.copy()",
    "for k in range(epochs):",
    `    p = p - lr * (k + 1) ** -${py(power)} * gradient(p)`,
    "    total += p",
    "p = total / (epochs + 1)  # the mean of all iterates",
  ],
  MinibatchGradientDescent: ({ batch_size: size, seed }) => [
    "for epoch in range(epochs):",
    `    order = np.random.RandomState([${seed}, epoch]).permutation(len(y))`,
    `    for first in range(0, len(y), ${size}):`,
    `        p = p - lr * gradient(p, order[first : first + ${size}])`,
  ],
  Chebyshev: ({ mu, L }) => [
    `mu, L = ${mu === null ? "curvatures[0]" : py(mu)}, ${L === null ? "curvatures[-1]" : py(L)}`,
    "theta, delta = (L + mu) / 2, (L - mu) / 2",
    "rho, d = delta / theta, gradient(p) / theta",
    "for k in range(epochs):",
    "    p = p - d",
    "    last, rho = rho, 1 / (2 * theta / delta - rho)",
    "    d = rho * last * d + 2 * rho / delta * gradient(p)",
  ],
  ConjugateGradient: () => [
    "g = gradient(p)",
    "d = g",
    "for k in range(epochs):",
    "    if not d @ H @ d > 0:",
    "        break  # there is nowhere left to go",
    "    p = p - g @ d / (d @ H @ d) * d",
    "    g, last = gradient(p), g",
    "    d = g + g @ g / (last @ last) * d",
  ],
  LBFGS: ({ history }) => [
    "from scipy.optimize import minimize  # its line search differs, the end does not",
    "",
    `options = {"maxiter": epochs, "maxcor": ${history}, "gtol": 1e-12, "ftol": 0}`,
    'p = minimize(loss, p, jac=gradient, method="L-BFGS-B", options=options).x',
  ],
};

/** @type {Record<string, string[]>} */
const STEEPEST = {
  Exact: [
    "for k in range(epochs):",
    "    g = gradient(p)",
    "    if not g @ H @ g > 0:",
    "        break  # there is nowhere left to go",
    "    p = p - g @ g / (g @ H @ g) * g",
  ],
  Backtracking: [
    "t = FIRST / 2",
    "for k in range(epochs):",
    "    g, t, now = gradient(p), 2 * t, loss(p)",
    "    trials = 1",
    "    while loss(p - t * g) > now - 1e-4 * t * (g @ g) and trials < 60:",
    "        t, trials = t / 2, trials + 1",
    "    if trials == 60:",
    "        break  # no step goes downhill: this is the floor",
    "    p = p - t * g",
  ],
};

/**
 * The run as a program that needs nothing but NumPy (and SciPy for L-BFGS).
 * @param {Frame} frame @returns {GeneratedCode}
 */
export function numpyCode(frame) {
  const problem = refusal(frame);
  if (problem) return { problem };
  const { settings, data } = frame;
  const { optimizer, loss } = settings;
  const f32 = settings.precision === "float32";
  const ridge = ridgeOf(frame);
  const weight = data.A ? "1" : "len(r)";
  const slope = loss === "mae" ? "X.T @ np.sign(r) / len(r)" : `2 * X.T @ r / ${weight}`;
  const byRows = optimizer.name === "MinibatchGradientDescent";
  const inRows = slope.replace("X.T", "X[rows].T");
  const curves = needsCurvature(optimizer);
  const value = loss === "mae" ? "np.mean(np.abs(r))" : `r @ r / ${weight}`;
  const searches = /^(LBFGS|SteepestDescent)$/.test(optimizer.name);
  const lines = [
    "import numpy as np",
    "",
    ...dataOf(frame, "np.array", "np.column_stack([(x - mean) / sd, np.ones_like(x)])"),
    ...(f32 ? ["X, y = X.astype(np.float32), y.astype(np.float32)"] : []),
    ...(ridge ? [`ridge = np.array(${ridge}, X.dtype)`] : []),
    `p = np.array([${startOf(frame).join(", ")}], X.dtype)`,
    `epochs = ${stepsOf(frame)}`,
    ...(optimizer.learning_rate === undefined
      ? []
      : [`lr = ${rateOf(optimizer.learning_rate, "X.dtype")}`]),
    "",
    "",
    ...(searches
      ? [
          "def loss(p):",
          "    r = X @ p - y",
          `    return ${value}${ridge ? " + ridge @ (p * p)" : ""}`,
          "",
          "",
        ]
      : []),
    byRows ? "def gradient(p, rows):" : "def gradient(p):",
    byRows ? "    r = X[rows] @ p - y[rows]" : "    r = X @ p - y",
    `    return ${byRows ? inRows : slope}${ridge ? " + 2 * ridge * p" : ""}`,
    "",
    "",
    ...(curves
      ? [`H = 2 * X.T @ X / ${weight.replace("r", "y")}${ridge ? " + 2 * np.diag(ridge)" : ""}`]
      : []),
    ...(curves && optimizer.name === "Chebyshev" ? ["curvatures = np.linalg.eigvalsh(H)"] : []),
    ...loop(settings),
    "",
    ...endOf(frame),
  ];
  return { text: `${lines.join("\n")}\n` };
}

/** @param {Frame["settings"]} settings */
function loop({ optimizer, seed }) {
  if (optimizer.name !== "SteepestDescent")
    return NUMPY[optimizer.name]({ ...optimizer, seed }, "");
  const lines = STEEPEST[String(optimizer.search)];
  return lines.map((line) => line.replace("FIRST", py(optimizer.first)));
}

/** @param {Frame["settings"]["optimizer"]} optimizer */
const needsCurvature = ({ name, search, mu, L }) =>
  name === "ConjugateGradient" ||
  (name === "SteepestDescent" && search === "Exact") ||
  (name === "Chebyshev" && (mu === null || L === null));

/** Why a run cannot be written as a short program; "" if it can. @param {Frame} frame */
function refusal({ settings: { optimizer, loss, code } }) {
  if (code) return "This run is of your own program: copy that from the code panel.";
  const { name, search } = optimizer;
  if (!Object.hasOwn(NUMPY, name) && name !== "SteepestDescent")
    return `${optimizerName(name)} cannot be copied yet: its formula stands beside the method.`;
  if (name === "SteepestDescent" && search === "StrongWolfe") {
    return "The strong Wolfe search is too long to copy: choose Backtracking or Exact.";
  }
  if (name === "LBFGS" && loss === "mae") {
    return (
      "On kinks L-BFGS stops where its own search gives up, " +
      "which differs from library to library."
    );
  }
  return "";
}

/**
 * Optimizers that torch.optim has: how one is made, after the parameters.
 * @type {Record<string, (o: any) => [string, string]>}
 */
const TORCH = {
  GradientDescent: () => ["SGD", ""],
  MinibatchGradientDescent: () => ["SGD", ""],
  SubgradientDescent: () => ["SGD", ""],
  Averaged: () => ["SGD", ""],
  Momentum: ({ beta }) => ["SGD", `, momentum=${py(beta)}`],
  Nesterov: ({ beta }) => ["SGD", beta ? `, momentum=${py(beta)}, nesterov=True` : ""],
  Adam: ({ beta1, beta2, eps }) => ["Adam", `, betas=(${py(beta1)}, ${py(beta2)}), eps=${py(eps)}`],
  RMSProp: ({ decay, eps }) => ["RMSprop", `, alpha=${py(decay)}, eps=${py(eps)}`],
};

/**
 * The run as a program for PyTorch.
 * @param {Frame} frame @returns {GeneratedCode}
 */
export function torchCode(frame) {
  const { settings } = frame;
  const { optimizer } = settings;
  const { name } = optimizer;
  const problem = refusal(frame);
  if (problem) return { problem };
  if (name !== "LBFGS" && !Object.hasOwn(TORCH, name)) {
    return { problem: `torch.optim has no ${optimizerName(name)}: copy it as NumPy instead.` };
  }
  const [first, second] = startOf(frame);
  const lines = [
    ...(name === "MinibatchGradientDescent" ? ["import numpy as np"] : []),
    "import torch",
    "",
    "torch.set_default_dtype(torch.float64)",
    ...dataOf(frame, "torch.tensor", "torch.stack([(x - mean) / sd, torch.ones_like(x)], dim=1)"),
    ...(settings.precision === "float32" ? ["X, y = X.float(), y.float()"] : []),
    ...(ridgeOf(frame) ? [`ridge = ${ridgeOf(frame)}`] : []),
    `u = torch.tensor(${first}, dtype=X.dtype, requires_grad=True)`,
    `c = torch.tensor(${second}, dtype=X.dtype, requires_grad=True)`,
    "",
    "",
    "def loss(X, y):",
    "    r = X[:, 0] * u + X[:, 1] * c - y",
    `    return ${torchLoss(frame)}`,
    "",
    "",
    ...torchLoop(frame),
    "",
    ...torchEnd(frame),
  ];
  return { text: `${lines.join("\n")}\n` };
}

/** @param {Frame} frame */
function torchLoss(frame) {
  const { settings, data } = frame;
  const fit =
    settings.loss === "mae" ? "r.abs().mean()" : data.A ? "(r * r).sum()" : "(r * r).mean()";
  return ridgeOf(frame) ? `${fit} + ridge[0] * u * u + ridge[1] * c * c` : fit;
}

/** @param {Frame} frame */
function torchEnd({ data, settings }) {
  const mean =
    settings.optimizer.name === "Averaged"
      ? ["u, c = (t / (EPOCHS + 1) for t in total)  # the mean"]
      : [];
  const end = data.A
    ? ["print(u.item(), c.item())"]
    : ["w = u.item() / sd", "b = c.item() - w * mean", "print(w, b)"];
  return [...mean.map((line) => line.replace("EPOCHS", String(settings.epochs))), ...end];
}

/** @param {Frame} frame */
function torchLoop(frame) {
  const { name, learning_rate: rate, power, history, batch_size: size } = frame.settings.optimizer;
  const epochs = stepsOf(frame);
  if (name === "LBFGS") return torchSearch(Number(history), epochs);
  const [kind, more] = TORCH[name](frame.settings.optimizer);
  const groups = Array.isArray(rate)
    ? `[{"params": [u], "lr": ${py(rate[0])}}, {"params": [c], "lr": ${py(rate[1])}}]${more}`
    : `[u, c], lr=${py(rate)}${more}`;
  const shrinks = power !== undefined;
  const step = (/** @type {string} */ rows) => [
    "optimizer.zero_grad()",
    `loss(${rows}).backward()`,
    "optimizer.step()",
  ];
  const body =
    name === "MinibatchGradientDescent"
      ? [
          `order = np.random.RandomState([${frame.settings.seed}, epoch]).permutation(len(y))`,
          `for first in range(0, len(y), ${size}):`,
          `    rows = order[first : first + ${size}]`,
          ...step("X[rows], y[rows]").map((line) => `    ${line}`),
        ]
      : step("X, y");
  return [
    `optimizer = torch.optim.${kind}(${groups})`,
    ...(shrinks
      ? [
          "shrink = torch.optim.lr_scheduler." +
            `LambdaLR(optimizer, lambda k: (k + 1) ** -${py(power)})`,
        ]
      : []),
    ...(name === "Averaged" ? ["total = [u.detach().clone(), c.detach().clone()]"] : []),
    `for epoch in range(${epochs}):`,
    ...[
      ...body,
      ...(shrinks ? ["shrink.step()"] : []),
      ...(name === "Averaged" ? ["total = [total[0] + u.detach(), total[1] + c.detach()]"] : []),
    ].map((line) => `    ${line}`),
  ];
}

/** @param {number} history @param {number} epochs */
const torchSearch = (history, epochs) => [
  "optimizer = torch.optim.LBFGS(",
  `    [u, c], max_iter=${epochs}, history_size=${history}, tolerance_grad=1e-12,`,
  '    tolerance_change=0, line_search_fn="strong_wolfe",',
  ")",
  "",
  "",
  "def closure():",
  "    optimizer.zero_grad()",
  "    value = loss(X, y)",
  "    value.backward()",
  "    return value",
  "",
  "",
  "optimizer.step(closure)",
];

/** @param {number | null | undefined} value */
const words = (value) => (Number.isFinite(value) ? rounded(Number(value), 4) : "unknown");

/**
 * The run as an answer in a forum: Markdown with its numbers and the link to it.
 * @param {Frame} frame @param {string} title of the data @param {string} link @returns {string}
 */
export function forumAnswer(frame, title, link) {
  const { settings, names, k, x, loss, optimum } = frame;
  const { optimizer } = settings;
  const end = rows(frame) - 1;
  const own = settings.data.name === "two_variables" ? names : ["w", "b"];
  const fields = Object.entries(optimizer).filter(([key]) => key !== "name");
  const method = settings.code
    ? "a program of my own"
    : [
        optimizerName(optimizer.name),
        ...fields.map(([key, value]) => `\`${key}=${[value].flat().join(", ")}\``),
      ].join(", ");
  const pair = (/** @type {ArrayLike<number>} */ at, row = 0) =>
    own.map((name, i) => `${name} = ${words(at[2 * row + i])}`).join(", ");
  const fit = settings.loss === "mae" ? "mean absolute error" : "squared error";
  const ridge = settings.l2 ? ` with ridge ${words(settings.l2)}` : "";
  const lines = [
    `**The run:** ${title}, ${method}, ${fit}${ridge}, ${settings.coordinates} coordinates, ` +
      `${settings.precision}.`,
    "",
    `- It starts at ${pair(settings.start)} and is at ${pair(x.data, end)} ` +
      `after ${words(k[end])} steps; the loss is ${words(loss[end])}.`,
  ];
  if (optimum) lines.push(`- The optimum is ${pair(optimum)}.`);
  if (frame.limit !== null) {
    lines.push(
      `- The largest stable learning rate of these data is ${words(frame.limit)}; ` +
        `this run uses ${words(frame.share)} of it.`,
    );
  }
  if (frame.condition_number !== null)
    lines.push(`- The condition number is ${words(frame.condition_number)}.`);
  const { w, b } = frame.steps;
  if (w && b)
    lines.push(
      `- Steps to one percent of the error: ${words(w)} for ${own[0]}, ${words(b)} for ${own[1]}.`,
    );
  lines.push(...frame.says.map((sentence) => `- ${sentence}`));
  lines.push("", `[Every step of it, to play with](${link})`, "");
  return lines.join("\n");
}

/**
 * Whether a frame answers these settings, so that a copy of it is what is meant.
 * @param {Frame} frame @param {Settings} settings
 */
export function isOf(frame, settings) {
  return ["data", "loss", "l2", "coordinates", "precision", "epochs", "start"].every((key) =>
    same(/** @type {any} */ (frame.settings)[key], /** @type {any} */ (settings)[key]),
  );
}
