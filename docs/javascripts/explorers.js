/**
 * Explorers of a page, if it has any.
 * The one rule: a page without one loads nothing for it, and one far down waits for its reader.
 * One beside a text is the picture that it begins with until there is a sign of a reader.
 */
const SIGNS = ["keydown", "pointerdown", "pointermove", "scroll", "touchstart", "wheel"];

/** @type {Promise<unknown>} */
const signed = new Promise((resolve) => {
  const once = { capture: true, once: true, passive: true };
  for (const name of SIGNS) window.addEventListener(name, resolve, once);
});

/** @type {Promise<{mountAll: (root: ParentNode) => void}> | null} */
let loaded = null;

const near = new IntersectionObserver((entries) => {
  const places = entries.filter(({ isIntersecting }) => isIntersecting);
  if (places.some(({ target }) => !target.matches("[data-small]"))) mountNow(document);
  else if (places.length) signed.then(() => mountNow(document));
});

/** @param {ParentNode} root */
function mountNow(root) {
  near.disconnect();
  loaded ??= import("./explorer/explorer.js");
  loaded.then(({ mountAll }) => mountAll(root));
}

/** Mount those of the page; those of the page before are ended. @param {ParentNode} root */
export function mountExplorers(root) {
  near.disconnect();
  if (loaded) mountNow(root);
  else root.querySelectorAll("[data-explorer]").forEach((place) => near.observe(place));
}
