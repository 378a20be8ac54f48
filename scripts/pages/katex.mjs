// Sets formulas: a JSON list of {tex, display} comes in, a list of {html} or {error} goes
// out. The one rule: `w` and `b` carry the colors of their roles, as in every figure.
import { readFileSync } from "node:fs";
import katex from "katex";

const macros = {
  "\\w": "{\\htmlClass{gd-slope}{w}}",
  "\\b": "{\\htmlClass{gd-intercept}{b}}",
  "\\lr": "\\eta",
  "\\T": "\\top", // of the face that each formula loads anyway
};

function set({ tex, display }) {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      output: "htmlAndMathml",
      macros: { ...macros },
      trust: ({ command }) => command === "\\htmlClass",
      strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
    });
    return { html };
  } catch (error) {
    return { error: error.message };
  }
}

const formulas = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(set)));
