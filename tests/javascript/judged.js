/**
 * The page's own checker on runs that Python made: JSON in, verdicts out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { judge } from "../../docs/javascripts/explorer/controls/exercise.js";

const [, , asked, answered] = process.argv;
const verdicts = JSON.parse(readFileSync(asked, "utf8")).map(
  (/** @type {any} */ { exercise, answer }) =>
    judge(exercise, { frame: answer, other: answer.other ?? null }),
);
writeFileSync(answered, JSON.stringify(verdicts));
