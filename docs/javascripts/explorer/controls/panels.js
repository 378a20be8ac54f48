/**
 * The panels around the stage, each in its slot.
 * The one rule: a panel that cannot be had leaves the others and the pictures as they are.
 * @import { Actions } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { decode, isLink } from "../state/settings.js";
import { mountCode } from "./code_panel.js";
import { mountDial } from "./dial_panel.js";
import { mountExercise } from "./exercise.js";
import { mountRate } from "./rate.js";
import { mountPanel } from "./settings_panel.js";
import { pictureButton } from "./picture.js";
import { fullLink, mountShare, shareButtons } from "./share.js";

/**
 * @param {Record<string, HTMLElement>} slots @param {Store} store @param {Actions} actions
 * @param {(name: string) => Promise<any>} read a file of the build
 */
export async function mountPanels(slots, store, actions, read) {
  const [catalog, { exercises }] = await Promise.all([read("catalog"), read("exercises")]);
  const share = slots.player.querySelector(".gd-share");
  const { controls, end } = mountPanel(slots.controls, store, actions, catalog);
  const ends = [
    end,
    mountCode(slots.code, store, actions, catalog),
    mountExercise(slots.exercise, store, actions, exercises, controls),
    mountDial(slots.dial, store, actions),
    mountShare(store, actions),
    ...(share ? [shareButtons(share, actions)] : []),
  ];
  if (share) pictureButton(share, slots.stage);
  await openLink(actions);
  return ends;
}

/**
 * The little that stands in a frame of another page.
 * @param {Record<string, HTMLElement>} slots @param {Store} store @param {Actions} actions
 */
export async function mountEmbedded(slots, store, actions) {
  const ends = [mountRate(slots.controls, store, actions)];
  ends.push(fullLink(slots.said, store, actions));
  await openLink(actions);
  return ends;
}

/** What the address asks for. @param {Actions} actions */
async function openLink(actions) {
  if (!isLink(window.location.hash)) return;
  const { settings, problem } = await decode(window.location.hash);
  actions.loadSettings(settings, problem);
}
