/**
 * The picture of the loss, flat or as a bowl, and the button that changes between the two.
 * The one rule: the bowl is loaded when it is first asked for; where it cannot be drawn, the
 * flat picture stands and a line says why.
 * @import { Actions } from "../types.js"
 * @import { Store } from "../state/store.js"
 * @import { Scene, View } from "./scene.js"
 */
import { bowlView } from "./bowl.js";
import { element } from "./dom.js";
import { surfaceView } from "./surface.js";

/**
 * @param {{drawing: SVGSVGElement}} figure
 * @param {Store} store @param {Actions} actions
 * @param {Parameters<typeof surfaceView>[1]} hooks
 */
export function switchedView({ drawing }, store, actions, hooks) {
  const name = "3-D";
  const title = "The loss as a bowl in three dimensions";
  const button = element("button", { type: "button", className: "gd-bowl-switch", title }, name);
  const canvas = element("canvas", { hidden: true, "aria-hidden": "true" });
  const says = element("p", { className: "gd-hint", role: "status", hidden: true });
  drawing.before(button, canvas);
  drawing.after(says);
  const flat = () => surfaceView(drawing, hooks);
  /** @type {ReturnType<typeof surfaceView> | null} */
  let map = flat();
  /** @type {View} */
  let view = map;
  /** @type {Scene | null} */
  let scene = null;
  let bowl = false;
  let gone = false;

  button.addEventListener("click", () => {
    const { show } = store.get().settings;
    says.hidden = true;
    actions.change({ show: { ...show, bowl: !show.bowl } });
  });

  /** @param {boolean} next @param {() => View} make */
  function change(next, make) {
    const other = make();
    view.destroy?.();
    view = other;
    bowl = next;
    canvas.hidden = !bowl;
    if (scene) view.draw({ ...scene, k: store.get().k });
  }

  function flatten() {
    change(false, () => (map = flat()));
  }

  async function raise() {
    try {
      const shapes = await import("./bowl_shape.js");
      if (gone || bowl || !store.get().settings.show.bowl) return;
      change(true, () => bowlView(drawing, canvas, shapes));
      map = null;
    } catch (error) {
      if (gone) return;
      const why = error instanceof Error ? error.message : String(error);
      says.textContent = `The bowl cannot be drawn (${why}). The flat picture stays.`;
      says.hidden = false;
      const { show } = store.get().settings;
      actions.change({ show: { ...show, bowl: false } });
    }
  }

  return {
    /** @param {Scene} next */
    draw(next) {
      scene = next;
      const { bowl: wanted } = next.settings.show;
      button.setAttribute("aria-pressed", String(wanted));
      if (bowl && !wanted) flatten();
      else view.draw(next);
      if (wanted && !bowl) void raise();
    },
    at: (/** @type {number} */ k) => view.at(k),
    pend: (/** @type {number[]} */ raw) => map?.pend(raw),
    destroy() {
      gone = true;
      view.destroy?.();
    },
  };
}
