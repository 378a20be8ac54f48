/**
 * Numbers as they are read: in a readout, in a sentence, on a control.
 * The one rule: a number is written the same way wherever it stands; `numerals.py` of the
 * engine writes alike, and a test compares the two.
 */
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const MINUS = "−";
const NO_NUMBER = "–";
const LITTLE = 1e-6; // below this share the digits are those of rounding

/** 12 as ¹². @param {number} power */
export function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]);
  return (power < 0 ? "⁻" : "") + digits.join("");
}

/**
 * A number with `digits` significant digits, of one width while it changes: 0.01230, 12,300.
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

/**
 * The same without zeros at the end: a number that stands still, or in a sentence.
 * `scripts/engine/numerals.py` writes alike.
 * @param {number | null | undefined} value
 */
export function brief(value, digits = 4) {
  const [mantissa, power] = number(value, digits).split(" × ");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  if (!power) return short;
  return /^\D?1$/.test(short) ? short.replace("1", power) : `${short} × ${power}`;
}

/** A whole number with commas. @param {number} value */
export function count(value) {
  return Math.round(value).toLocaleString("en-US");
}

/** A share of one as percent: 96 %, 0.12 %; of LITTLE no digit is told. @param {number} value */
export function percent(value) {
  const size = Math.abs(value) * 100;
  if (Number.isNaN(value)) return NO_NUMBER;
  if (size < 100 * LITTLE) return `less than ${(100 * LITTLE).toFixed(4)} %`;
  if (size > 99.95 && size < 100.05) return "100 %";
  if (size >= 1e3 && size < 1e5) return `${count(size)} %`;
  return `${brief(size, size >= 1e5 ? 1 : size >= 10 ? 3 : size >= 1 ? 2 : 1)} %`;
}
