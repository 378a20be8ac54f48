/**
 * The learning rate as a share of its limit, which is kept when the limit moves.
 * The one rule: the engine finds the rate; here it is told when, and in which words.
 * @import { Frame, Settings } from "../types.js"
 * @typedef {Settings["optimizer"]} Method
 * @typedef {{share: number, half: boolean}} Wanted half: no share was known to keep
 */
import { brief } from "./numerals.js";
import { OPTIMIZERS } from "./schema.js";
import { same } from "./settings.js";

const HALF = 0.5;
/** What a limit hangs on, besides the method. */
const GROUND = /** @type {const} */ (["data", "loss", "l2", "coordinates"]);
const MOVERS = /** @type {const} */ (["data", "loss", "coordinates"]);

/**
 * Whether a limit of before is no longer that of now.
 * @param {Settings} one @param {Settings} two
 */
export const movesLimit = (one, two) =>
  one.optimizer.name !== two.optimizer.name || MOVERS.some((key) => !same(one[key], two[key]));

/** The method without its one rate. @param {Method} method */
function besideRate({ learning_rate: rate, ...rest }) {
  return Array.isArray(rate) ? { ...rest, rate } : rest;
}

/**
 * The share of the settings' rate, if the frame knows their limit.
 * @param {Frame | null} frame @param {Settings} settings @returns {number | null}
 */
export function shareOf(frame, settings) {
  if (!frame || frame.limit === null || frame.settings.code !== null) return null;
  const alike =
    GROUND.every((key) => same(frame.settings[key], settings[key])) &&
    same(besideRate(frame.settings.optimizer), besideRate(settings.optimizer));
  if (!alike) return null;
  return Math.max(...[settings.optimizer.learning_rate ?? NaN].flat()) / frame.limit;
}

/** @param {number | null} share the last that was known @returns {Wanted} */
export const wanted = (share) => ({ share: share ?? HALF, half: share === null });

/** @param {Method} method */
const written = ({ learning_rate: rate }) =>
  [rate ?? []]
    .flat()
    .map((one) => brief(one))
    .join(" and ");

/**
 * What became of the rate, in a sentence; "" where nothing did.
 * @param {Wanted} asked @param {Method} before with the rate that would stand otherwise
 * @param {Frame} frame
 */
export function keptWords({ half }, before, { limit, share, settings: { optimizer } }) {
  const [rate, stood] = [written(optimizer), written(before)];
  const { words } = OPTIMIZERS[optimizer.name];
  if (optimizer.learning_rate === undefined) return `No learning rate is set for ${words}.`;
  if (limit === null)
    return `No limit is known for ${words} here, so no share of it: the learning rate is ${rate}.`;
  if (half) return `No share of a limit was known: the learning rate is half the limit, ${rate}.`;
  if (rate === stood) return "";
  return `Still ${brief(share, 3)} of the limit: the learning rate is ${rate} instead of ${stood}.`;
}
