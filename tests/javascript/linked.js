/**
 * Links that Python made, opened and made again by the page's own code.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import {
  DATASETS,
  DEFAULTS,
  OPTIMIZERS,
  decode,
  encode,
} from "../../docs/javascripts/explorer/state/settings.js";

const [, , asked, answered, known] = process.argv;
const opened = JSON.parse(readFileSync(asked, "utf8")).map(
  async (/** @type {string} */ fragment) => {
    const { settings, problem } = await decode(fragment);
    return { settings, problem, link: await encode(settings) };
  },
);
const names = { optimizers: OPTIMIZERS, datasets: DATASETS, defaults: DEFAULTS };
writeFileSync(answered, JSON.stringify(known ? names : await Promise.all(opened)));
