/**
 * A report on the page: the sentence, what was found, the numbers, what helps.
 * The one rule: everything of the report stands there as text, pictures only beside it.
 * @import { Report } from "../types.js"
 */
import { element, marked } from "../../explorer/views/dom.js";
import { begun, findingsView } from "./findings.js";
import { fixesView } from "./fixes.js";
import { pictureView } from "./picture.js";
import { stepsView } from "./steps.js";

/**
 * @param {Report} report @param {{base: string, tools: Node[], printed: string}} beside
 * @returns {{root: HTMLElement, headline: HTMLElement}}
 */
export function reportView(report, { base, tools, printed }) {
  const { headline: sentence, findings, read, log, code, text } = report;
  const headline = element("h2", { className: "gd-d-headline", tabIndex: -1 }, ...marked(sentence));
  const framework = code?.framework === "torch" ? "torch" : "numpy";
  const parts = [
    textView("What it printed", printed, true),
    findingsView(findings, base, sentence),
    logView(log, findings),
    fixesView(report.fixes, framework),
    pictureView(report),
    numbersView(report),
    stepsView(report),
    listView("How it was read", [...read, ...(code?.mended ?? [])]),
    repairedView(code?.repaired ?? ""),
    textView("The report as plain text", text),
  ].filter((part) => part !== null);
  const root = element(
    "section",
    { className: "gd-d-report", "aria-label": "Report" },
    headline,
    element("div", "gd-d-row gd-d-tools", ...tools),
    ...parts,
  );
  return { root, headline };
}

/**
 * What the printed lines tell, where no finding says the same.
 * @param {Report["log"]} log @param {Report["findings"]} findings
 */
function logView(log, findings) {
  if (!log?.says || findings.some(({ says }) => says === log.says)) return null;
  return element(
    "section",
    { className: "gd-d-section", "aria-label": "The printed lines" },
    element("h3", "", "What the printed lines tell"),
    element("p", "", ...marked(log.says)),
  );
}

/** @param {Report} report */
function numbersView({ numbers }) {
  if (!numbers.length) return null;
  const rows = numbers.map(({ name, text }) =>
    element("div", "gd-d-number", element("dt", "", name), element("dd", "", text)),
  );
  return element(
    "section",
    { className: "gd-d-section", "aria-label": "Numbers" },
    element("h3", "", "The numbers"),
    element("dl", "gd-d-numbers", ...rows),
  );
}

/** @param {string} title @param {string[]} lines */
function listView(title, lines) {
  if (!lines.length) return null;
  return element(
    "details",
    { className: "gd-d-fold", open: true },
    element("summary", "", title),
    element("ul", "", ...lines.map((line) => element("li", "", ...marked(begun(line))))),
  );
}

/**
 * @param {string} title @param {string} text @param {boolean} [open]
 * @returns {HTMLElement | null}
 */
function textView(title, text, open = false) {
  if (!text.trim()) return null;
  const pre = element(
    "pre",
    { className: "gd-d-pre", tabIndex: 0, role: "group", "aria-label": title },
    element("code", "", text),
  );
  const fold = { className: "gd-d-fold", open };
  return element("details", fold, element("summary", "", title), pre);
}

/** @param {string} text */
const repairedView = (text) => textView("Your code, repaired", text);
