/**
 * The numbers beside the pictures.
 * The one rule: a number keeps its place and its width while the run plays.
 */
import { hasLine, row, rows } from "../state/frames.js";
import { rawNames } from "./narrate.js";
import { count, number } from "./scales.js";
import { html } from "./svg.js";

/** @typedef {import("../types.js").Frame} Frame */

/** @param {number | null} steps */
function stepsIn(steps) {
  return steps === null || steps === undefined || Number.isNaN(steps) ? "–" : count(steps);
}

/**
 * Name, meaning and value of each number; `moves` tells those that change with the step.
 * @type {{name: (frame: Frame) => string, title: string, role?: string, moves?: boolean, value: (frame: Frame, r: number) => string}[]}
 */
const NUMBERS = [
  { name: () => "epoch", title: "passes over the data so far", moves: true, value: ({ k, per_epoch }, r) => (per_epoch > 1 ? number(k[r] / per_epoch, 3) : count(k[r])) },
  { name: () => "loss", title: "the loss at this step", moves: true, value: ({ loss }, r) => number(loss[r]) },
  { name: ({ names }) => rawNames(names)[0], title: "the slope, or the first variable", role: "slope", moves: true, value: ({ x }, r) => number(row(x, r)[0]) },
  { name: ({ names }) => rawNames(names)[1], title: "the intercept, or the second variable", role: "intercept", moves: true, value: ({ x }, r) => number(row(x, r)[1]) },
  { name: ({ names }) => `∂L/∂${rawNames(names)[0]}`, title: "the gradient along the slope", role: "slope", moves: true, value: ({ grad }, r) => number(row(grad, r)[0]) },
  { name: ({ names }) => `∂L/∂${rawNames(names)[1]}`, title: "the gradient along the intercept", role: "intercept", moves: true, value: ({ grad }, r) => number(row(grad, r)[1]) },
  { name: () => "λ₊ steep", title: "the larger eigenvalue of the Hessian", role: "steep", value: ({ modes }) => number(modes?.eigenvalues[1]) },
  { name: () => "λ₋ flat", title: "the smaller eigenvalue of the Hessian", role: "flat", value: ({ modes }) => number(modes?.eigenvalues[0]) },
  { name: () => "κ", title: "the condition number, λ₊ over λ₋", value: ({ condition_number }) => number(condition_number) },
  { name: () => "lr / limit", title: "the learning rate over the largest that is stable", value: ({ share }) => number(share, 3) },
  { name: ({ names }) => `steps, ${rawNames(names)[0]} to 1 %`, title: "predicted steps until one percent of its error is left", value: ({ steps }) => stepsIn(steps.w) },
  { name: ({ names }) => `steps, ${rawNames(names)[1]} to 1 %`, title: "predicted steps until one percent of its error is left", value: ({ steps }) => stepsIn(steps.b) },
];

/** @param {HTMLElement} element @param {import("../state/store.js").Store} store */
export function mountReadouts(element, store) {
  const cells = NUMBERS.map(({ title, role }) => {
    const term = html("dt", { title, class: role ? `gd-${role}` : "" });
    const value = html("dd", {});
    return { term, value };
  });
  element.append(html("dl", { class: "gd-numbers-now" },
    ...cells.map(({ term, value }) => html("div", {}, term, value))));

  /** @param {Frame} frame @param {number} k */
  function write(frame, k, all = true) {
    const r = Math.min(k, rows(frame) - 1);
    NUMBERS.forEach(({ name, moves, value }, i) => {
      if (!all && !moves) return;
      const text = value(frame, r);
      if (cells[i].value.textContent !== text) cells[i].value.textContent = text;
      if (all) cells[i].term.textContent = name(frame);
    });
    element.classList.toggle("gd-no-line", !hasLine(frame));
    const share = /** @type {number} */ (frame.share);
    cells[9].value.classList.toggle("gd-wrong-text", share >= 1);
  }
  return store.subscribe((state, previous) => {
    if (!state.frame) return;
    if (state.frame !== previous.frame) write(state.frame, state.k);
    else if (state.k !== previous.k) write(state.frame, state.k, false);
  });
}
