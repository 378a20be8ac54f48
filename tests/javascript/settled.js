/**
 * Settings that Python damaged, as the page's own code reads them: JSON in, JSON out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { settle } from "../../docs/javascripts/explorer/state/schema.js";

const [, , asked, answered] = process.argv;
const texts = JSON.parse(readFileSync(asked, "utf8"));
const read = texts.map((/** @type {string} */ text) => settle(JSON.parse(text)));
writeFileSync(answered, JSON.stringify(read));
