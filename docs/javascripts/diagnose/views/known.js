/**
 * The fields under "What is known of the run".
 * The one rule: an empty field is unknown, and says what was read in its place, and where.
 * @import { Known } from "../types.js"
 */
import { choice, numberBox } from "../../explorer/controls/fields.js";
import { brief } from "../../explorer/state/numerals.js";
import { element } from "../../explorer/views/dom.js";
import { LOSSES, METHODS, PRECISIONS, WITH_BETA } from "../question.js";

const NONE = { value: "", title: "not known" };
const RATE = { least: 1e-30, empty: "not known" };

/** @typedef {Partial<Record<keyof Known | "beta", string>>} Hints what was read, in words */
/** @typedef {Partial<import("../types.js").Moments>} Parts of the moments, while they are typed */

/** @param {readonly string[]} values */
const options = (values) => [NONE, ...values.map((value) => ({ value, title: value }))];

/** @param {(patch: Partial<Known>) => void} change */
export function knownFields(change) {
  /** @type {Known["method"]} */
  let method = null;
  /** @type {Parts} */
  let moments = {};
  const rate = numberBox("Learning rate", RATE, (value) => change({ learning_rate: value }));
  const name = choice("Method", options(METHODS), (value) => {
    method = value ? { name: value, ...kept(value) } : null;
    change({ method });
    showBeta();
  });
  const beta = numberBox(
    "Momentum β",
    { least: 0, most: 0.999999, empty: "not known" },
    (value) => {
      if (!method) return;
      method = value === null ? { name: method.name } : { name: method.name, beta: value };
      change({ method });
    },
  );
  const loss = choice(
    "Loss, with r = ŷ − y",
    [NONE, ...Object.entries(LOSSES).map(([value, title]) => ({ value, title }))],
    (value) => change({ loss: value || null }),
  );
  const steps = numberBox(
    "Steps",
    { least: 1, most: 1e9, whole: true, empty: "not known" },
    (value) => change({ steps: value }),
  );
  const precision = choice("Precision", options(PRECISIONS), (value) =>
    change({ precision: value || null }),
  );
  const ranges = { n: { least: 2, whole: true }, mean: {}, std: { least: 0 } };
  const labels = { n: "Rows n", mean: "Mean of x", std: "Standard deviation of x" };
  const boxes = Object.entries(ranges).map(([key, range]) => {
    const label = labels[/** @type {"n"} */ (key)];
    const box = numberBox(label, { ...range, empty: "not known" }, (value) => {
      moments = { ...moments, [key]: value ?? undefined };
      change({ moments: whole(moments) });
    });
    return /** @type {const} */ ([key, box]);
  });

  /** A momentum stays with methods that have one. @param {string} value */
  const kept = (value) =>
    WITH_BETA.includes(value) && method?.beta !== undefined ? { beta: method.beta } : {};

  function showBeta() {
    beta.root.hidden = !method || !WITH_BETA.includes(method.name);
  }

  const fields = { learning_rate: rate, method: name, loss, steps, precision };
  const hints = Object.fromEntries(
    Object.entries(fields).map(([key, { root }]) => {
      const hint = element("p", { className: "gd-hint gd-d-from", hidden: true });
      root.append(hint);
      return [key, hint];
    }),
  );
  const root = element(
    "details",
    "gd-d-fold gd-d-known",
    element(
      "summary",
      "",
      "What is known of the run",
      element("span", "gd-hint", " (all optional)"),
    ),
    element(
      "div",
      "gd-d-grid",
      rate.root,
      name.root,
      beta.root,
      loss.root,
      steps.root,
      precision.root,
    ),
    element(
      "fieldset",
      "gd-d-part",
      element("legend", "", "No data, only n, mean and standard deviation of x"),
      element("div", "gd-d-grid", ...boxes.map(([, box]) => box.root)),
    ),
    element(
      "p",
      "gd-hint",
      "A matrix and a right side: write ",
      element("code", "", "A = [[…], […]]"),
      " and ",
      element("code", "", "b = […]"),
      " into the box; its card then says “Matrix A and b”, and no intercept is added.",
    ),
  );
  return {
    root,
    /** @param {Known} known @param {Hints} read */
    draw(known, read) {
      method = known.method;
      moments = known.moments ?? moments;
      rate.draw(known.learning_rate);
      name.draw(known.method?.name ?? "");
      beta.draw(known.method?.beta ?? null);
      loss.draw(known.loss ?? "");
      steps.draw(known.steps);
      precision.draw(known.precision ?? "");
      for (const [key, box] of boxes) {
        box.draw(/** @type {any} */ (moments)[key] ?? null);
      }
      showBeta();
      for (const [key, hint] of Object.entries(hints)) {
        const said = read[/** @type {keyof Known} */ (key)] ?? "";
        const given = /** @type {any} */ (known)[key] !== null;
        hint.hidden = !said || given;
        hint.textContent = said;
      }
    },
    /** Forget moments that were typed in part. */
    forget() {
      moments = {};
    },
  };
}

/** Moments once all three are there. @param {Parts} moments @returns {Known["moments"]} */
function whole(moments) {
  const { n, mean, std } = moments;
  if (n === undefined || mean === undefined || std === undefined) return null;
  return { ...moments, n, mean, std };
}

/**
 * Hints of what was read of code or words.
 * @param {Record<string, any>} reading @param {string} where "your code"
 * @returns {Hints}
 */
export function hintsOf(reading, where) {
  const { learning_rate, method, loss, steps, precision, beta } = reading;
  const say = (/** @type {unknown} */ value) => (value ? `${value}, from ${where}` : "");
  return {
    learning_rate: say(typeof learning_rate === "number" ? brief(learning_rate) : ""),
    method: say(typeof beta === "number" && method ? `${method}, β ${brief(beta)}` : method),
    loss: say(loss),
    steps: say(typeof steps === "number" ? steps.toLocaleString("en-US") : ""),
    precision: say(precision),
  };
}
