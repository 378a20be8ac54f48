/**
 * Points within sentences: (1, 2), (3, 4); pairs with their names: x = 1, y = 2.
 * The one rule: two points or more, all in one form, with a number in each place.
 * @import { Answer } from "./table.js"
 */
import { maskOf } from "./numerals.js";
import { refusal } from "./table.js";
import { tabulate } from "./tabulate.js";

const POINT = /[A-Za-z]?\d?\s?[([{<]\s*([^()[\]{}<>\n]*?\d[^()[\]{}<>\n]*?)\s*[)\]}>]/g;
const NAMED =
  /\b([A-Za-z]\w*)\s?[=:]\s?([+-]?[\d.][\d.eE+-]*)\s*[,;]?\s+(?:and\s+)?([A-Za-z]\w*)\s?[=:]\s?([+-]?[\d.][\d.eE+-]*)/g;

/** @param {string} text @returns {Answer | null} */
export function inSentences(text) {
  return tuples(text) ?? named(text);
}

/** @param {string} text @returns {Answer | null} */
function tuples(text) {
  const found = [...text.matchAll(POINT)].map(([, inside]) => inside);
  const semicolons = found.length > 0 && found.every((inside) => inside.includes(";"));
  const cells = found.map((inside) =>
    inside.split(semicolons ? /\s*;\s*/ : /\s*,\s*/).map((cell) => cell.trim()),
  );
  const points = cells.filter((row) => row.length > 1 && row.every((cell) => maskOf(cell) > 0));
  if (points.length < 2) return null;
  const [{ length }] = points;
  if (points.length < cells.length || points.some((row) => row.length !== length))
    return refusal(
      "These points are not all alike: write each as (x, y), and no thousands separators.",
    );
  if (cells.flat().some((cell) => /^0\d/.test(cell)))
    return refusal("A number begins with zero: if a comma stands between thousands, leave it out.");
  const rows = points.map((row) => ({ line: 1, cells: row }));
  return tabulate({
    names: [],
    rows,
    notes: ["points in brackets"],
    separator: semicolons ? ";" : ", ",
  });
}

/** @param {string} text @returns {Answer | null} */
function named(text) {
  const found = [...text.matchAll(NAMED)];
  if (found.length < 2) return null;
  const [[, first, , second]] = found;
  const same = found.every(([, a, , b]) => a === first && b === second);
  if (!same || found.some(([, , a, , b]) => !maskOf(a) || !maskOf(b))) return null;
  const rows = found.map(([, , a, , b]) => ({ line: 1, cells: [a, b] }));
  return tabulate({ names: [first, second], rows, notes: [], separator: "" });
}
