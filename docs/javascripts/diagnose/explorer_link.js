/**
 * From a question to the explorer, and back.
 * The one rule: the explorer has the mean of squares, so a learning rate of another convention
 * is given what makes the same steps; what the explorer cannot show has no link.
 * @import { Settings } from "../explorer/types.js"
 * @import { Question } from "./types.js"
 */
import { EMPTY, cleaned } from "./question.js";
import { list } from "./report.js";

/** By the names of both. */
const METHODS = /** @type {const} */ ([
  ["gradient descent", "GradientDescent"],
  ["momentum", "Momentum"],
  ["Nesterov", "Nesterov"],
  ["Adam", "Adam"],
  ["RMSProp", "RMSProp"],
  ["AdaGrad", "AdaGrad"],
  ["L-BFGS", "LBFGS"],
]);
/** Methods whose step is the rate times the gradient. */
const LINEAR = ["gradient descent", "momentum", "Nesterov"];
const MOST_EPOCHS = 1_000_000;
const MOST_NUMBERS = 50_000; // that a link of the explorer may hold

/**
 * How much larger the gradient of a convention is.
 * @param {string | null} loss @param {number} n
 */
export const factor = (loss, n) =>
  ({ "half mean": 0.5, sum: n, "half sum": n / 2 })[loss ?? "mean"] ?? 1;

/** @param {number[][]} X @param {number[]} y */
const numbersOf = (X, y) => X.flatMap((row, i) => [...row, y[i]]);

/**
 * The question on the rows that its program computes with, where these are not those of its text.
 * @param {Question} question @param {any[]} found data of the reading and of the run
 */
export function asComputed(question, found) {
  const { rows, in_code } = question;
  const data = found.find((one) => one?.X && one.y);
  if (!in_code || !rows || !data) return question;
  const [X, y] = [list(data.X), list(data.y)];
  const [own, written] = [numbersOf(X, y), numbersOf(rows.X, rows.y)];
  const near = own.every((one, i) => Math.abs(one - written[i]) <= 1e-9 * (1 + Math.abs(one)));
  if (near && own.length === written.length && data.intercept !== false) return question;
  return cleaned({ ...question, rows: data.intercept === false ? null : { ...rows, X, y } });
}

/**
 * Settings of the explorer, or null where it has no such picture.
 * @param {Question} question @returns {Partial<Settings> | null}
 */
export function settingsOf({ rows, learning_rate, method, loss, steps, precision }) {
  if (!rows) return null;
  const { X, y, names } = rows;
  const absolute = loss === "absolute";
  if (absolute && X[0].length > 1) return null;
  if (y.length * (1 + X[0].length) > MOST_NUMBERS) return null;
  const name = method?.name ?? "gradient descent";
  const known = METHODS.find(([ours]) => ours === name)?.[1] ?? "GradientDescent";
  const rate =
    learning_rate !== null && LINEAR.includes(name)
      ? learning_rate * factor(loss, y.length)
      : learning_rate;
  const fields = {
    ...(rate === null || known === "LBFGS" ? {} : { learning_rate: rate }),
    ...(method?.beta !== undefined && known !== "Adam" ? { beta: method.beta } : {}),
  };
  const x = X.map(([one]) => one);
  return {
    data:
      X[0].length === 1
        ? { name: "own", x, y }
        : { name: "own", features: names.map((one, j) => [one, X.map((row) => row[j])]), y },
    loss: absolute ? "mae" : "mse",
    optimizer: { name: known, ...fields },
    ...(precision ? { precision } : {}),
    epochs: Math.min(steps ?? 500, MOST_EPOCHS),
  };
}

/** The question of the explorer's settings, for data of the reader's. @param {Settings} settings */
export function questionOfSettings({ data, loss, optimizer, precision, epochs }) {
  const { x, y, features } = data;
  if (!y || !(x || features)) return null;
  const columns = features ?? [["x", x ?? []]];
  const ours = METHODS.find(([, theirs]) => theirs === optimizer.name)?.[0];
  const { learning_rate: rate, beta } = /** @type {any} */ (optimizer);
  return cleaned({
    ...EMPTY,
    rows: {
      X: y.map((_, i) => columns.map(([, values]) => values[i])),
      y,
      names: columns.map(([name]) => name),
    },
    learning_rate: typeof rate === "number" ? rate : null,
    method: ours ? { name: ours, ...(typeof beta === "number" ? { beta } : {}) } : null,
    loss: loss === "mae" ? "absolute" : "mean",
    steps: epochs,
    precision,
  });
}
