/**
 * The programs that the explorer would copy of frames that Python made: JSON in, JSON out.
 * The one rule: what stands here is only the way in and out.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { copyNumpy, copyTorch } from "../../docs/javascripts/explorer/copy.js";
import { frameOf } from "../../docs/javascripts/explorer/frames.js";

const [, , asked, answered] = process.argv;
const frames = JSON.parse(readFileSync(asked, "utf8")).map(frameOf);
const copies = frames.map((/** @type {any} */ frame) => ({ numpy: copyNumpy(frame), torch: copyTorch(frame) }));
writeFileSync(answered, JSON.stringify(copies));
