/**
 * Numbers as the page writes them: JSON in, texts out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { brief, count, percent } from "../../docs/javascripts/explorer/state/numerals.js";

const [, , asked, answered] = process.argv;
const texts = JSON.parse(readFileSync(asked, "utf8")).map((/** @type {number} */ value) => [
  ...[1, 2, 3, 4].map((digits) => brief(value, digits)),
  percent(value),
  count(value),
]);
writeFileSync(answered, JSON.stringify(texts));
