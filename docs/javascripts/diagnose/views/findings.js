/**
 * What was found, each with its place, its mending and the change in the reader's own text.
 * The one rule: a change is told by its sign, and by color only beside it.
 * @import { Finding } from "../types.js"
 */
import { element, marked } from "../../explorer/views/dom.js";
import { changes } from "../fence.js";

/** @type {Record<string, string>} */
const SOURCES = {
  code: "In your code",
  log: "In the printed lines",
  data: "In the data",
  run: "When it ran",
};
/** Pages whose address is not what they are called. @type {Record<string, string>} */
const PAGES = {
  floats: "rounding",
  "ill-conditioning": "a million steps",
  lbfgs: "L-BFGS",
  mae: "absolute error",
  mse: "the gradients",
  preconditioning: "standardizing",
};
const SIGNS = { "+": "added", "-": "removed" };

/** @param {Finding[]} findings @param {string} base @param {string} headline */
export function findingsView(findings, base, headline) {
  if (!findings.length) return null;
  const items = findings.map((one) => item(one, base, headline));
  return element(
    "section",
    { className: "gd-d-section", "aria-label": "What was found" },
    element("h3", "", "What was found"),
    element("ol", "gd-d-findings", ...items),
  );
}

/** @param {Finding} finding @param {string} base @param {string} headline */
function item({ source, says, fix, line, diff, link }, base, headline) {
  const place = `${SOURCES[source] ?? "Found"}${line === null ? "" : `, line ${line}`}`;
  const node = element("li", `gd-d-finding gd-d-of-${source.replace(/\W/g, "")}`);
  node.append(element("p", "gd-d-place", place));
  if (says && says !== headline) node.append(element("p", "gd-d-says", ...marked(begun(says))));
  if (fix) node.append(element("p", "", ...marked(begun(fix))));
  if (diff) node.append(diffView(diff));
  if (link) {
    const href = new URL(link, base).href;
    node.append(element("p", "", element("a", { href }, `Why: ${titleOf(link)}`)));
  }
  return node;
}

/** With a capital at its begin, unless it begins with code. @param {string} words */
export const begun = (words) =>
  words.replace(/^[a-z](?=[a-z]*(?:[\s,:;]|$))/, (letter) => letter.toUpperCase());

/** The words of an address: "topics/learning-rate/" is "learning rate". @param {string} link */
function titleOf(link) {
  const page = link.split("#")[0].split("/").filter(Boolean).pop() ?? link;
  return PAGES[page] ?? page.replace(/\.html$/, "").replaceAll("-", " ");
}

/** @param {string} diff */
export function diffView(diff) {
  const code = element("code", "gd-d-diff");
  for (const { sign, text } of changes(diff)) {
    const name = { "+": "gd-d-add", "-": "gd-d-cut", "@": "gd-d-at", " ": "" }[sign];
    const line = element("span", `gd-d-line ${name}`.trim());
    if (sign === "+" || sign === "-") {
      line.append(
        element("span", "gd-d-sign", sign),
        element("span", "gd-d-aside", ` ${SIGNS[sign]}: `),
      );
    } else if (sign === " ") line.append(element("span", "gd-d-sign", " "));
    line.append(text, "\n");
    code.append(line);
  }
  return element(
    "pre",
    { className: "gd-d-pre", tabIndex: 0, role: "group", "aria-label": "Change" },
    code,
  );
}
