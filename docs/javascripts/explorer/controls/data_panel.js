/**
 * Which data: the teaching sets, the threads, or points of the reader's own.
 * The one rule: a choice among data is here; how posted text becomes points is not.
 * @import { Settings } from "../types.js"
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import { count } from "../state/numerals.js";
import { element } from "../views/dom.js";
import { chips } from "./chips.js";
import { button } from "./fields.js";
import { ownPoints } from "./own_points.js";

const EXAMPLE = { x: [1, 2, 3, 4, 5], y: [2.1, 2.9, 4.2, 4.8, 6.1] };

/**
 * @param {Catalog} catalog @param {Store} store
 * @param {(data: Settings["data"]) => void} change
 */
export function dataFields(catalog, store, change) {
  const sets = catalog.datasets.map(({ name, title, picture }) => ({
    value: name,
    title: title.replace(/^The (.)/, (_, first) => first.toUpperCase()),
    points: picture,
  }));
  const choice = chips("Data", [...sets, { value: "own", title: "Your data" }], choose);
  const lesson = element("p", "gd-hint");
  const back = button(
    "Put the moved points back",
    () => change({ name: store.get().settings.data.name }),
    "gd-quiet",
  );
  const own = ownPoints(change);

  /** @param {string} name */
  function choose(name) {
    if (name !== "own") return change({ name });
    const { x, y } = store.get().frame?.data ?? {};
    change(x && y ? { name, x: [...x], y: [...y] } : { name, ...EXAMPLE });
  }

  return {
    root: element("div", "", choice.root, lesson, back, own.root),
    /** @param {Settings} settings */
    draw({ data }) {
      choice.draw(data.name);
      const dataset = catalog.datasets.find(({ name }) => name === data.name);
      const moved = data.moved?.length ?? 0;
      lesson.textContent = moved
        ? `${count(moved)} of these points ${moved === 1 ? "is" : "are"} moved.`
        : (dataset?.lesson ?? "Nothing of them leaves this page unless you share the link.");
      back.hidden = !moved;
      own.root.hidden = data.name !== "own";
      if (data.name === "own") own.draw(data);
    },
  };
}
