/**
 * Explorers of a page, if it has any.
 * The one rule: a page without one loads nothing for it, and one far down waits for its reader.
 */
const BUNDLE = "../assets/explorer/explorer.js";

/** @type {Promise<{mountAll: (root: ParentNode) => void}> | null} */
let loaded = null;

const near = new IntersectionObserver((entries) => {
  if (entries.some(({ isIntersecting }) => isIntersecting)) mountNow(document);
});

/** @param {ParentNode} root */
function mountNow(root) {
  near.disconnect();
  loaded ??= import(new URL(BUNDLE, import.meta.url).href);
  loaded.then(({ mountAll }) => mountAll(root));
}

/** Mount those of the page; those of the page before are ended. @param {ParentNode} root */
export function mountExplorers(root) {
  near.disconnect();
  if (loaded) mountNow(root);
  else root.querySelectorAll("[data-explorer]").forEach((place) => near.observe(place));
}
