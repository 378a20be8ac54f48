/**
 * The names that a program computes: predictions, residuals, parameters.
 * The one rule: what a loop assigns, and what is made of it, is no data; a list of numbers that
 * stands there as such is.
 */

const LOOP = /^\s*(?:for|while)\b/;
const ASSIGNED = /^\s*(?:let |const |var )?(\w+(?:\s*,\s*\w+)*)\s*(?:[-+*/]?=(?!=)|<-)\s*(.*)/;
const LITERAL = /^(?:[\w.]+\(\s*)*(?:\[[\s[]*(?:[-.\d]|$)|c\()(?!.*\bfor\b)/;

/** @param {string} text of a program @returns {Set<string>} */
export function computedIn(text) {
  const all = assignments(text);
  const literal = new Set(all.filter(({ value }) => LITERAL.test(value)).map(({ name }) => name));
  const computed = new Set(all.filter(({ looped }) => looped).map(({ name }) => name));
  for (const { name, value } of all) {
    const words = /\bfor\b/.test(value) ? [] : (value.match(/\w+/g) ?? []);
    if (words.some((word) => computed.has(word) && !literal.has(word))) computed.add(name);
  }
  return new Set([...computed].filter((name) => !literal.has(name)));
}

/** Each name that is assigned, and whether that stands in a loop. @param {string} text */
function assignments(text) {
  let loop = -1; // indentation of the loop that is open
  return text.split("\n").flatMap((line) => {
    const indent = line.search(/\S/);
    if (indent < 0) return [];
    if (indent <= loop) loop = -1;
    const begins = loop < 0 && LOOP.test(line);
    if (begins) loop = indent;
    const looped = loop >= 0;
    const statements = (begins ? line.replace(/^[^:]*:/, "") : line).split(";");
    return statements.flatMap((one) => {
      const [, names = "", value = ""] = ASSIGNED.exec(one) ?? [];
      return names ? names.split(",").map((name) => ({ name: name.trim(), value, looped })) : [];
    });
  });
}
