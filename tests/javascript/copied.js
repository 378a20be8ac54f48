/**
 * The programs that the explorer would copy of frames that Python made: JSON in, JSON out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { numpyCode, torchCode } from "../../docs/javascripts/explorer/controls/code_generation.js";
import { frameOf } from "../../docs/javascripts/explorer/state/frames.js";

const [, , asked, answered] = process.argv;
const { frames, optimizers } = JSON.parse(readFileSync(asked, "utf8"));
const copies = frames.map((/** @type {any} */ plain) => {
  const frame = frameOf(plain);
  const entry = optimizers.find(
    (/** @type {any} */ { name }) => name === frame.settings.optimizer.name,
  );
  return { numpy: numpyCode(frame, entry), torch: torchCode(frame, entry) };
});
writeFileSync(answered, JSON.stringify(copies));
