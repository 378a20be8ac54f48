/**
 * A choice among a few, all in sight: one chip for each, with a small picture where it has one.
 * The one rule: chips are radio buttons, so arrows choose and names are read.
 * @import { Option } from "./fields.js"
 */
import { element, svg, unique } from "../views/dom.js";

/** @typedef {Option & {points?: number[][]}} Chip points: of the picture, each from 0 to 100 */

/** @param {number[][]} points */
const picture = (points) =>
  svg(
    "svg",
    { viewBox: "-6 -6 112 112", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { d: points.map(([x, y]) => `M${x} ${100 - y}h0`).join("") }),
  );

/**
 * @param {string} label @param {Chip[]} options @param {(value: string) => void} change
 * @param {(value: string) => string} [whyNot] why an option is ruled out, or ""
 */
export function chips(label, options, change, whyNot = () => "") {
  const name = unique("chips");
  const hint = element("p", { className: "gd-hint", id: unique("hint"), hidden: true });
  const entries = options.map(({ value, title, points }) => {
    const input = element("input", { type: "radio", name, value, "aria-describedby": hint.id });
    input.addEventListener("change", () => change(value));
    const face = element("span", "", ...(points ? [picture(points)] : []), title);
    return { title, input, root: element("label", "gd-chip", input, face) };
  });
  const row = element("div", "gd-chip-row", ...entries.map(({ root }) => root));
  const root = element(
    "div",
    { className: "gd-field gd-chips", role: "radiogroup", "aria-label": label },
    element("span", { className: "gd-chips-label", "aria-hidden": "true" }, label),
    row,
    hint,
  );
  return {
    root,
    /** @param {string} value none of the chips may have it */
    draw(value) {
      const reasons = entries.map(({ title, input }) => {
        const why = whyNot(input.value);
        input.disabled = why !== "";
        input.checked = input.value === value;
        return why && `${title}: ${why}.`;
      });
      hint.textContent = reasons.filter(Boolean).join(" ");
      hint.hidden = hint.textContent === "";
    },
  };
}
