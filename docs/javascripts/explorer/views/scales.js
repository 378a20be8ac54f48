/**
 * From numbers to pixels and to words: scales, ticks, and numbers as they are read.
 * The one rule: a number is written the same way wherever it stands.
 * @typedef {[number, number]} Span
 * @typedef {{invert: (pixel: number) => number, domain: Span, range: Span}} Inverse
 * @typedef {((value: number) => number) & Inverse} Scale
 */
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";
const NO_NUMBER = "–";

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

/** 12 as ¹². @param {number} power */
function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]);
  return (power < 0 ? "⁻" : "") + digits.join("");
}

/**
 * A number with `digits` significant digits: 0.0123, 12,300, 1.23 × 10⁻⁹.
 * @param {number | null | undefined} value
 */
export function number(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6) return `${sign}${mantissa} × 10${raised(power)}`;
  const decimals = Math.max(0, digits - 1 - power);
  const text = size.toFixed(decimals);
  return (
    sign + (decimals ? text : Math.round(Number(size.toPrecision(digits))).toLocaleString("en-US"))
  );
}

/** A number in a sentence, with a true minus. @param {number} value @param {number} digits */
export function rounded(value, digits) {
  const whole = Number.isInteger(value);
  const text = whole ? value.toLocaleString("en") : String(Number(value.toPrecision(digits)));
  return text.replace("-", MINUS);
}

/** A whole number with commas. @param {number} value */
export function count(value) {
  return Math.round(value).toLocaleString("en-US");
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

/** A share of one as percent: 96 %, 0.12 %, 3 × 10⁻⁵ %. @param {number} value */
export function percent(value) {
  const size = Math.abs(value) * 100;
  if (Number.isNaN(value)) return NO_NUMBER;
  if (size > 99.95 && size < 100.05) return "100 %";
  if (size >= 1e3 && size < 1e5) return `${count(size)} %`;
  return `${number(size, size >= 1e5 ? 1 : size >= 10 ? 3 : size >= 1 ? 2 : 1)} %`;
}
