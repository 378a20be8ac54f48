/**
 * A report as an answer for a forum: verdict, numbers, fix, link.
 * The one rule: it is Markdown that every forum takes, and says what is known and no more.
 * @import { Report } from "./types.js"
 */
import { fenced } from "./fence.js";

const MOST_FINDINGS = 3;
const MOST_NUMBERS = 5;

/** Words that Markdown would take for marks. @param {string} words */
const escaped = (words) => words.replace(/([\\*_[\]<>|])/g, "\\$1").replace(/\s+/g, " ");

/** "`code` and words" keeps its code. @param {string} words */
const marked = (words) =>
  words
    .split("`")
    .map((part, i) => (i % 2 ? `\`${part}\`` : escaped(part)))
    .join("");

/** @param {Report} report @param {string} link */
export function forumAnswer(report, link) {
  const { headline, findings, numbers, fixes } = report;
  const others = findings.filter(({ says }) => says !== headline).slice(0, MOST_FINDINGS);
  const list = others.map(({ says, line, fix }) => {
    const place = line === null ? "" : `Line ${line}: `;
    return `- ${place}${marked([says, fix].filter(Boolean).join(" "))}`;
  });
  const counted = numbers
    .slice(0, MOST_NUMBERS)
    .map(({ name, text }) => `- ${escaped(name)}: ${escaped(text)}`);
  const [best] = fixes;
  const diff = findings.find((one) => one.diff)?.diff || best?.diff;
  return [
    `**${marked(headline)}**`,
    ...(list.length ? ["", ...list] : []),
    ...(counted.length ? ["", ...counted] : []),
    ...(best ? ["", `What helps: ${marked(best.says || best.name)}`] : []),
    ...(diff ? ["", fenced(diff, "diff")] : best ? ["", ...linesOf(best)] : []),
    "",
    `Computed in the browser from what was posted; to see it or change it: ${link}`,
    "",
  ].join("\n");
}

/** The lines to paste, the first framework alone. @param {Report["fixes"][number]} fix */
function linesOf({ lines }) {
  const [text] = Object.values(lines);
  return text ? [fenced(text, "python")] : [];
}
