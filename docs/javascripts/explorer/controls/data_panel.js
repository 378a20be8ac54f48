/**
 * Which data: the teaching sets, the threads, or points of the reader's own, pasted.
 * The one rule: pasted text is taken only when the whole of it can be read.
 * @import { Settings } from "../types.js"
 * @import { Catalog } from "../state/choices.js"
 * @import { Store } from "../state/store.js"
 */
import { element, unique } from "../views/dom.js";
import { parse, format } from "./csv.js";
import { button, choice, field } from "./fields.js";

const EXAMPLE = { x: [1, 2, 3, 4, 5], y: [2.1, 2.9, 4.2, 4.8, 6.1] };

/**
 * @param {Catalog} catalog @param {Store} store
 * @param {(data: Settings["data"]) => void} change
 */
export function dataFields(catalog, store, change) {
  const sets = catalog.datasets.map(({ name, title }) => ({ value: name, title }));
  const select = choice("Data", [...sets, { value: "own", title: "Your own points" }], choose);
  const lesson = element("p", "gd-hint");
  const back = button(
    "Put the moved points back",
    () => change({ name: store.get().settings.data.name }),
    "gd-quiet",
  );
  const [id, hint] = [unique("points"), unique("points-says")];
  const text = element("textarea", {
    id,
    rows: 6,
    spellcheck: false,
    "aria-describedby": hint,
    autocapitalize: "off",
  });
  const says = element("p", { className: "gd-hint", id: hint, role: "status" });
  const use = button("Use these points", take, "gd-primary");
  const points = field(
    id,
    "Points: x and y, one point a row; paste from a spreadsheet or CSV",
    text,
  );
  const own = element("div", "gd-own", points, says, use);
  let written = "";

  /** @param {string} name */
  function choose(name) {
    if (name !== "own") return change({ name });
    const { x, y } = store.get().frame?.data ?? {};
    change(x && y ? { name, x: [...x], y: [...y] } : { name, ...EXAMPLE });
  }

  function take() {
    const read = parse(text.value);
    const wrong = "problem" in read;
    says.textContent = wrong ? read.problem : read.note;
    says.classList.toggle("gd-wrong-text", wrong);
    text.setAttribute("aria-invalid", String(wrong));
    if (wrong) return void text.focus();
    written = format(read.x, read.y);
    change({ name: "own", x: read.x, y: read.y });
  }

  return {
    root: element("div", "", select.root, lesson, back, own),
    /** @param {Settings} settings */
    draw({ data }) {
      select.draw(data.name);
      const dataset = catalog.datasets.find(({ name }) => name === data.name);
      lesson.textContent =
        dataset?.lesson ?? "Nothing of them leaves this page unless you share the link.";
      back.hidden = !data.moved?.length;
      own.hidden = data.name !== "own";
      if (data.name !== "own") return;
      const now = format(data.x ?? [], data.y ?? []);
      if (now === written || document.activeElement === text) return;
      written = now;
      text.value = now;
      says.textContent = `${data.x?.length ?? 0} points.`;
      says.classList.remove("gd-wrong-text");
      text.setAttribute("aria-invalid", "false");
    },
  };
}
