/**
 * A hand on the map of the loss: it moves the start of the run.
 * The one rule: a finger beside the marker may scroll the page, and only its tap is a start.
 * @import { Pair } from "./region.js"
 */
import { fromRaw, toRaw } from "../state/frames.js";
import { drags, pointer } from "./dom.js";
import { held } from "./region.js";

/** @type {Record<string, Pair>} */
const TURNS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * A new start by pointer and by arrow keys.
 * @param {SVGSVGElement} drawing @param {() => any} current
 * @param {{start: (raw: Pair) => void, started: () => Pair, hold: (at: Pair | null) => void}} hooks
 */
export function gestures(drawing, current, hooks) {
  const control = new AbortController();
  const { signal } = control;
  /** @param {Event} event */
  const onHandle = ({ target }) => target instanceof Element && target.matches(".gd-handle");
  /** @param {MouseEvent} event */
  const begin = (event) => {
    const { x, y, box, scene } = current();
    const [px, py] = held(pointer(drawing, event), box, 1);
    hooks.start(toRaw(scene.frame, [x.invert(px), y.invert(py)]));
    return /** @type {Pair} */ ([px, py]);
  };
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const where = begin(event);
    hooks.hold(where);
  };
  /** @param {PointerEvent} event */
  const press = (event) => {
    // A finger beside the marker may want to scroll the page; its tap is a click.
    if (!current() || (event.pointerType === "touch" && !onHandle(event))) return false;
    if (!onHandle(event)) follow(event);
    return true;
  };
  drags(drawing, signal, press, follow, () => hooks.hold(null));
  /** @param {MouseEvent} event */
  const tap = (event) => {
    const { pointerType } = /** @type {PointerEvent} */ (event);
    if (current() && pointerType === "touch" && !onHandle(event)) begin(event);
  };
  /** @param {KeyboardEvent} event */
  const turned = (event) => {
    const turn = TURNS[event.key];
    if (!turn || !current() || !onHandle(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, scene } = current();
    const { frame } = scene;
    const share = event.shiftKey ? 10 : 50;
    const [p, q] = fromRaw(frame, hooks.started());
    hooks.start(
      toRaw(frame, [
        p + (turn[0] * (x.domain[1] - x.domain[0])) / share,
        q + (turn[1] * (y.domain[1] - y.domain[0])) / share,
      ]),
    );
  };
  drawing.addEventListener("click", tap, { signal });
  drawing.addEventListener("keydown", turned, { signal });
  return () => control.abort();
}
