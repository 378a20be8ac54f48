/**
 * Links that Python made, opened and made again by the page's own code.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { decode, encode } from "../../docs/javascripts/explorer/state/settings.js";

const [, , asked, answered] = process.argv;
const opened = JSON.parse(readFileSync(asked, "utf8")).map(
  async (/** @type {string} */ fragment) => {
    const { settings, problem } = await decode(fragment);
    return { settings, problem, link: await encode(settings) };
  },
);
writeFileSync(answered, JSON.stringify(await Promise.all(opened)));
