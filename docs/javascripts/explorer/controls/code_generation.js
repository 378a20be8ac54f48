/**
 * The run on the screen as a program for elsewhere, or as an answer in a forum.
 * The one rule: what is written here is run by a test, and ends where the frame ends.
 * @import { Frame, Settings } from "../types.js"
 * @import { Optimizer, Program } from "../state/choices.js"
 * @typedef {{text: string} | {problem: string}} GeneratedCode
 */
import { rows, wholeRow } from "../state/frames.js";
import { OPTIMIZERS } from "../state/schema.js";
import { same } from "../state/settings.js";
import { brief, count } from "../state/numerals.js";
import { featureData, py, wrapped } from "./feature_code.js";

/** A rate or two. @param {any} rate @param {string} dtype */
const rateOf = (rate, dtype) =>
  Array.isArray(rate) ? `np.array([${rate.map(py).join(", ")}], ${dtype})` : py(rate);

/**
 * The data as code, with X of one column for each parameter.
 * @param {Frame} frame @param {string} array @param {string} stack
 */
function dataOf(frame, array, stack) {
  const { data, settings } = frame;
  if (data.A) {
    const [p, q, r, s] = Array.from(data.A.data, py);
    const b = Array.from(/** @type {ArrayLike<number>} */ (data.b), py).join(", ");
    return [`X = ${array}([[${p}, ${q}], [${r}, ${s}]])`, `y = ${array}([${b}])`];
  }
  const torch = stack.startsWith("torch");
  if (data.X) return featureData(frame, array, torch);
  const { x, y } = /** @type {{x: Float64Array, y: Float64Array}} */ (data);
  const scaled = {
    raw: ["0.0", "1.0"],
    centered: ["x.mean()", "1.0"],
    standardized: ["x.mean()", "x.std()"],
  };
  const [mean, sd] = /** @type {Record<string, string[]>} */ (scaled)[settings.coordinates];
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
function startOf({ settings, data, features }) {
  if (features) return Array.from(features.start, py);
  const [w, b] = settings.start.map(py);
  return data.A ? [w, b] : [`${w} * sd`, `${b} + ${w} * mean`];
}

/** What the ridge adds to the curvature of each column. @param {Frame} frame */
function ridgeOf({ settings, data, features }) {
  if (!settings.l2) return null;
  if (features)
    return `[${features.names
      .slice(1)
      .map(() => py(settings.l2))
      .join(", ")}, 0.0]`;
  return data.A ? `[${py(settings.l2)}, ${py(settings.l2)}]` : `[${py(settings.l2)} / sd**2, 0.0]`;
}

/** Steps, where the run did not leave for infinity before. @param {Frame} frame */
const stepsOf = ({ settings, status, k }) =>
  status === "DIVERGED" || status === "OVERFLOWED" ? k[k.length - 1] : settings.epochs;

/** @param {Frame} frame */
function endOf({ data, features }) {
  if (data.A) return ["print(*p)"];
  return features
    ? ["w = p[:-1] / sd", "b = p[-1] - w @ mean", "print(*w, b)"]
    : ["w = p[0] / sd", "b = p[1] - w * mean", "print(w, b)"];
}

/**
 * The catalog's program for these settings, its fields filled in.
 * @param {Program[]} programs @param {Optimizer} entry @param {Frame} frame
 * @param {Record<string, string>} [more] @returns {Program}
 */
function filled(programs, { fields }, frame, more = {}) {
  const { settings } = frame;
  const { optimizer } = settings;
  if (settings.code)
    return { text: "", problem: "This run is of your own program: copy that from the code panel." };
  const all = /** @type {Record<string, unknown>} */ ({ ...settings, ...optimizer });
  const { text, problem } = /** @type {Program} */ (
    programs.find(({ when }) => Object.entries(when ?? {}).every(([key, is]) => all[key] === is))
  );
  const values = Object.fromEntries(
    fields.map(({ name, whole, derived }) => {
      const value = optimizer[name];
      return [name, whole ? String(value) : value === null ? derived : py(value)];
    }),
  );
  /** @type {Record<string, unknown>} */
  const known = { ...values, seed: settings.seed, epochs: stepsOf(frame), ...more };
  return { text: text.replace(/\{(\w+)\}/g, (_, name) => String(known[name])), problem };
}

/**
 * The run as a program that needs nothing but NumPy (and SciPy for L-BFGS).
 * @param {Frame} frame @param {Optimizer} entry @returns {GeneratedCode}
 */
export function numpyCode(frame, entry) {
  const { text, problem } = filled(entry.numpy, entry, frame);
  if (problem) return { problem };
  const { settings, data } = frame;
  const { optimizer, loss } = settings;
  const f32 = settings.precision === "float32";
  const ridge = ridgeOf(frame);
  const weight = data.A ? "1" : "len(r)";
  const slope = loss === "mae" ? "X.T @ np.sign(r) / len(r)" : `2 * X.T @ r / ${weight}`;
  const byRows = text.includes("gradient(p, ");
  const inRows = slope.replace("X.T", "X[rows].T");
  const value = loss === "mae" ? "np.mean(np.abs(r))" : `r @ r / ${weight}`;
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
    ...(/\bloss\b/.test(text)
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
    ...(/\bH\b|\bcurvatures\b/.test(text)
      ? [`H = 2 * X.T @ X / ${weight.replace("r", "y")}${ridge ? " + 2 * np.diag(ridge)" : ""}`]
      : []),
    ...(/\bcurvatures\b/.test(text) ? ["curvatures = np.linalg.eigvalsh(H)"] : []),
    text,
    ...endOf(frame),
  ];
  return { text: `${lines.join("\n")}\n` };
}

/**
 * The run as a program for PyTorch.
 * @param {Frame} frame @param {Optimizer} entry @returns {GeneratedCode}
 */
export function torchCode(frame, entry) {
  const { settings } = frame;
  const { learning_rate: rate } = settings.optimizer;
  const parameters = Array.isArray(rate)
    ? `[{"params": [u], "lr": ${py(rate[0])}}, {"params": [c], "lr": ${py(rate[1])}}]`
    : `[u, c], lr=${py(rate)}`;
  const { text, problem } = filled(entry.torch, entry, frame, { parameters });
  if (problem) return { problem };
  const { features } = frame;
  const start = startOf(frame);
  const first = features ? `[${start.slice(0, -1).join(", ")}]` : start[0];
  const second = start[start.length - 1];
  const scores = features ? "X[:, :-1] @ u + X[:, -1] * c" : "X[:, 0] * u + X[:, 1] * c";
  const lines = [
    ...(/\bnp\./.test(text) ? ["import numpy as np"] : []),
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
    `    r = ${scores} - y`,
    `    return ${torchLoss(frame)}`,
    "",
    "",
    text,
    ...torchEnd(frame),
  ];
  return { text: `${lines.join("\n")}\n` };
}

/** @param {Frame} frame */
function torchEnd({ data, features }) {
  if (data.A) return ["print(u.item(), c.item())"];
  return features
    ? ["w = u.detach() / sd", "b = c.item() - (w @ mean).item()", "print(*w.tolist(), b)"]
    : ["w = u.item() / sd", "b = c.item() - w * mean", "print(w, b)"];
}

/** @param {Frame} frame */
function torchLoss(frame) {
  const { settings, data, features } = frame;
  const fit =
    settings.loss === "mae" ? "r.abs().mean()" : data.A ? "(r * r).sum()" : "(r * r).mean()";
  if (ridgeOf(frame) && features) return `${fit} + ridge[0] * (u @ u)`;
  return ridgeOf(frame) ? `${fit} + ridge[0] * u * u + ridge[1] * c * c` : fit;
}

/** @param {number | null | undefined} value */
const words = (value) => (Number.isFinite(value) ? brief(value) : "unknown");

/**
 * The run as an answer in a forum: Markdown with its numbers and the link to it.
 * @param {Frame} frame @param {string} title of the data @param {string} link @returns {string}
 */
export function forumAnswer(frame, title, link) {
  const { settings, names, k, x, loss, optimum } = frame;
  const { optimizer } = settings;
  const end = rows(frame) - 1;
  const { features } = frame;
  const pairNames = settings.data.name === "two_variables" ? names : ["w", "b"];
  const own = features ? features.names : pairNames;
  const fields = Object.entries(optimizer).filter(([key]) => key !== "name");
  const method = settings.code
    ? "a program of my own"
    : [
        OPTIMIZERS[optimizer.name].words,
        ...fields.map(([key, value]) => `\`${key}=${[value].flat().join(", ")}\``),
      ].join(", ");
  const pair = (/** @type {ArrayLike<number>} */ at) =>
    own.map((name, i) => `${name} = ${words(at[i])}`).join(", ");
  const places = features ? features.coefficients : x;
  const start = features ? wholeRow(places, 0) : settings.start;
  const fit = settings.loss === "mae" ? "mean absolute error" : "squared error";
  const ridge = settings.l2 ? ` with ridge ${words(settings.l2)}` : "";
  const lines = [
    `**The run:** ${title}, ${method}, ${fit}${ridge}, ${settings.coordinates} coordinates, ` +
      `${settings.precision}.`,
    "",
    `- It starts at ${pair(start)} and is at ${pair(wholeRow(places, end))} ` +
      `after ${count(k[end])} steps; the loss is ${words(loss[end])}.`,
  ];
  const best = features ? features.best : optimum;
  if (best) lines.push(`- The optimum is ${pair(best)}.`);
  if (frame.limit !== null) {
    lines.push(
      `- The largest stable learning rate of these data is ${words(frame.limit)}; ` +
        `this run uses ${words(frame.share)} of it.`,
    );
  }
  if (frame.condition_number !== null)
    lines.push(`- The condition number is ${words(frame.condition_number)}.`);
  const { w, b } = frame.steps;
  const [one, two] = features ? ["the flat direction", "the steep direction"] : own;
  if (w && b)
    lines.push(
      `- Steps to one percent of the error: ${count(w)} for ${one}, ${count(b)} for ${two}.`,
    );
  lines.push(...frame.messages.map((sentence) => `- ${sentence}`));
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
