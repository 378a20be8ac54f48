/**
 * What was read can be read again without a network.
 * The one rule: a browser that keeps nothing, or may not, loses nothing else by it.
 */
const WORKER = new URL("../../sw.js", import.meta.url); // from where the build puts this

/** Not under `mkdocs serve`, whose pages change with each save. */
const isPreview = () => "livereload" in window;

/** @param {Window} window */
export function keepForOffline({ navigator, performance, location }) {
  if (!navigator.serviceWorker || isPreview()) return;
  const { serviceWorker } = navigator;
  serviceWorker
    .register(WORKER)
    .then(() => serviceWorker.ready)
    .then(({ active }) => {
      const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
      active?.postMessage({ seen: [location.href.split("#")[0], ...loaded] });
    })
    .catch(() => {}); // a private window, a full disk, an address without https
}
