/**
 * Dates as day numbers, in three orders, and clock times.
 * The one rule: an order under which one cell of the column is no date is out; two orders
 * that are left and differ are asked.
 */

export const ORDERS = /** @type {const} */ (["YMD", "DMY", "MDY"]);
/** @typedef {typeof ORDERS[number]} Order */

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAY = 86_400_000; // milliseconds
const NAME = "([A-Za-z]{3,9})\\.?";
const CLOCK =
  "(?:[T ,]\\s?(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?\\s?([AaPp][Mm])?\\s?(?:Z|UTC|[+-]00:?00)?)?";
const NUMBERS = new RegExp(`^(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})${CLOCK}$`);
const DAY_NAME = new RegExp(`^(\\d{1,2})[ -]${NAME},?[ -](\\d{2,4})${CLOCK}$`);
const NAME_DAY = new RegExp(`^${NAME}[ -](\\d{1,2})(?:st|nd|rd|th)?,?[ -](\\d{4})${CLOCK}$`);
const MONTH = /^(\d{4})[-/](\d{1,2})$/;
const NAME_YEAR = new RegExp(`^${NAME}[ -](\\d{4})$`);
const TIME = /^(\d{1,3}):(\d{2})(?::(\d{2}(?:\.\d+)?)|(\.\d+))?(?:\s?([AaPp])\.?[Mm]\.?)?$/;
const LOOKS = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Za-z]{3,9}\.?[ -]\d|^\d{4}[-/]\d{1,2}$/;

export const ORDER_WORDS = {
  YMD: "year, month, day",
  DMY: "day, month, year",
  MDY: "month, day, year",
};

/** The month of a name, or 0. @param {string} name */
const monthOf = (name) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** @param {string} text */
function yearOf(text) {
  if (text.length === 4) return Number(text);
  return text.length === 2 ? Number(text) + (Number(text) < 70 ? 2000 : 1900) : NaN;
}

/** Days since 1970 of a date; null if there is none such. @param {string} y */
function dayOf(y, /** @type {number} */ m, /** @type {number} */ d) {
  const time = Date.UTC(yearOf(y), m - 1, d);
  const date = new Date(time);
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? time / DAY : null;
}

/** @param {(string | undefined)[]} clock hours, minutes, seconds, half of the day */
function fraction([hours, minutes, seconds, half]) {
  if (hours === undefined) return 0;
  const hour = half ? (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hours);
  return (hour * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) / 86_400;
}

/**
 * A date as days since 1970, read in an order; null if it is none.
 * @param {string} cell @param {Order} order
 */
export function dateOf(cell, order) {
  if (!LOOKS.test(cell)) return null;
  const numbers = NUMBERS.exec(cell);
  if (numbers) {
    const [, a, , b, c, ...clock] = numbers;
    const [y, m, d] = { YMD: [a, b, c], DMY: [c, b, a], MDY: [c, a, b] }[order];
    if (d.length > 2 || (y.length !== 2 && y.length !== 4)) return null;
    const day = dayOf(y, Number(m), Number(d));
    return day === null ? null : day + fraction(clock);
  }
  return namedDate(cell);
}

/** A date with the name of a month, or a month alone. @param {string} cell */
function namedDate(cell) {
  const forms = [
    { match: DAY_NAME.exec(cell), at: [3, 2, 1], clock: 4 },
    { match: NAME_DAY.exec(cell), at: [3, 1, 2], clock: 4 },
    { match: MONTH.exec(cell), at: [1, 2, 0], clock: 9 },
    { match: NAME_YEAR.exec(cell), at: [2, 1, 0], clock: 9 },
  ];
  const form = forms.find(({ match }) => match);
  if (!form?.match) return null;
  const [y, m, d] = form.at.map((i) => (i ? String(form.match?.[i]) : "1"));
  const month = /^\d+$/.test(m) ? Number(m) : monthOf(m);
  const day = month ? dayOf(y, month, Number(d)) : null;
  return day === null ? null : day + fraction(form.match.slice(form.clock));
}

/** Whether a cell is a date in any order. @param {string} cell */
export const isDate = (cell) => ORDERS.some((order) => dateOf(cell, order) !== null);

/**
 * A clock time in its last unit: h:m is minutes, m:s and h:m:s are seconds.
 * @param {string} cell @returns {{value: number, places: number} | null}
 */
export function timeOf(cell) {
  const match = TIME.exec(cell);
  if (!match || Number(match[2]) > 59 || Number(match[3] ?? 0) >= 60) return null;
  const [, first, second, third, tail, half] = match;
  const hour = half ? (Number(first) % 12) + (/p/i.test(half) ? 12 : 0) : Number(first);
  if (third !== undefined) {
    return { value: hour * 3600 + Number(second) * 60 + Number(third), places: 3 };
  }
  return { value: hour * 60 + Number(`${second}${tail ?? ""}`), places: 2 };
}

/**
 * The orders under which every cell is a date, those that differ alone.
 * @param {string[]} cells @returns {{order: Order, days: number[]}[]}
 */
export function ordersOf(cells) {
  const all = ORDERS.flatMap((order) => {
    const days = cells.map((cell) => dateOf(cell, order));
    return days.includes(null) ? [] : [{ order, days: /** @type {number[]} */ (days) }];
  });
  return all.filter(
    ({ days }, i) =>
      !all.slice(0, i).some((other) => other.days.every((day, j) => day === days[j])),
  );
}
