/**
 * The numbers beside the pictures.
 * The one rule: a number keeps its place and its width while the run plays.
 * @import { Frame } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { hasLine, row, rows } from "../state/frames.js";
import { brief, count, number } from "../state/numerals.js";
import { element } from "./dom.js";
import { featuresPart } from "./features.js";
import { epochs, rawNames } from "./narrate.js";

/** @param {number | null} steps */
function stepsIn(steps) {
  return steps === null || steps === undefined || Number.isNaN(steps) ? "–" : count(steps);
}

/**
 * Name, meaning, role and value of each number; `moves` tells those that change with the step.
 * @typedef {(frame: Frame, r: number) => string} Value
 * @param {string | ((names: string[]) => string)} name @param {string} title @param {string} role
 * @param {Value} value
 */
const still = (name, title, role, value) => ({ name, title, role, value, moves: false });
/** @type {(...parts: Parameters<typeof still>) => ReturnType<typeof still>} */
const moving = (...parts) => ({ ...still(...parts), moves: true });
const PREDICTED = "predicted steps until one percent of its error is left";
const NUMBERS = [
  moving("step", "updates so far", "", ({ k }, r) => count(k[r])),
  moving("loss", "the loss at this step", "", ({ loss }, r) => number(loss[r])),
  moving(
    ([w]) => w,
    "the slope, or the first variable",
    "slope",
    ({ x }, r) => number(row(x, r)[0]),
  ),
  moving(
    ([, b]) => b,
    "the intercept, or the second variable",
    "intercept",
    ({ x }, r) => number(row(x, r)[1]),
  ),
  moving(
    ([w]) => `∂L/∂${w}`,
    "the gradient along the slope",
    "slope",
    ({ grad }, r) => number(row(grad, r)[0]),
  ),
  moving(
    ([, b]) => `∂L/∂${b}`,
    "the gradient along the intercept",
    "intercept",
    ({ grad }, r) => number(row(grad, r)[1]),
  ),
  still("λmax steep", "the larger eigenvalue of the Hessian", "steep", ({ modes }) =>
    brief(modes?.eigenvalues[1]),
  ),
  still("λmin flat", "the smaller eigenvalue of the Hessian", "flat", ({ modes }) =>
    brief(modes?.eigenvalues[0]),
  ),
  still("κ", "the condition number, λmax over λmin", "", (frame) => brief(frame.condition_number)),
  still("lr / limit", "the learning rate over the largest that is stable", "", ({ share }) =>
    brief(share),
  ),
  still(
    ([w]) => `steps, ${w} to 1 %`,
    PREDICTED,
    "",
    ({ steps }) => stepsIn(steps.w),
  ),
  still(
    ([, b]) => `steps, ${b} to 1 %`,
    PREDICTED,
    "",
    ({ steps }) => stepsIn(steps.b),
  ),
  moving("epochs", "passes over the rows so far", "", (frame, r) => epochs(frame, r)),
];

/** The two parameters of a line and their gradient; several features have a table instead. */
const [PAIR, PAIRED] = [2, 6];
const [EPOCHS, SHARE] = ["epochs", "lr / limit"].map((sought) =>
  NUMBERS.findIndex(({ name }) => name === sought),
);

/** @param {HTMLElement} root @param {Store} store */
export function mountReadouts(root, store) {
  const cells = NUMBERS.map(({ title, role }) => {
    const term = element("dt", { title, className: role ? `gd-${role}` : "" });
    const value = element("dd");
    return { term, value, root: element("div", "", term, value) };
  });
  const several = featuresPart();
  root.append(element("dl", "gd-numbers-now", ...cells.map(({ root }) => root)), several.root);

  /** @param {Frame} frame @param {number} k */
  function write(frame, k, all = true) {
    const r = Math.min(k, rows(frame) - 1);
    const raw = rawNames(frame.names);
    NUMBERS.forEach(({ name, moves, value }, i) => {
      if (!all && !moves) return;
      const text = value(frame, r);
      if (cells[i].value.textContent !== text) cells[i].value.textContent = text;
      if (all) cells[i].term.textContent = typeof name === "string" ? name : name(raw);
    });
    root.classList.toggle("gd-no-line", !hasLine(frame));
    if (all) several.draw(frame);
    several.at(frame, r);
    for (const { root: cell } of cells.slice(PAIR, PAIRED)) cell.hidden = frame.features !== null;
    cells[EPOCHS].root.hidden = frame.per_epoch === 1;
    const share = /** @type {number} */ (frame.share);
    cells[SHARE].value.classList.toggle("gd-wrong-text", share >= 1);
  }
  return store.subscribe((state, previous) => {
    if (!state.frame) return;
    if (state.frame !== previous.frame) write(state.frame, state.k);
    else if (state.k !== previous.k) write(state.frame, state.k, false);
  });
}
