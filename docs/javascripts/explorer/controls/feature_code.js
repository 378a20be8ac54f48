/**
 * Data as Python code: numbers in lines, and several features as columns.
 * The one rule: what is written here is run by a test, as part of a copied program.
 * @import { Features, Frame, Table } from "../types.js"
 */
import { wholeRow } from "../state/frames.js";

const WIDTH = 88;

/** A number as Python writes a float. @param {unknown} value */
export function py(value) {
  const text = Object.is(value, -0) ? "0" : String(value);
  return /[.eE]/.test(text) ? text : `${text}.0`;
}

/**
 * Numbers in lines of at most 88 characters.
 * @param {string} open @param {ArrayLike<number>} values @param {string} close
 */
export function wrapped(open, values, close) {
  const lines = [""];
  for (const value of Array.from(values, py)) {
    const line = `${lines[lines.length - 1]} ${value},`;
    if (line.length + 3 > WIDTH) lines.push(` ${value},`);
    else lines[lines.length - 1] = line;
  }
  return [open, ...lines.map((line) => `   ${line}`), close].join("\n");
}

/**
 * Several features: F has a column for each, X has the ones besides.
 * @param {Frame} frame @param {string} array @param {boolean} torch
 */
export function featureData({ data, settings, features }, array, torch) {
  const X = /** @type {Table} */ (data.X);
  const rows = Array.from(
    { length: X.shape[0] },
    (_, i) => `    [${Array.from(wholeRow(X, i), py).join(", ")}],`,
  );
  const along = torch ? "dim=0" : "axis=0";
  const std = torch ? "F.std(dim=0, correction=0)" : "F.std(axis=0)";
  const [zeros, ones] = torch
    ? ["torch.zeros(F.shape[1])", "torch.ones(F.shape[1])"]
    : ["np.zeros(F.shape[1])", "np.ones(F.shape[1])"];
  const { coordinates } = settings;
  const mean = coordinates === "raw" ? zeros : `F.mean(${along})`;
  const sd = coordinates === "standardized" ? std : ones;
  const stack = torch
    ? "torch.column_stack([(F - mean) / sd, torch.ones(len(F))])"
    : "np.column_stack([(F - mean) / sd, np.ones(len(F))])";
  const names = /** @type {Features} */ (features).names.slice(0, -1);
  return [
    ...names.map((name, i) => `# column ${i} of F: ${name.replace(/\s+/g, " ")}`),
    `F = ${array}([`,
    ...rows,
    "])",
    wrapped(`y = ${array}([`, /** @type {Float64Array} */ (data.y), "])"),
    "",
    `mean = ${mean}`,
    `sd = ${sd}  # ${coordinates} coordinates`,
    `X = ${stack}`,
  ];
}
