/**
 * The steps that each method needs, predicted beside measured.
 * The one rule: where nothing arrives it says never, and a bound is called a bound.
 * @import { Report, Steps } from "../types.js"
 */
import { count } from "../../explorer/state/numerals.js";
import { element, marked } from "../../explorer/views/dom.js";

const MOST_SHOWN = 3; // parameters side by side; of more, the slowest stands for all

/** @param {number | null | undefined} steps */
const written = (steps) => (steps === null || steps === undefined ? "never" : count(steps));

/**
 * The most steps of all; null if one never arrives.
 * @param {(number | null)[] | null} all @returns {(number | null)[] | null}
 */
export function slowest(all) {
  if (!all?.length) return null;
  return all.includes(null) ? [null] : [Math.max(.../** @type {number[]} */ (all))];
}

/**
 * The rows to draw: of many parameters the slowest alone.
 * @param {Report} report @returns {{names: string[], rows: Steps[]}}
 */
export function shown({ parameters, steps }) {
  if (parameters.length <= MOST_SHOWN) return { names: parameters, rows: steps };
  const rows = steps.map((row) => ({
    ...row,
    to_1: slowest(row.to_1) ?? [],
    to_001: slowest(row.to_001) ?? [],
    measured_1: slowest(row.measured_1),
    measured_001: slowest(row.measured_001),
    open_1: [row.open_1.some(Boolean)],
    open_001: [row.open_001.some(Boolean)],
  }));
  return { names: [`slowest of ${parameters.length} parameters`], rows };
}

/** @param {Report} report */
export function stepsView(report) {
  const { names, rows } = shown(report);
  const filled = rows.filter(({ to_1, to_001 }) => to_1.length || to_001.length);
  if (!filled.length || !names.length) return null;
  const head = element(
    "tr",
    { role: "row" },
    heading("Method"),
    ...names.flatMap((name) => [heading(`${name} to 1 %`), heading(`${name} to 0.01 %`)]),
  );
  const body = filled.map((row) => line(row, names));
  return element(
    "section",
    { className: "gd-d-section", "aria-label": "Steps per method" },
    element("h3", "", "Steps until each parameter arrives"),
    element(
      "p",
      "gd-hint",
      "To within 1 % and 0.01 % of its first distance. Under each number stands what a run on " +
        "these data measured; where that run was too short, how the number was found. The counts " +
        "of what helps, above, are for all parameters together.",
    ),
    element(
      "div",
      { className: "gd-d-scroll", tabIndex: 0, role: "group", "aria-label": "Table of steps" },
      element(
        "table",
        { className: "gd-d-steps", role: "table" },
        element("thead", { role: "rowgroup" }, head),
        element("tbody", { role: "rowgroup" }, ...body),
      ),
    ),
  );
}

/** @param {string} words */
const heading = (words) => element("th", { scope: "col", role: "columnheader" }, words);

/** @param {Steps} row @param {string[]} names */
function line(row, names) {
  const { label, yours, note, to_1, to_001, open_1, open_001, measured_1, measured_001 } = row;
  const first = element("th", { scope: "row", role: "rowheader" }, ...marked(label));
  if (note) first.append(element("span", "gd-hint", note));
  const cells = names.flatMap((name, j) => [
    cell(`${name} to 1 %`, to_1[j], told(row, measured_1, j), open_1[j]),
    cell(`${name} to 0.01 %`, to_001[j], told(row, measured_001, j), open_001[j]),
  ]);
  return element("tr", { role: "row", className: yours ? "gd-d-yours" : "" }, first, ...cells);
}

/**
 * What stands under a number: that of a run, or how the number was found.
 * @param {Steps} row @param {(number | null)[] | null} measured @param {number} j
 */
const told = ({ counted }, measured, j) =>
  measured && counted !== "measured" ? `measured ${written(measured[j])}` : counted;

/**
 * @param {string} label @param {number | null | undefined} steps
 * @param {string} said @param {boolean} open
 */
function cell(label, steps, said, open) {
  const node = element("td", { role: "cell", "data-label": label });
  if (steps === undefined) {
    node.append("–");
    return node;
  }
  const more = open && steps !== null;
  node.append(element("span", "gd-d-count", `${more ? "more than " : ""}${written(steps)}`));
  node.append(element("span", "gd-hint", more ? "the run ended there" : said));
  return node;
}
