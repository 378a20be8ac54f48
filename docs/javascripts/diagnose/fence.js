/**
 * Code as a block of Markdown, and the lines of a diff.
 * The one rule: a fence is longer than any run of backticks within.
 */

/** @param {string} text @param {string} language */
export function fenced(text, language) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/**
 * The lines of a unified diff, each with its sign; the two heads are left out.
 * @param {string} diff @returns {{sign: "+" | "-" | " " | "@", text: string}[]}
 */
export function changes(diff) {
  return diff
    .replace(/\n$/, "")
    .split("\n")
    .filter((line) => !/^(?:---|\+\+\+)(?: |$)/.test(line) && !line.startsWith("\\"))
    .map((line) => {
      const [sign] = line;
      if (sign === "@") return { sign, text: line };
      if (sign === "+" || sign === "-") return { sign, text: line.slice(1) };
      return { sign: " ", text: line.replace(/^ /, "") };
    });
}

/**
 * The lines that a diff adds, to paste; where it only takes away, the diff itself.
 * @param {string} diff
 */
export function added(diff) {
  const lines = changes(diff).filter(({ sign }) => sign === "+");
  return lines.length ? lines.map(({ text }) => `${text}\n`).join("") : diff;
}
