/**
 * Several features beside the pictures: all eigenvalues on a line, and every coefficient.
 * The one rule: what is drawn of a run is two directions, so all the others are told here.
 * @import { Features, Frame } from "../types.js"
 */
import { wholeRow } from "../state/frames.js";
import { brief, number } from "../state/numerals.js";
import { element, label, svg } from "./dom.js";
import { decades, tick } from "./scales.js";

const [FIRST, LAST] = [3, 97]; // percent of the width: the smallest, the largest
const LEVEL = 34; // pixels: of the axis
const ALIKE = 1.0001; // ratios below this stand at one place
const ZERO = 1e-3; // of the smallest above zero: where zero stands, which has no logarithm

/**
 * The place of each value on the log axis, in percent; of all that are alike, the middle.
 * @param {number} least @param {number} most
 */
function scaleOf(least, most) {
  const size = Math.log(most / least);
  const one = size < Math.log(ALIKE);
  return (/** @type {number} */ value) =>
    one ? (FIRST + LAST) / 2 : FIRST + ((LAST - FIRST) * Math.log(value / least)) / size;
}

/** @param {Features} features */
export function marksOf({ eigenvalues }) {
  const above = eigenvalues.find((value) => value > 0) ?? 1;
  const zeros = eigenvalues[0] === 0;
  const most = eigenvalues[eigenvalues.length - 1];
  const [low, high] = [zeros ? above * ZERO : above, most];
  const x = scaleOf(low, high);
  const marks = Array.from(eigenvalues, (value) => ({ value, at: x(value || low) }));
  const powers = high / low < ALIKE ? [] : decades([above, high], 4);
  return { marks, powers: powers.map((value) => ({ value, at: x(value) })) };
}

/** @param {Features} features */
function strip(features) {
  const { marks, powers } = marksOf(features);
  const last = marks.length - 1;
  const role = (/** @type {number} */ i) => (i === last ? "steep" : i === 0 ? "flat" : "between");
  const upright = (
    /** @type {number} */ at,
    /** @type {number} */ up,
    /** @type {number} */ down,
  ) => svg("line", { x1: `${at}%`, x2: `${at}%`, y1: LEVEL - up, y2: LEVEL + down });
  const axis = svg(
    "g",
    { class: "gd-axis" },
    svg("line", { class: "gd-rule", x1: "0%", x2: "100%", y1: LEVEL, y2: LEVEL }),
  );
  for (const { value, at } of powers) {
    const rule = upright(at, 0, 4);
    rule.setAttribute("class", "gd-rule");
    const text = label("", 0, LEVEL + 17, tick(value), "middle");
    text.setAttribute("x", `${at}%`);
    axis.append(rule, text);
  }
  const ticks = marks.map(({ at }, i) => {
    const node = upright(at, 10, 6);
    node.setAttribute("class", `gd-eigenvalue gd-${role(i)}-stroke`);
    return node;
  });
  const [low, high] = [marks[0], marks[last]];
  const names = [
    label("gd-name gd-flat-text", 0, 14, `λmin = ${brief(low.value)}`, "start"),
    label("gd-name gd-steep-text", 0, 14, `λmax = ${brief(high.value)}`, "end"),
  ];
  names[1].setAttribute("x", "100%");
  const all = marks.map(({ value }) => brief(value)).join(", ");
  return svg("svg", { role: "img", "aria-label": `Eigenvalues: ${all}` }, axis, ...ticks, ...names);
}

/** The part of the readouts that only several features have. */
export function featuresPart() {
  const caption = element("figcaption");
  const figure = element("figure", "gd-view gd-view-eigenvalues", caption);
  const holder = element("div", {
    className: "gd-table-scroll",
    tabIndex: 0,
    role: "region",
    "aria-label": "Coefficients of the features",
  });
  const root = element("div", { className: "gd-features", hidden: true }, figure, holder);
  /** @type {HTMLElement[]} */
  let cells = [];

  /** @param {Frame} frame */
  function draw({ features, condition_number: kappa }) {
    root.hidden = !features;
    if (!features) return;
    const { names, best, eigenvalues } = features;
    const size = kappa === null ? "κ is infinite" : `κ = ${brief(kappa)}`;
    caption.textContent = `All ${eigenvalues.length} eigenvalues of the Hessian; ${size}`;
    figure.replaceChildren(caption, strip(features));
    const heads = ["coefficient of", "at this step", "least squares"];
    const head = element("tr", "", ...heads.map((text) => element("th", { scope: "col" }, text)));
    cells = names.map(() => element("td"));
    const lines = names.map((name, i) =>
      element(
        "tr",
        "",
        element("th", { scope: "row", title: name }, name),
        cells[i],
        element("td", "", number(best[i], 5)),
      ),
    );
    const parts = [element("thead", "", head), element("tbody", "", ...lines)];
    holder.replaceChildren(element("table", "gd-table gd-coefficients", ...parts));
  }

  return {
    root,
    draw,
    /** Only what moves. @param {Frame} frame @param {number} r */
    at({ features }, r) {
      if (!features) return;
      wholeRow(features.coefficients, r).forEach((value, i) => {
        const text = number(value, 5);
        if (cells[i].textContent !== text) cells[i].textContent = text;
      });
    },
  };
}
