/**
 * One sentence above the pictures: what to do next.
 * The one rule: it hangs on what is on the screen, so it never asks for what is done.
 * @import { State } from "../types.js"
 * @import { Store } from "../state/store.js"
 */
import { hasLine, rows } from "../state/frames.js";
import { element } from "./dom.js";

const ROUND = 3; // a condition number below this leaves nothing to mend
const GONE = ["DIVERGED", "OVERFLOWED", "UNDERFLOWED"];

/**
 * @param {Pick<State, "frame" | "k" | "settings">} state
 * @returns {string} "" where something else on the screen says what to do
 */
export function advice({ frame, k, settings }) {
  if (!frame || settings.exercise || frame.settings.code !== null) return "";
  const { coordinates } = frame.settings;
  const rounded = (frame.condition_number ?? 1) < ROUND;
  if (GONE.includes(frame.status))
    return frame.rates
      ? "The steps are too large: press “Half the limit”, then play."
      : "The steps are too large: lower the learning rate, then play.";
  if (k === 0) return "Press play, and watch which of the two errors stays.";
  const crawls = coordinates === "raw" && !rounded && frame.limit !== null;
  if (k < rows(frame) - 1)
    return crawls && hasLine(frame)
      ? "Watch the flat error: it is mostly the intercept."
      : "Drag the marker to start elsewhere, or drag a point of the data.";
  if (crawls) return "Press “Pin this run”, then switch on “Standardize x”, and compare the two.";
  if (frame.limit !== null && (frame.share ?? 1) < 1)
    return rounded
      ? "Both errors shrink alike. Now press “Past the limit”, and play: the run leaves the picture."
      : "Now press “Past the limit”, and play: the run leaves the picture.";
  return "Now change the data or the method; “Pin this run” keeps this one beside it.";
}

/** @param {HTMLElement} root @param {Store} store */
export function mountGuide(root, store) {
  const says = element("p");
  root.append(says);
  const draw = () => {
    const text = advice(store.get());
    if (says.textContent !== text) says.textContent = text;
    root.hidden = store.get().settings.exercise !== null;
  };
  draw();
  return store.subscribe(draw, ["frame", "k", "settings"]);
}
