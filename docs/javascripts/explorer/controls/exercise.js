/**
 * One exercise: its task, whether the run on the screen passes, and why not.
 * The one rule: a rule is data, and so is what it may ask: a frame carries its quantities.
 * @import { Actions, Frame } from "../types.js"
 * @import { Store } from "../state/store.js"
 * @typedef {{frame: Frame, other: Frame | null}} Runs
 * @typedef {{of: string, else: string, is?: any, one_of?: any[], least?: any,
 *   most?: any}} Condition
 * @typedef {{id: string, title: string, task: string, hint: string, answer: string,
 *   code: boolean, preset: object, solution: object, check: Condition[]}} Exercise
 */
import { FIRST } from "../state/choices.js";
import { FIELDS } from "../state/schema.js";
import { clean, complete, same } from "../state/settings.js";
import { brief, count } from "../state/numerals.js";
import { element, marked } from "../views/dom.js";
import { button } from "./fields.js";

/**
 * Whether a run passes, and what the first condition that fails has to say.
 * @param {Exercise} exercise @param {Runs} runs
 * @returns {{passed: boolean, says: string}}
 */
export function judge(exercise, runs) {
  const failed = exercise.check.find((condition) => !holds(condition, runs));
  return { passed: !failed, says: failed ? filled(failed.else, runs) : "" };
}

/**
 * The verdict on a run and those pinned beside it; which of two came first does not matter.
 * @param {Exercise} exercise @param {Frame} frame @param {(Frame | null)[]} pins
 */
export function best(exercise, frame, pins) {
  const pairs = pins
    .filter((pin) => pin !== null)
    .flatMap((pin) => [
      { frame, other: pin },
      { frame: pin, other: frame },
    ]);
  const verdicts = [...pairs, { frame, other: null }].map((runs) => judge(exercise, runs));
  return verdicts.find(({ passed }) => passed) ?? verdicts[0];
}

/**
 * What is at a path such as "floor", "other.floor" or "settings.start.0"; null if nothing is.
 * @param {string} path @param {Runs} runs @returns {any}
 */
function quantity(path, { frame, other }) {
  /** @type {any} */
  let value = { ...frame, ...frame.quantities, other: { ...other, ...other?.quantities } };
  for (const key of path.split(".")) value = value?.[key] ?? null;
  return value;
}

/** @param {Condition} condition @param {Runs} runs */
function holds(condition, runs) {
  const value = quantity(condition.of, runs);
  const bound = (/** @type {any} */ given) => {
    if (typeof given !== "object" || given === null) return given;
    const other = quantity(given.of, runs);
    return given.times === undefined ? other : other * given.times;
  };
  if ("is" in condition) return value === bound(condition.is);
  if ("one_of" in condition) return Boolean(condition.one_of?.includes(value));
  if (!Number.isFinite(value)) return false;
  return (
    (!("least" in condition) || value >= bound(condition.least)) &&
    (!("most" in condition) || value <= bound(condition.most))
  );
}

/**
 * A sentence with the run's own quantities in its braces, or another where the run lacks one.
 * @param {string} sentence @param {Runs} runs
 */
function filled(sentence, runs) {
  let lacks = false;
  const text = sentence.replace(/\{([\w.]+)\}/g, (_, name) => {
    const value = quantity(name, runs);
    lacks ||= value === null;
    return shown(value);
  });
  if (!lacks) return text;
  const { status } = runs.frame;
  const grew = status === "DIVERGED" || status === "OVERFLOWED";
  return grew ? "This run diverges." : "What is asked cannot be measured on this run.";
}

/** A quantity in words. @param {unknown} value */
function shown(value) {
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) && value <= FIELDS.epochs.most ? count(value) : brief(value);
}

const PHONE = "(max-width: 59.9844em)";
const IN_CARD = 2; // controls
/** Settings that an exercise may change, and the control of each. */
const CONTROLS = {
  coordinates: "standardize",
  loss: "loss",
  l2: "l2",
  precision: "precision",
  start: "start",
  epochs: "epochs",
};

/**
 * The controls that lead from the preset of an exercise to its solution, by their names.
 * @param {Pick<Exercise, "preset" | "solution">} exercise
 */
export function controlsOf({ preset, solution }) {
  const one = complete(preset);
  const given = complete(solution);
  const two = { ...given, ...given.compare };
  const differs = (/** @type {string} */ key) =>
    !same(/** @type {any} */ (one)[key], /** @type {any} */ (two)[key]);
  const [before, after] = [one.optimizer, two.optimizer];
  const names = one.data.name === two.data.name ? [] : ["data"];
  if (before.name !== after.name) names.push(FIRST.includes(after.name) ? "method" : "methods");
  else if (!same(before.learning_rate, after.learning_rate)) names.push("rate");
  else if (differs("optimizer")) names.push("fields");
  for (const [key, name] of Object.entries(CONTROLS)) if (differs(key)) names.push(name);
  return names.slice(0, IN_CARD);
}

/**
 * Borrows controls of the panel for the card, and puts them back where they were.
 * @param {HTMLElement} slot
 */
function lender(slot) {
  /** @type {{node: HTMLElement, place: Comment}[]} */
  let lent = [];
  return {
    /** @param {HTMLElement[]} nodes */
    take(nodes) {
      for (const { node, place } of lent) place.replaceWith(node);
      lent = nodes.map((node) => ({ node, place: document.createComment("in the card") }));
      for (const { node, place } of lent) node.replaceWith(place);
      slot.replaceChildren(...nodes);
    },
  };
}

/**
 * Fill the panel of the exercise that the settings name; nothing is shown without one.
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions
 * @param {Exercise[]} exercises @param {Record<string, HTMLElement>} controls of the panel
 * @returns {() => void}
 */
export function mountExercise(root, store, actions, exercises, controls) {
  const slot = element("div", "gd-exercise-controls");
  const card = lender(slot);
  const phone = window.matchMedia(PHONE);
  const title = element("h2", "gd-exercise-title");
  const task = element("p");
  const verdict = element("p", { className: "gd-judged", role: "status" });
  const hint = fold("Hint");
  const answer = fold("Answer");
  const next = button("Next exercise", () => load(following(1).preset));
  const solve = button("Show it", () => load(current()?.solution));
  const again = button("Begin again", () => load(current()?.preset));
  const leave = button("Leave", () => actions.change({ exercise: null }));
  const list = element("select", { "aria-label": "Choose an exercise" });
  list.append(
    ...exercises.map(({ id, title: name }, i) =>
      element("option", { value: id }, `${i + 1}. ${name}`),
    ),
  );
  list.addEventListener("change", () =>
    load(exercises.find(({ id }) => id === list.value)?.preset),
  );
  answer.body.after(solve);
  root.append(
    element("div", "gd-exercise-head", title, list),
    task,
    slot,
    verdict,
    hint.fold,
    answer.fold,
    element("div", "gd-buttons", next, again, leave),
  );
  root.setAttribute("aria-label", "Exercise");
  root.setAttribute("role", "region");
  let shownId = "";
  draw();
  phone.addEventListener("change", lend);
  const stop = store.subscribe(draw, ["settings", "frame", "pins", "busy"]);
  return () => {
    stop();
    phone.removeEventListener("change", lend);
  };

  /** On a phone the card has the controls of its task: the panel is far below. */
  function lend() {
    const exercise = phone.matches ? current() : undefined;
    const names = exercise ? controlsOf(exercise) : [];
    card.take(names.map((name) => controls[name]).filter(Boolean));
  }

  function current() {
    const { exercise } = store.get().settings;
    return exercises.find(({ id }) => id === exercise);
  }

  /** @param {number} by */
  function following(by) {
    const at = exercises.findIndex(({ id }) => id === store.get().settings.exercise);
    return exercises[(at + by) % exercises.length];
  }

  /** @param {object | undefined} settings */
  function load(settings) {
    if (settings) actions.loadSettings(clean(settings).settings);
  }

  function draw() {
    const exercise = current();
    root.hidden = !exercise;
    if (!exercise) {
      if (shownId) card.take([]);
      return void (shownId = "");
    }
    if (exercise.id !== shownId) write(exercise);
    const { frame, pins, busy } = store.get();
    if (!frame || busy || frame.settings.exercise !== exercise.id) return;
    const { passed, says } = best(exercise, frame, pins);
    verdict.dataset.passed = String(passed);
    const text = passed ? "Passed. The answer below says why it works." : `Not yet. ${says}`;
    if (verdict.textContent !== text) verdict.textContent = text;
    next.classList.toggle("gd-primary", passed);
  }

  /** @param {Exercise} exercise */
  function write(exercise) {
    shownId = exercise.id;
    list.value = exercise.id;
    title.textContent = exercise.title;
    task.replaceChildren(...marked(exercise.task));
    hint.body.replaceChildren(...marked(exercise.hint));
    answer.body.replaceChildren(...marked(exercise.answer));
    solve.textContent = exercise.code ? "Put the program in" : "Set it so";
    hint.fold.open = false;
    answer.fold.open = false;
    lend();
    verdict.textContent = "";
    delete verdict.dataset.passed;
  }
}

/** @param {string} name */
function fold(name) {
  const body = element("p");
  return { fold: element("details", "gd-fold", element("summary", "", name), body), body };
}
