/**
 * Points of the reader's own: pasted, dropped, or out of a file.
 * The one rule: how they were read is said below, and what can be read in two ways is asked.
 * @import { Settings } from "../types.js"
 * @import { Answer, Reading, Table } from "../reading/table.js"
 */
import { featuresOf } from "../reading/roles.js";
import {
  features,
  points,
  preview,
  nameOf,
  sentenceOf,
  sentenceOfAll,
  written,
  writtenAll,
} from "../reading/table.js";
import { count } from "../state/numerals.js";
import { DATASETS } from "../state/schema.js";
import { element, unique } from "../views/dom.js";
import { button, choice, field, takesFiles } from "./fields.js";

const { x: BOUNDS, features: FEATURES } = DATASETS.own.fields;
const [NAME] = FEATURES.items.items;
const ALL_BOUNDS = { ...FEATURES, rows: BOUNDS, name: NAME.bytes };
const ALL = "all"; // in the place of a column for x
const MOST_SHOWN = 2000; // points that are written into the box
const MOST_BYTES = 20_000_000; // of a file
const KEPT = "The pictures still show the points before.";

/** @param {(data: Settings["data"]) => void} change */
export function ownPoints(change) {
  const [id, hint] = [unique("points"), unique("points-says")];
  const text = element("textarea", {
    id,
    rows: 6,
    spellcheck: false,
    "aria-describedby": hint,
    autocapitalize: "off",
  });
  const says = element("p", { className: "gd-hint", id: hint, role: "status" });
  const pick = element("input", { type: "file", hidden: true, "aria-label": "File of points" });
  const answers = element("div", { className: "gd-readings", role: "group", hidden: true });
  const columns = element("div", { className: "gd-columns", id: unique("columns"), hidden: true });
  const alter = button("Change how it was read", toggle, "gd-quiet");
  alter.setAttribute("aria-controls", columns.id);
  const every = button("Fit all features", () => {
    if (!current) return;
    useAll(current.table, current.y);
    if (every.hidden) alter.focus();
  });
  const root = element(
    "div",
    "gd-own",
    field(id, "Points: paste a table, a print or code, or drop a file", text),
    element(
      "div",
      "gd-own-row",
      button("Use these points", () => void take(text.value), "gd-primary"),
      button("Choose a file", () => pick.click()),
      pick,
    ),
    says,
    answers,
    every,
    alter,
    columns,
  );
  /** The points that are in use, as they were handed on. @type {unknown} */
  let used = null;
  let shown = "";
  /** The table that was read last, and its y. @type {{table: Table, y: number} | null} */
  let current = null;
  /** Whether all features are in use. */
  let several = false;
  every.hidden = alter.hidden = true;

  /** The reader of texts comes once there is one. @param {string} given */
  async function take(given) {
    const { read } = await import("../reading/read.js");
    const answer = read(given);
    if (several && answer.kind === "table" && given === shown) useAll(answer, answer.y);
    else settle(answer);
  }

  /** @param {Answer} answer */
  function settle(answer) {
    answers.hidden = answer.kind !== "question";
    if (answer.kind === "refusal") return refuse(answer.problem);
    if (answer.kind === "question") return ask(answer.asks, answer.readings);
    return use(answer, answer.x, answer.y);
  }

  /** @param {string} problem */
  function refuse(problem) {
    say(`${problem} ${used ? KEPT : ""}`.trim(), true);
    text.focus();
  }

  /** @param {string} message @param {boolean} wrong */
  function say(message, wrong) {
    says.textContent = message;
    says.classList.toggle("gd-wrong-text", wrong);
    text.setAttribute("aria-invalid", String(wrong));
    if (wrong) fold(true);
  }

  /** @param {string} asks @param {Reading[]} readings */
  function ask(asks, readings) {
    say(asks, false);
    fold(true);
    answers.setAttribute("aria-label", asks);
    answers.replaceChildren(...readings.map((one) => option(one, readings)));
    /** @type {HTMLElement} */ (answers.firstElementChild).focus();
  }

  /**
   * A reading as a button that shows the first row; the rest stays within reach.
   * @param {Reading} reading @param {Reading[]} all
   */
  function option(reading, all) {
    const { label, table } = reading;
    const node = button("", () => {
      settle({ ...table, label, others: all.filter((one) => one !== reading) });
      text.focus();
    });
    node.append(element("span", "", label), element("span", "gd-hint", preview(table)));
    return node;
  }

  /** @param {Table} table @param {number} x @param {number} y */
  function use(table, x, y) {
    const pair = points(table, x, y, BOUNDS);
    choices(table, String(x), y);
    if ("problem" in pair) return refuse(pair.problem);
    say(sentenceOf(table, x, y, pair.notes), false);
    apply({ name: "own", x: pair.x, y: pair.y });
    every.hidden = featuresOf(table.columns, y).places.length < FEATURES.least;
  }

  /** @param {Table} table @param {number} y */
  function useAll(table, y) {
    const all = features(table, y, ALL_BOUNDS);
    choices(table, ALL, y);
    if ("problem" in all) return refuse(all.problem);
    say(sentenceOfAll(table, y, all), false);
    apply({ name: "own", features: all.features, y: all.y });
    every.hidden = true;
  }

  /** @param {Settings["data"]} data */
  function apply(data) {
    alter.hidden = false;
    used = data.y;
    several = data.features !== undefined;
    shown = text.value;
    change(data);
  }

  /**
   * The columns to choose from, and the other readings.
   * @param {Table} table @param {string} x a place, or ALL @param {number} y
   */
  function choices(table, x, y) {
    current = { table, y };
    const usable = table.columns.flatMap(({ trouble }, i) =>
      trouble ? [] : [{ value: String(i), title: nameOf(table, i) }],
    );
    const all = { value: ALL, title: "All features" };
    const whole = featuresOf(table.columns, y).places.length >= FEATURES.least || x === ALL;
    const [first, second] = ["Column for x", "Column for y"].map((label, i) =>
      choice(label, i || !whole ? usable : [...usable, all], (value) => {
        exchange(table, x, y, i, value);
        columns.querySelectorAll("select")[i].focus();
      }),
    );
    first.draw(x);
    second.draw(String(y));
    const pair = element("div", "gd-pair", first.root, second.root);
    const here = { label: table.label, table };
    const others = table.others.map((one) => option(one, [here, ...table.others]));
    columns.replaceChildren(pair, element("div", "gd-readings", ...others));
  }

  /**
   * A column in place of another; two that would be the same change places.
   * @param {Table} table @param {string} x @param {number} y
   * @param {number} i 0 for x, 1 for y @param {string} value
   */
  function exchange(table, x, y, i, value) {
    const place = Number(value);
    if (value === ALL || (i && x === ALL)) return useAll(table, i ? place : y);
    const before = x === ALL ? [table.x, table.y].find((j) => j !== place) : Number(x);
    const other = Number(before);
    if (i) use(table, other === place ? y : other, place);
    else use(table, place, y === place ? other : y);
  }

  function toggle() {
    fold(!columns.hidden);
  }

  /** @param {boolean} closed */
  function fold(closed) {
    columns.hidden = closed;
    alter.setAttribute("aria-expanded", String(!closed));
  }
  fold(true);

  /** @param {File} file */
  async function open(file) {
    if (file.size > MOST_BYTES) return refuse(`${file.name} is larger than 20 MB.`);
    const content = await file.text();
    if (content.includes("\0")) {
      return refuse(`${file.name} is not a text: save the table as CSV and take that.`);
    }
    text.value = content.length < 100_000 ? content : "";
    await take(content);
  }

  takesFiles(root, pick, open, (dragged) => void take((text.value = dragged)));
  // What is pasted takes the place of the points that the page itself has written there.
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!pasted.trim() || (text.value !== shown && text.value.trim())) return;
    event.preventDefault();
    text.value = pasted;
    void take(pasted);
  });

  return {
    root,
    /** @param {Settings["data"]} data */
    draw({ x = [], y = [], features: all }) {
      if (y === used || document.activeElement === text) return;
      used = y;
      several = all !== undefined;
      const short = y.length * (all?.length ?? 1) <= MOST_SHOWN;
      text.value = shown = short ? (all ? writtenAll(all, y) : written(x, y)) : "";
      say(`${count(y.length)} ${all ? `rows of ${all.length} features` : "points"}.`, false);
      answers.hidden = every.hidden = alter.hidden = true;
      fold(true);
    },
  };
}
