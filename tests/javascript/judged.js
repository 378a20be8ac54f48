/**
 * The page's own checker on runs that Python made: JSON in, verdicts and quantities out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { judge } from "../../docs/javascripts/explorer/controls/exercise.js";
import { quantity } from "../../docs/javascripts/explorer/state/quantities.js";

const [, , asked, answered] = process.argv;
const numbers = (/** @type {any[]} */ list) =>
  Float64Array.from(list.flat(), (value) => value ?? NaN);

/** As much of a frame as a check may look at. @param {any} plain @returns {any} */
function frame(plain) {
  if (!plain) return null;
  const { data, k, x, loss } = plain;
  return {
    ...plain,
    data: { x: data.x && numbers(data.x), b: data.b },
    k: numbers(k),
    loss: numbers(loss),
    x: { data: numbers(x) },
  };
}

const answers = JSON.parse(readFileSync(asked, "utf8")).map(
  (/** @type {any} */ { exercise, answer, names }) => {
    const runs = { frame: frame(answer), other: frame(answer.other) };
    const found = names.map((/** @type {string} */ name) => quantity(name, runs));
    return { ...judge(exercise, runs), quantities: found };
  },
);
writeFileSync(answered, JSON.stringify(answers));
