/**
 * The reader's program: edited, run on request, and what came of it.
 * The one rule: a program that came with a link is shown and never run before a click.
 * @import { Actions, State } from "../types.js"
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 * @typedef {{focus: () => void, text: () => string, set: (text: string) => void,
 *   mark: (line: number | null, message: string) => void, destroy: () => void}} Editor
 */
import { FIELDS } from "../state/schema.js";
import { element, marked, unique } from "../views/dom.js";
import { mountCopies } from "./copy_buttons.js";
import { button, numberBox } from "./fields.js";

const LABEL = "Your program, in Python";
const SECONDS = 5;
const MOST_SECONDS = 60;
const NOT_RUN =
  "This program came with the link or the exercise. It has not been run: read it, then press Run.";
const HINT =
  "Define any of `loss`, `gradient` and `step`; change x and y at the top level. " +
  "Ctrl or Cmd with Enter runs it. Escape, then Tab, leaves the editor.";
const MOST = `${FIELDS.code.bytes / 1000} kB`;
const LONG = `The program is too long: ${MOST} is the most that fits into a link.`;

/**
 * @param {HTMLElement} root @param {Store} store @param {Actions} actions @param {Catalog} catalog
 * @returns {() => void}
 */
export function mountCode(root, store, actions, catalog) {
  const usual = catalog.code ?? "";
  const [wrongId, hintId] = [unique("wrong"), unique("leave")];
  let seconds = SECONDS;
  let mine = store.get().settings.code; // what the reader wrote, as far as the settings know
  let asked = false; // for the real editor
  let gone = false;

  const note = element("p", { className: "gd-note-code", hidden: true, role: "note" }, NOT_RUN);
  const place = element("div", "gd-editor");
  const run = button("Run", go, "gd-primary");
  const stop = button("Stop", () => actions.stopCode());
  const reset = button("Reset the program", () => {
    mine = null;
    set(null);
    actions.change({ code: null });
  });
  const limit = numberBox(
    "Seconds at most",
    { least: 1, most: MOST_SECONDS },
    (value) => (seconds = Number(value)),
  );
  const state = element("span", { className: "gd-running", role: "status" });
  const wrong = element("p", {
    className: "gd-code-wrong gd-wrong-text",
    id: wrongId,
    hidden: true,
  });
  const verdict = element("p", { className: "gd-code-says", hidden: true, role: "status" });
  const output = element("pre", {
    className: "gd-printed",
    tabIndex: 0,
    "aria-label": "What the program printed",
    role: "log",
  });
  const printed = element("div", { hidden: true }, element("p", "gd-hint", "Printed:"), output);
  const hint = element("p", { className: "gd-hint", id: hintId }, ...marked(HINT));
  const copies = mountCopies(store, actions, catalog);
  const fold = element(
    "details",
    { className: "gd-group gd-code-fold", open: store.get().settings.code !== null },
    element("summary", "", "The algorithm, to edit and run"),
    note,
    place,
    hint,
    element("div", "gd-run-row", run, stop, reset, limit.root, state),
    wrong,
    verdict,
    printed,
  );
  limit.draw(seconds);
  root.append(fold, copies);

  const shownText = () => store.get().settings.code ?? usual;
  /** @type {Editor} */
  let editor = plainEditor(place, shownText(), `${wrongId} ${hintId}`, typed, go);
  if (store.get().settings.code !== null) note.hidden = false;
  fold.addEventListener("toggle", () => fold.open && void better());
  if (fold.open) void better();

  /** The real editor in place of the plain one; if it cannot be had, the plain one stays. */
  async function better() {
    if (asked) return;
    asked = true;
    try {
      const { createEditor } = await import("./editor.js");
      if (gone) return;
      const before = editor;
      const hadFocus = place.contains(document.activeElement);
      const text = before.text();
      before.destroy();
      editor = createEditor(place, {
        text,
        label: LABEL,
        describedBy: `${wrongId} ${hintId}`,
        change: typed,
        run: go,
      });
      if (hadFocus) editor.focus();
      draw(store.get());
    } catch {
      // The plain one does everything but colors.
    }
  }

  /** @param {string} text */
  function typed(text) {
    const long = new TextEncoder().encode(text).length > FIELDS.code.bytes;
    tell(long ? LONG : "", null);
    if (long) return;
    mine = text === usual ? null : text;
    actions.change({ code: mine });
  }

  function go() {
    if (store.get().running) return;
    note.hidden = true;
    if (store.get().settings.code === null) actions.change({ code: (mine = editor.text()) });
    void actions.runCode({ seconds });
  }

  /** Text that was not typed here. @param {string | null} code */
  function set(code) {
    editor.set(code ?? usual);
    note.hidden = code === null;
    if (code !== null) fold.open = true;
    tell("", null);
  }

  /** @param {string} message @param {number | null} line */
  function tell(message, line) {
    wrong.hidden = message === "";
    wrong.textContent = line === null ? message : `Line ${line}: ${message}`;
    editor.mark(line, message);
  }

  /** What was found of the program, as long as it is the one that ran. @param {State} now */
  function judge({ settings, frame }) {
    const finding = frame && frame.settings.code === settings.code ? frame.program : null;
    verdict.hidden = !finding || !wrong.hidden;
    const says = finding?.says ?? "";
    if (verdict.textContent !== says) verdict.textContent = says;
    verdict.classList.toggle("gd-wrong-text", finding?.wrong === true);
  }

  /** @param {State} now */
  function draw(now) {
    run.disabled = now.running;
    stop.disabled = !now.running;
    const doing = now.runtime === "ready" ? "Running …" : "Python is loading …";
    state.textContent = now.running ? doing : "";
    printed.hidden = now.printed === "";
    if (output.textContent !== now.printed) output.textContent = now.printed;
    if (now.line !== null) tell(now.problem, now.line);
  }

  draw(store.get());
  const unsubscribe = store.subscribe((now, before) => {
    if (now.settings.code !== before.settings.code && now.settings.code !== mine) {
      mine = now.settings.code;
      set(mine);
    }
    const ran = before.running && !now.running;
    if (now.running && !before.running) tell("", null);
    const keys = /** @type {const} */ (["running", "printed", "problem", "line", "runtime"]);
    if (keys.some((key) => now[key] !== before[key])) draw(now);
    if (ran && now.problem) tell(now.problem, now.line);
    judge(now);
  });
  return () => {
    gone = true;
    unsubscribe();
    editor.destroy();
  };
}

/**
 * A plain field: what there is until the editor has loaded, and whenever it cannot.
 * @param {HTMLElement} parent @param {string} text @param {string} describedBy
 * @param {(text: string) => void} change @param {() => void} run @returns {Editor}
 */
function plainEditor(parent, text, describedBy, change, run) {
  const area = element("textarea", {
    value: text,
    rows: 15,
    spellcheck: false,
    wrap: "off",
    autocapitalize: "off",
    "aria-label": LABEL,
    "aria-describedby": describedBy,
  });
  area.addEventListener("input", () => change(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  parent.append(area);
  return {
    focus: () => area.focus(),
    text: () => area.value,
    set: (next) => void (area.value = next),
    mark: (line) => area.setAttribute("aria-invalid", String(line !== null)),
    destroy: () => area.remove(),
  };
}
