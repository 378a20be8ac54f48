/**
 * Tables that are marked up: LaTeX, HTML, reStructuredText's list tables.
 * The one rule: markup becomes lines of cells, and these are read as any others.
 * @import { Answer } from "./table.js"
 */

const ENVIRONMENT = /\\(?:begin|end)\{[^}]*\}(?:\[[^\]]*\])?(?:\{[^}]*\})*/g;
const LATEX_RULE =
  /\\(?:hline|toprule|midrule|bottomrule|centering|small|cline\{[^}]*\}|cmidrule(?:\([^)]*\))?\{[^}]*\}|(?:caption|label)\{[^}]*\})/g;
const WRAPPED =
  /\\(?:textbf|textit|text|mathrm|num|SI|multicolumn\{[^}]*\}\{[^}]*\})\{([^{}]*)\}(?:\{[^{}]*\})?/g;

/**
 * @param {string} text @param {(text: string) => Answer} again reads what comes out
 * @returns {Answer | null}
 */
export function markedUp(text, again) {
  if (/<t[dr]\b/i.test(text)) return again(fromHtml(text));
  const latex = /&.*\\\\|\\begin\{(?:tabular|array|[pbv]?matrix)/.test(text);
  return latex ? again(fromLatex(text)) : null;
}

/** @param {string} text */
function fromLatex(text) {
  return text
    .replace(/(^|[^\\])%.*$/gm, "$1")
    .replace(LATEX_RULE, "")
    .replace(ENVIRONMENT, "\n")
    .replace(WRAPPED, "$1")
    .replace(/\\(?:\\|tabularnewline)(?:\[[^\]]*\])?[ \t]*\n?/g, "\n")
    .replace(/(^|[^\\])\$/g, "$1")
    .replace(/\\([%$&_#])/g, "$1")
    .replace(/\s*&\s*/g, "\t");
}

/** @param {string} text */
function fromHtml(text) {
  return text
    .replace(/\s*\n\s*/g, " ")
    .replace(/<\/t[dh]>\s*(?=<t[dh]\b)/gi, "\t")
    .replace(/<\/tr>|<tr\b[^>]*>|<\/?(?:table|thead|tbody)\b[^>]*>/gi, "\n")
    .replace(/<[^>]+>/g, "")
    .split("\n")
    .map((line) => line.replace(/^ +| +$/g, ""))
    .join("\n");
}
