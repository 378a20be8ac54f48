/**
 * The panels around the stage, each in its slot.
 * The one rule: a panel that cannot be had leaves the others and the pictures as they are.
 */
import { decode, isLink } from "../state/settings.js";
import { mountCode } from "./code_panel.js";
import { mountExercise } from "./exercise.js";
import { mountPanel, mountRate } from "./settings_panel.js";
import { mountShare, shareButton } from "./share.js";

/** @typedef {(() => void) | void} End */

/** @param {End[]} ends @returns {(() => void)[]} */
function those(...ends) {
  return ends.filter((end) => typeof end === "function");
}

/**
 * In an article: the learning rate alone.
 * @param {Record<string, HTMLElement>} slots @param {any} store @param {any} actions
 */
export function mountControls(slots, store, actions) {
  return those(mountRate(slots.controls, store, actions));
}

/**
 * @param {Record<string, HTMLElement>} slots @param {any} store @param {any} actions
 * @param {{base: string, read: (name: string) => Promise<any>}} files
 */
export async function mountPanels(slots, store, actions, { read }) {
  const [catalog, { exercises }] = await Promise.all([read("catalog"), read("exercises")]);
  const share = slots.player.querySelector(".gd-share");
  const ends = those(
    mountPanel(slots.controls, store, actions, catalog),
    mountCode(slots.code, store, actions, catalog),
    mountExercise(slots.exercise, store, actions, exercises),
    mountShare(store, actions),
    share ? shareButton(share, store, actions) : undefined,
  );
  if (isLink(window.location.hash)) {
    const { settings, problem } = await decode(window.location.hash);
    actions.loadSettings(settings, problem);
  }
  return ends;
}
