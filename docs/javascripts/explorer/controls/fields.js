/**
 * Labelled controls of the panel, each with a way to be drawn anew.
 * The one rule: a control that the reader is typing in is not written to.
 */
import { brief, count } from "../state/numerals.js";
import { element, unique } from "../views/dom.js";

/**
 * @typedef {{root: HTMLElement, draw: (value: any, why?: string) => void}} Drawn
 * @typedef {{value: string, title: string}} Option
 */

/** Whether writing to it would disturb the reader. @param {HTMLElement} control */
const busy = (control) => document.activeElement === control;

/**
 * Controls under their label.
 * @param {string} id of the labelled one @param {string} label @param {...Node} controls
 */
export const field = (id, label, ...controls) =>
  element("div", "gd-field", element("label", { for: id }, label), ...controls);

/**
 * Options by their titles.
 * @param {readonly string[]} values @param {(value: string) => string} title @returns {Option[]}
 */
export const titled = (values, title) => values.map((value) => ({ value, title: title(value) }));

/**
 * A choice; `whyNot` of an option that is ruled out is written beside it.
 * @param {string} label @param {Option[]} options @param {(value: string) => void} change
 * @param {(value: string) => string} [whyNot]
 */
export function choice(label, options, change, whyNot = () => "") {
  const id = unique("choice");
  const select = element("select", { id });
  const entries = options.map(({ value, title }) => ({
    title,
    option: element("option", { value }, title),
  }));
  select.append(...entries.map(({ option }) => option));
  select.addEventListener("change", () => change(select.value));
  return {
    root: field(id, label, select),
    select,
    /** @param {string} value */
    draw(value) {
      for (const { option, title } of entries) {
        const why = whyNot(option.value);
        option.disabled = why !== "";
        const text = why ? `${title} (${why})` : title;
        if (option.textContent !== text) option.textContent = text;
      }
      if (select.value !== value) select.value = value;
    },
  };
}

/**
 * A comma typed or pasted as decimal mark: some browsers drop it, and 0,5 would be 5.
 * @param {HTMLInputElement} input
 */
export function takesComma(input) {
  input.addEventListener("beforeinput", (event) => {
    if (!/^[^.,]*,[^.,]*$/.test(event.data ?? "")) return;
    event.preventDefault();
    // The one way to write where the caret is in a box of numbers.
    document.execCommand("insertText", false, event.data?.replace(",", "."));
  });
}

/**
 * A number in a box. What is out of range is marked and not taken.
 * @param {string} label
 * @param {{least?: number | null, most?: number | null, whole?: boolean, empty?: string}} range
 *   empty: what an empty box stands for, if it may be empty
 * @param {(value: number | null) => void} change
 */
export function numberBox(label, { least = null, most = null, whole = false, empty = "" }, change) {
  const [id, hint] = [unique("number"), unique("hint")];
  const input = element("input", {
    type: "number",
    id,
    step: whole ? "1" : "any",
    placeholder: empty,
    inputMode: "decimal",
  });
  if (least !== null) input.min = String(least);
  if (most !== null) input.max = String(most);
  const why = element("p", { className: "gd-hint", id: hint, hidden: true });
  input.setAttribute("aria-describedby", hint);
  if (!whole) takesComma(input);
  input.addEventListener("input", () => {
    const { value, valueAsNumber: number } = input;
    const none = value === "" && empty !== "" && !input.validity.badInput;
    const fits =
      none ||
      (Number.isFinite(number) &&
        !(least !== null && number < least) &&
        !(most !== null && number > most) &&
        (!whole || Number.isInteger(number)));
    input.setAttribute("aria-invalid", String(!fits));
    why.hidden = fits;
    why.textContent = fits ? "" : wanted(least, most, whole);
    if (fits) change(none ? null : number);
  });
  return {
    root: field(id, label, input, why),
    input,
    /** @param {number | null} value @param {string} [off] why it cannot be used */
    draw(value, off = "") {
      input.disabled = off !== "";
      if (!busy(input)) {
        input.value = value === null ? "" : String(Number(value.toPrecision(12)));
        input.setAttribute("aria-invalid", "false");
      }
      if (off || input.getAttribute("aria-invalid") !== "true") {
        why.textContent = off;
        why.hidden = !off;
      }
    },
  };
}

/** @param {number} value */
const bound = (value) => (Number.isSafeInteger(value) ? count(value) : brief(value));

/** @param {number | null} least @param {number | null} most @param {boolean} [whole] */
export function wanted(least, most, whole) {
  const kind = whole ? "A whole number" : "A number";
  if (least !== null && most !== null) return `${kind} from ${bound(least)} to ${bound(most)}.`;
  return least === null ? `${kind}.` : `${kind}, at least ${bound(least)}.`;
}

/**
 * A number with a slider beside it. `at` and `from` turn slider positions into values and back.
 * @param {string} label @param {{least: number, most: number, whole?: boolean, positions: number,
 *   at: (position: number) => number, from: (value: number) => number}} scale
 * @param {(value: number) => void} change
 */
export function slider(label, { positions, at, from, ...range }, change) {
  const box = numberBox(label, range, (value) => change(Number(value)));
  const input = element("input", {
    type: "range",
    min: "0",
    max: String(positions),
    step: "1",
    "aria-label": `${label}, by slider`,
  });
  input.addEventListener("input", () => change(at(Number(input.value))));
  box.root.classList.add("gd-slider");
  box.root.append(input);
  return {
    root: box.root,
    /** @param {number} value */
    draw(value) {
      box.draw(value);
      input.value = String(from(value));
      input.setAttribute("aria-valuetext", bound(value));
    },
  };
}

/** Whole numbers by factors, from 1 to `most`. @param {number} most @param {number} positions */
export function byFactors(most, positions) {
  const step = Math.log10(most) / positions;
  return {
    least: 1,
    most,
    positions,
    whole: true,
    at: (/** @type {number} */ position) =>
      Math.round(Number((10 ** (position * step)).toPrecision(2))),
    from: (/** @type {number} */ value) => Math.round(Math.log10(Math.max(1, value)) / step),
  };
}

/** @param {number} least @param {number} most @param {number} positions */
export function evenly(least, most, positions) {
  const round = (/** @type {number} */ value) => Number(value.toPrecision(6));
  return {
    least,
    most,
    positions,
    at: (/** @type {number} */ position) => round(least + (position / positions) * (most - least)),
    from: (/** @type {number} */ value) =>
      Math.round(((value - least) / (most - least)) * positions),
  };
}

/** @param {string} label @param {(value: boolean) => void} change */
export function toggle(label, change) {
  const id = unique("toggle");
  const input = element("input", { type: "checkbox", id });
  input.addEventListener("change", () => change(input.checked));
  return {
    root: element("div", "gd-toggle", input, element("label", { for: id }, label)),
    /** @param {boolean} value */
    draw(value) {
      input.checked = value;
    },
  };
}

/** @param {string} text @param {() => void} act @param {string} [className] */
export function button(text, act, className = "") {
  const node = element("button", { type: "button", className }, text);
  node.addEventListener("click", act);
  return node;
}

/**
 * A fold of controls that belong together.
 * @param {string} title @param {boolean} open @param {...(Node | string)} children
 */
export function group(title, open, ...children) {
  return element(
    "details",
    { className: "gd-group", open },
    element("summary", "", title),
    ...children,
  );
}

/**
 * A choice of a file, and a place that takes a file or a text by drag.
 * @param {HTMLElement} root @param {HTMLInputElement} pick of type file
 * @param {(file: File) => void} open @param {(text: string) => void} write
 */
export function takesFiles(root, pick, open, write) {
  pick.addEventListener("change", () => {
    const [file] = pick.files ?? [];
    if (file) open(file);
    pick.value = "";
  });
  const over = (/** @type {boolean} */ is) => root.classList.toggle("gd-over", is);
  root.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  root.addEventListener("dragleave", () => over(false));
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const [file] = event.dataTransfer?.files ?? [];
    const text = event.dataTransfer?.getData("text/plain");
    if (file) open(file);
    else if (text) write(text);
  });
}
