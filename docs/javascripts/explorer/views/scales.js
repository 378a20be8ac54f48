/**
 * From numbers to pixels: scales, and the ticks that stand on them.
 * The one rule: a tick is a round number.
 * @typedef {[number, number]} Span
 * @typedef {{invert: (pixel: number) => number, domain: Span, range: Span}} Inverse
 * @typedef {((value: number) => number) & Inverse} Scale
 */
import { MINUS, raised } from "../state/numerals.js";

/** @param {Span} domain @param {Span} range @returns {Scale} */
export function linear(domain, range) {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0] || 1);
  const scale = (/** @type {number} */ value) => range[0] + (value - domain[0]) * slope;
  const invert = (/** @type {number} */ pixel) => domain[0] + (pixel - range[0]) / slope;
  return Object.assign(scale, { invert, domain, range });
}

/** Equal ratios are equal lengths. @param {Span} domain @param {Span} range @returns {Scale} */
export function logarithmic(domain, range) {
  const inner = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  const scale = (/** @type {number} */ value) => inner(Math.log10(value));
  const invert = (/** @type {number} */ pixel) => 10 ** inner.invert(pixel);
  return Object.assign(scale, { invert, domain, range });
}

/** Least and greatest of the finite values. @param {Iterable<number>} values @returns {Span} */
export function extent(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : [0, 1];
}

/**
 * A span with a share of its length added at both ends.
 * @param {Span} span @param {number} share @returns {Span}
 */
export function padded([least, most], share) {
  const room = (most - least || Math.abs(least) || 1) * share;
  return [least - room, most + room];
}

/** Round numbers within a span, about `count` of them. @param {Span} span @param {number} count */
export function ticks([least, most], count) {
  const rough = (most - least) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].find((step) => step * power >= rough) ?? 10;
  const step = unit * power;
  const values = [];
  for (let i = Math.ceil(least / step); i * step <= most * (1 + 1e-12); i += 1) {
    values.push(Number((i * step).toPrecision(12)));
  }
  return values;
}

/** Powers of ten within a span, about `count` of them. @param {Span} span @param {number} count */
export function decades([least, most], count) {
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(most) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  const powers = [];
  for (let power = last; power >= first; power -= stride) powers.unshift(power);
  return powers.map((power) => 10 ** power);
}

/** A power of ten, or a number as short as it can be: for ticks. @param {number} value */
export function tick(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = size.toExponential().split("e");
    const power = `10${raised(Number(exponent))}`;
    return (value < 0 ? MINUS : "") + (mantissa === "1" ? power : `${mantissa}·${power}`);
  }
  return (value < 0 ? MINUS : "") + (size >= 1e4 ? size.toLocaleString("en-US") : String(size));
}
