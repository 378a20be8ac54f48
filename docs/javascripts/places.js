/**
 * Where a link leads: to the top of a page, or to a place of the one that is open.
 * The one rule: until Material has opened a page by script, links within it are the browser's.
 */

/**
 * A page that is on its way keeps its place, the top or where it was left: Material notes for it
 * where the reader is in the one that still stands. @param {Window & typeof globalThis} window
 */
export function keepPlaces(window) {
  const { document$, history, location } = window;
  const { replaceState } = history;
  let page = location.pathname; // that stands
  history.replaceState = (state, title, url) => {
    if (url || page === location.pathname) replaceState.call(history, state, title, url);
  };
  document$.subscribe(() => window.setTimeout(() => (page = location.pathname)));
}

/** A request that is never sent. */
class Unsent extends EventTarget {
  open() {}
  send() {}
  abort() {}
}

/**
 * Links within the page leave it as it is: Material takes the first of them for one to another
 * page. It fetches this one and puts it in the place of what is read, and so a reader loses what
 * was set, folded out or typed there. @param {Window & typeof globalThis} window
 */
export function keepPage(window) {
  const { document, history, location, location$, setInterval, XMLHttpRequest } = window;
  const page = location.pathname;
  let kept = true; // the page that came with this script
  location$.subscribe(({ pathname }) => {
    kept &&= pathname === page;
    if (kept) history.scrollRestoration = "auto";
  });
  // Material fetches what it is told first, and 125 ms later it closes drawer and search.
  Object.assign(window, { setInterval() {}, XMLHttpRequest: Unsent });
  location$.next(new URL(location.href));
  Object.assign(window, { setInterval, XMLHttpRequest });

  /** @param {MouseEvent} event */
  const follow = (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    if (!kept || !link || link.origin !== location.origin || link.pathname !== page) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    link.target = "_self"; // and Material skips it
    if (link.hash || link.search !== location.search) return;
    event.preventDefault(); // the browser would load the page anew
    if (location.hash) history.pushState(null, "", link.href);
    location$.next(new URL(link.href)); // an open drawer closes
    window.scrollTo(0, 0);
  };
  document.addEventListener("click", follow, true);
}
