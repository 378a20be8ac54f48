/**
 * Parts of a page that have a script of their own.
 * The one rule: a page without one loads nothing for it, and waits for nothing of it; a
 * part that is folded waits until it is opened.
 */

/** What marks a part, and what mounts it. */
const PARTS = {
  "[data-diagnose]": () => import("./diagnosis.js"),
  "[data-hero]": () => import("./hero/hero.js"),
  "[data-forum]": () => import("./forum.js"),
  "[data-nearest]": () => import("./nearest_pages.js"),
};

/** Mount those that the page has. @param {ParentNode} root */
export function mountParts(root) {
  for (const [mark, load] of Object.entries(PARTS)) {
    const part = root.querySelector(mark);
    if (!(part instanceof HTMLElement)) continue;
    const mount = () => load().then((module) => module.mount(part));
    if (part instanceof HTMLDetailsElement) part.addEventListener("toggle", mount, { once: true });
    else mount();
  }
}
