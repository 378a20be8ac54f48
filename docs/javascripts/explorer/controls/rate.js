/**
 * The learning rate as a slider by factors, with the stable zone of these very data.
 * The one rule: the limit stands always at the same place; what moves is the scale.
 * @import { Actions, State } from "../types.js"
 * @import { Store } from "../state/store.js"
 * @typedef {{limit: number | null, rates: import("../types.js").Frame["rates"],
 *   why?: string}} Known why: no limit is known
 */
import { FIELDS } from "../state/schema.js";
import { brief } from "../state/numerals.js";
import { element, unique } from "../views/dom.js";
import { button, field, takesComma, wanted } from "./fields.js";

export const POSITIONS = 1000;
const LIMIT_AT = 0.8; // of the slider's length
const DECADES = 5; // from end to end
const ALONE = [-6, 1]; // decades where theory knows no limit
const DIGITS = 3;
const NAMED = /** @type {const} */ ([
  ["half", "Half the limit"],
  ["best", "Best"],
  ["past", "Past the limit"],
]);
const NONE = "Theory knows no limit for this run.";
const { least, most } = FIELDS.optimizer.variants.GradientDescent.fields.learning_rate;

/**
 * The ends of the slider, as powers of ten.
 * @param {number | null} limit @returns {[number, number]}
 */
export function span(limit) {
  if (limit === null || !(limit > 0)) return [ALONE[0], ALONE[1]];
  const low = Math.log10(limit) - LIMIT_AT * DECADES;
  return [low, low + DECADES];
}

/** A rate of three digits. @param {number} position @param {[number, number]} ends */
function rateAt(position, [low, high]) {
  return Number((10 ** (low + (position / POSITIONS) * (high - low))).toPrecision(DIGITS));
}

/**
 * The place of a rate, at an end if it lies beyond.
 * @param {number} rate @param {[number, number]} ends
 */
function positionOf(rate, [low, high]) {
  const share = (Math.log10(rate) - low) / (high - low);
  return Math.round(POSITIONS * Math.min(1, Math.max(0, share)));
}

/** What a rate is to its limit, in words. @param {number} rate @param {number | null} limit */
function saysOf(rate, limit) {
  if (limit === null) return "";
  const share = rate / limit;
  return `${brief(share)} ${share >= 1 ? "times the limit: it diverges" : "of the limit"}`;
}

/**
 * One rate: slider, number, zone, and what it is to the limit.
 * @param {string} label @param {(rate: number) => void} change
 */
export function rateField(label, change) {
  const [slider, number, hint] = ["rate", "rate-number", "rate-says"].map(unique);
  const range = element("input", {
    type: "range",
    id: slider,
    min: "0",
    max: String(POSITIONS),
    step: "1",
    "aria-describedby": hint,
  });
  const box = element("input", {
    type: "number",
    id: number,
    min: String(least),
    max: String(most),
    step: "any",
    "aria-label": `${label}, as a number`,
    "aria-describedby": hint,
  });
  takesComma(box);
  const zone = element("div", { className: "gd-rate-zone", "aria-hidden": "true" });
  const mark = element("span", "gd-rate-mark");
  const says = element("p", { className: "gd-hint gd-rate-says", id: hint });
  const track = element("div", "gd-rate-track", zone, range);
  /** @type {{half: number, past: number, best?: number} | null} */
  let named = null;
  const choices = NAMED.map(([key, text]) =>
    button(text, () => named?.[key] !== undefined && change(named[key]), "gd-quiet"),
  );
  const row = element("div", "gd-rate-named", ...choices);
  const root = field(slider, label, box, track, mark, says, row);
  root.classList.add("gd-rate");
  /** @type {[number, number]} */
  let ends = span(null);
  range.addEventListener("input", () => change(rateAt(Number(range.value), ends)));
  box.addEventListener("input", () => {
    const rate = box.valueAsNumber;
    const fits = rate >= least && rate <= most;
    box.setAttribute("aria-invalid", String(!fits));
    if (fits) change(rate);
    else says.textContent = wanted(least, most);
  });
  return {
    root,
    /** @param {number} rate @param {Known} known */
    draw(rate, { limit, rates, why = "" }) {
      named = rates;
      row.hidden = rates === null;
      choices.forEach((choice, i) => {
        const value = rates?.[NAMED[i][0]];
        choice.hidden = value === undefined;
        choice.setAttribute("aria-pressed", String(value === rate));
      });
      ends = span(limit);
      const text = saysOf(rate, limit);
      const past = limit !== null && rate >= limit;
      range.value = String(positionOf(rate, ends));
      range.setAttribute("aria-valuetext", [brief(rate), text].filter(Boolean).join(", "));
      if (document.activeElement !== box) {
        box.value = String(Number(rate.toPrecision(12)));
        box.setAttribute("aria-invalid", "false");
      }
      root.classList.toggle("gd-has-limit", limit !== null);
      root.classList.toggle("gd-past-limit", past);
      mark.textContent = limit === null ? "" : `limit ${brief(limit)}`;
      const about = limit === null ? why : `${past ? "✕ " : ""}${text}`;
      const refused = box.getAttribute("aria-invalid") === "true";
      says.textContent = refused ? wanted(least, most) : about;
    },
  };
}

/**
 * The limit for one of the rates, the others keeping their proportion to it, and for a
 * single rate those that have a name.
 * @param {State} state @param {number} rate @param {string} method @returns {Known}
 */
export function limitFor({ frame, settings, busy }, rate, method) {
  const answered = frame?.settings.optimizer.name === method;
  if (!answered || frame.limit === null) {
    const known = answered && frame.settings.loss === settings.loss;
    const why = known ? NONE : busy ? "The limit is being computed." : "";
    return { limit: null, rates: null, why };
  }
  const given = frame.settings.optimizer.learning_rate;
  if (!Array.isArray(given)) return { limit: frame.limit, rates: frame.rates };
  const largest = Math.max(...given);
  return { limit: (frame.limit * rate) / largest, rates: null };
}

/**
 * The first rate of the settings alone, for a small explorer.
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions @returns {() => void}
 */
export function mountRate(root, store, actions) {
  const control = rateField("Learning rate η", (rate) => {
    actions.change({ optimizer: { ...store.get().settings.optimizer, learning_rate: rate } });
  });
  root.append(control.root);
  const draw = () => {
    const state = store.get();
    const { name, learning_rate: given } = state.settings.optimizer;
    const rate = Array.isArray(given) ? Math.max(...given) : given;
    root.hidden = typeof rate !== "number";
    if (typeof rate === "number") control.draw(rate, limitFor(state, rate, name));
  };
  draw();
  return store.subscribe(draw, ["settings", "frame", "busy"]);
}
