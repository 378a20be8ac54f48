/**
 * A file of the reader's as text: a notebook becomes its code and what it printed.
 * The one rule: what is no text is refused, with what to do.
 */

const MOST_BYTES = 20_000_000;

/** @param {any} text of a cell: lines, or one text @returns {string} */
const textOf = (text) => (Array.isArray(text) ? text.join("") : String(text ?? ""));

/** The code of a notebook in fences, and what was printed. @param {string} content */
export function fromNotebook(content) {
  const { cells } = JSON.parse(content);
  if (!Array.isArray(cells)) throw new Error("no cells");
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const sources = code.map(({ source }) => textOf(source)).join("\n");
  const printed = code
    .flatMap(({ outputs }) => (Array.isArray(outputs) ? outputs : []))
    .filter(({ output_type, name }) => output_type === "stream" && name !== "stderr")
    .map(({ text }) => textOf(text).trimEnd())
    .filter(Boolean);
  return ["```", sources, "```", ...printed].join("\n");
}

/** @param {File} file @returns {Promise<{text: string} | {problem: string}>} */
export async function opened(file) {
  if (file.size > MOST_BYTES) return { problem: `${file.name} is larger than 20 MB.` };
  const content = await file.text();
  if (content.includes("\0")) {
    return { problem: `${file.name} is not a text: save the table as CSV and take that.` };
  }
  if (!/\.ipynb$/i.test(file.name)) return { text: content };
  try {
    return { text: fromNotebook(content) };
  } catch {
    return { problem: `${file.name} is not a notebook that can be read: paste its code instead.` };
  }
}
