/**
 * A run as the views read it: typed arrays, whether it came from a file or from Python.
 * The one rule: nothing of the maths is done here; rows are looked up, and changed between
 * the coordinates that the frame itself names.
 * @import { Features, Frame, Table } from "../types.js"
 */

const MOST_ROWS = 10_000;
const MOST_HEIGHTS = 100_000; // of the surface

/**
 * Numbers as Float64Array; null, which stands for no number in JSON, as NaN.
 * @param {ArrayLike<number | null> | Table} values
 */
function vector(values) {
  if (values instanceof Float64Array) return values;
  if ("data" in values) return values.data;
  return Float64Array.from(values, (value) => value ?? NaN);
}

/** @param {any} rows nested lists, or a table as it comes from the runtime @returns {Table} */
function table(rows) {
  if ("data" in rows) return rows;
  const width = rows.length ? rows[0].length : 0;
  return { shape: [rows.length, width], data: vector(rows.flat()) };
}

/**
 * Apply `change` to what there is.
 * @template T, U @param {T | null | undefined} value @param {(value: T) => U} change
 */
function perhaps(value, change) {
  return value === null || value === undefined ? null : change(value);
}

/** @param {any} modes */
function modesOf({ eigenvalues, vectors, first, left, predicted }) {
  return {
    eigenvalues: vector(eigenvalues),
    vectors: table(vectors),
    first: vector(first),
    left: table(left),
    predicted: perhaps(predicted, table),
  };
}

/** @param {any} features */
function featuresOf({ coefficients, best, start, eigenvalues, plane, ...rest }) {
  return {
    ...rest,
    coefficients: table(coefficients),
    best: vector(best),
    start: vector(start),
    eigenvalues: vector(eigenvalues),
    plane: table(plane),
  };
}

/** The numbers of the data. @param {any} data */
function dataOf({ A, b, X, x, y }) {
  if (A) return { A: table(A), b: vector(b) };
  return X ? { X: table(X), y: vector(y) } : { x: vector(x), y: vector(y) };
}

/** A frame from the build's JSON or from the runtime. @param {any} plain @returns {Frame} */
export function frameOf(plain) {
  const { data, surface, map } = plain;
  return {
    ...plain,
    data: dataOf(data),
    k: vector(plain.k),
    x: table(plain.x),
    z: table(plain.z),
    loss: vector(plain.loss),
    grad: table(plain.grad),
    predicted: perhaps(plain.predicted, vector),
    modes: perhaps(plain.modes, modesOf),
    features: perhaps(plain.features, featuresOf),
    optimum: perhaps(plain.optimum, vector),
    optimum_z: perhaps(plain.optimum_z, vector),
    map: { matrix: table(map.matrix), offset: vector(map.offset) },
    surface: {
      ...surface,
      u: vector(surface.u),
      v: vector(surface.v),
      loss: table(surface.loss),
    },
  };
}

/**
 * Whether a frame, which may come from Python that its reader has changed, has as many rows in
 * each column, and no more than can be drawn.
 * @param {Frame} frame
 */
export function isWhole({ k, x, z, grad, loss, map, surface: { u, v, loss: heights } }) {
  const count = k.length;
  const tables = [x, z, grad].every(({ shape }) => same(shape, [count, 2]));
  return (
    count > 0 &&
    count <= MOST_ROWS &&
    tables &&
    loss.length === count &&
    same(map.matrix.shape, [2, 2]) &&
    map.offset.length === 2 &&
    same(heights.shape, [v.length, u.length]) &&
    heights.data.length <= MOST_HEIGHTS
  );
}

/** @param {number[]} shape @param {number[]} other */
const same = (shape, other) => shape.join() === other.join();

/** How many rows a frame has. @param {Frame} frame */
export const rows = (frame) => frame.k.length;

/**
 * Row `r` of a table of two columns.
 * @param {Table} values @param {number} r @returns {[number, number]}
 */
export function row(values, r) {
  return [values.data[2 * r], values.data[2 * r + 1]];
}

/** The row nearest to a step. @param {Frame} frame @param {number} step */
export function rowOf({ k }, step) {
  let [low, high] = [0, k.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (k[middle] <= step) low = middle;
    else high = middle;
  }
  return step - k[low] <= k[high] - step ? low : high;
}

/** The last row that is not beyond a step. @param {Frame} frame @param {number} step */
export function rowAt(frame, step) {
  const r = rowOf(frame, step);
  return frame.k[r] > step ? Math.max(0, r - 1) : r;
}

/** Whether the data are points with a line. @param {Frame} frame */
export const hasLine = (frame) => frame.data.x !== undefined;

/**
 * From the method's coordinates to the raw ones.
 * @param {Frame} frame @param {[number, number]} z @returns {[number, number]}
 */
export function toRaw({ map: { matrix, offset } }, [p, q]) {
  const [a, b, c, d] = matrix.data;
  return [a * p + b * q + offset[0], c * p + d * q + offset[1]];
}

/**
 * From the raw coordinates to the method's.
 * @param {Frame} frame @param {[number, number]} x @returns {[number, number]}
 */
export function fromRaw({ map: { matrix, offset } }, [w, b]) {
  const [m, n, o, p] = matrix.data;
  const area = m * p - n * o;
  const [dw, db] = [w - offset[0], b - offset[1]];
  return [(p * dw - n * db) / area, (m * db - o * dw) / area];
}

/**
 * Row `r` of a table as it is.
 * @param {Table} values @param {number} r
 */
export const wholeRow = ({ shape: [, width], data }, r) =>
  data.subarray(r * width, (r + 1) * width);

/**
 * The rows of another run, in the coordinates in which a frame is drawn; none where the two
 * have not the same parameters.
 * @param {Frame} frame @param {Frame} other @returns {[number, number][]}
 */
export function placesIn(frame, other) {
  const all = Array.from({ length: rows(other) }, (_, r) => r);
  const [here, there] = [frame.features, other.features];
  if (!here && !there) return all.map((r) => fromRaw(frame, row(other.x, r)));
  if (!here || !there || here.names.join() !== there.names.join()) return [];
  return all.map((r) => {
    const coefficients = wholeRow(there.coefficients, r);
    const [flat, steep] = [0, 1].map((i) => scalar(wholeRow(here.plane, i), coefficients));
    return [flat, steep];
  });
}

/** @param {Float64Array} one @param {Float64Array} other */
const scalar = (one, other) => one.reduce((sum, value, i) => sum + value * other[i], 0);

/**
 * What the coefficients of row `r` predict for some rows of the data.
 * @param {Frame} frame @param {number} r @param {number[]} points places of the data's rows
 */
export function fittedAt({ data, features }, r, points) {
  const X = /** @type {Table} */ (data.X);
  const coefficients = wholeRow(/** @type {Features} */ (features).coefficients, r);
  const { length } = coefficients;
  const slopes = coefficients.subarray(0, length - 1);
  return points.map((i) => scalar(wholeRow(X, i), slopes) + coefficients[length - 1]);
}

const HIDES = 64 * Number.EPSILON; // share of one error that rounding puts into the other

/**
 * What is left of the flat and of the steep error, as shares of the first; null where it is
 * no more than what rounding of the other one left there.
 * @param {Frame} frame @param {number} r @returns {[number | null, number | null]}
 */
export function leftAt({ modes }, r) {
  const { left, first } = /** @type {import("../types.js").Modes} */ (modes);
  const shares = row(left, r);
  const [flat, steep] = shares.map((share, i) => Math.abs(share * first[i]));
  return [
    steep > Math.abs(first[1]) && flat < HIDES * steep ? null : shares[0],
    flat > Math.abs(first[0]) && steep < HIDES * flat ? null : shares[1],
  ];
}

const ALIKE = 1.05; // condition numbers below this: no direction is steep
const NEARLY = 3;

/** "alike", "nearly" or "": whether directions differ to the eye. @param {Frame} frame */
export function likeness({ modes, condition_number: kappa }) {
  if (!modes || kappa === null || kappa >= NEARLY) return "";
  return kappa < ALIKE ? "alike" : "nearly";
}

/** How far each loss lies above the lowest. @param {Frame} frame @param {Float64Array} losses */
export function above({ best }, losses) {
  const floor = best ?? 0;
  return losses.map((loss) => loss - floor);
}

/**
 * Rows to list, first and last among them, at most `most`.
 * @param {Frame} frame @param {number} most
 */
export function thinned(frame, most) {
  const total = rows(frame);
  if (total <= most) return Array.from({ length: total }, (_, r) => r);
  const stride = (total - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => Math.round(i * stride));
}
