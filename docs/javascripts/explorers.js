/**
 * Explorers of a page, if it has any.
 * The one rule: a page without one loads nothing for it.
 */
const BUNDLE = "../assets/explorer/explorer.js";

/** @type {Promise<{mountAll: (root: ParentNode) => void}> | null} */
let loaded = null;

/** Mount those of the page; those of the page before are ended. @param {ParentNode} root */
export function mountExplorers(root) {
  if (!loaded && !root.querySelector("[data-explorer]")) return;
  loaded ??= import(new URL(BUNDLE, import.meta.url).href);
  loaded.then(({ mountAll }) => mountAll(root));
}
