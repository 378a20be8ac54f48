/**
 * What helps, the most first, with the lines to paste.
 * The one rule: lines are copied as they stand; where the clipboard is closed they are selected.
 * @import { Fix } from "../types.js"
 */
import { button } from "../../explorer/controls/fields.js";
import { copyText } from "../../explorer/controls/share.js";
import { element, marked, unique } from "../../explorer/views/dom.js";
import { added } from "../fence.js";
import { begun, diffView } from "./findings.js";

const NAMES = /** @type {Record<string, string>} */ ({ numpy: "NumPy", torch: "PyTorch" });
const OWN = "Your code";
const SHOWN = 2500; // milliseconds that "copied" is shown

/** @param {Fix[]} fixes @param {string} framework of the reader's code */
export function fixesView(fixes, framework) {
  if (!fixes.length) return null;
  return element(
    "section",
    { className: "gd-d-section", "aria-label": "What helps" },
    element("h3", "", "What helps, the most first"),
    element("ol", "gd-d-fixes", ...fixes.map((fix) => item(fix, framework))),
  );
}

/** @param {Fix} fix @param {string} framework */
function item({ name, says, steps, lines, diff }, framework) {
  const title = element("p", "gd-d-fix", element("strong", "", ...marked(begun(name))));
  if (steps) title.append(element("span", "gd-d-badge", steps));
  const node = element("li", "", title);
  if (says && says !== name) node.append(element("p", "", ...marked(begun(says))));
  const tabs = Object.entries(lines).map(([key, text]) => ({ key, text, diff: "" }));
  if (diff) tabs.unshift({ key: OWN, text: added(diff), diff });
  if (tabs.length) node.append(tabbed(tabs, framework));
  return node;
}

/** @param {{key: string, text: string, diff: string}[]} tabs @param {string} framework */
function tabbed(tabs, framework) {
  const place = element("div", "gd-d-code");
  const note = element("span", { className: "gd-hint", role: "status" });
  let open =
    tabs.find(({ key }) => key === OWN) ?? tabs.find(({ key }) => key === framework) ?? tabs[0];
  const group = unique("lines");
  const buttons = tabs.map((tab) => {
    const node = button(NAMES[tab.key] ?? tab.key, () => show(tab), "gd-quiet");
    node.setAttribute("aria-controls", group);
    return { tab, node };
  });
  place.id = group;

  /** @param {(typeof tabs)[number]} tab */
  function show(tab) {
    open = tab;
    for (const { tab: own, node } of buttons)
      node.setAttribute("aria-pressed", String(own === tab));
    place.replaceChildren(
      tab.diff
        ? diffView(tab.diff)
        : element("pre", { className: "gd-d-pre", tabIndex: 0 }, element("code", "", tab.text)),
    );
    note.textContent = "";
  }

  async function copy() {
    const done = await copyText(open.text);
    note.textContent = done ? "Copied." : "Copy the marked lines by hand.";
    if (!done) window.getSelection()?.selectAllChildren(place);
    else setTimeout(() => (note.textContent = ""), SHOWN);
  }

  show(open);
  const row = element(
    "div",
    "gd-d-row",
    ...buttons.map(({ node }) => node),
    button("Copy", () => void copy()),
    note,
  );
  return element("div", "gd-d-tabs", row, place);
}
