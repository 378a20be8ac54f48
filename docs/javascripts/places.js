/**
 * Links to places of the page that is open: they leave it as it is.
 * The one rule: until Material has opened a page by script, such links are the browser's.
 *
 * Material takes the first of them for a link to another page: it fetches this one and puts it
 * in the place of what is read, and so a reader loses what was set, folded out or typed there.
 */

/** A request that is never sent. */
class Unsent extends EventTarget {
  open() {}
  send() {}
  abort() {}
}

/** @param {Window & typeof globalThis} window */
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
