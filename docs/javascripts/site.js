/**
 * Wires the small modules to each page, the first one and those of instant navigation.
 * The one rule: pages read whole without any of this.
 */
import { mountExplorers } from "./explorers.js";
import { nameLandmarks } from "./landmarks.js";
import { explainNumbers, listNumbers } from "./numbers.js";
import { keepForOffline } from "./offline.js";
import { mountParts } from "./parts.js";
import { keepPage } from "./places.js";
import { printInLight } from "./print.js";
import { reachScrollers } from "./scrollers.js";
import { playInView } from "./videos.js";

/** A link to the code of an answer leads to the answer, which has it on the first screen. */
function showLinkedCode() {
  const tab = document.getElementById(window.location.hash.slice(1));
  if (tab?.matches(".gd-answer .tabbed-set > input")) window.scrollTo(0, 0);
}

/** Behind "#" may stand settings, no place: then a page opened by script begins at its top. */
function beginAtTop() {
  const name = window.location.hash.slice(1);
  if (name && !document.getElementById(name)) window.scrollTo(0, 0);
}

let opened = false; // the first page, which the browser itself has scrolled
explainNumbers(document);
nameLandmarks(document);
printInLight(window);
keepPage(window);
window.addEventListener("load", () => keepForOffline(window), { once: true });
window.document$.subscribe(() => {
  reachScrollers(document);
  playInView(document);
  listNumbers(document);
  mountExplorers(document);
  mountParts(document);
  const anew = opened && window.history.state === null; // else Material goes where the reader was
  opened = true;
  window.setTimeout(() => {
    showLinkedCode(); // behind Material's own scrolling
    if (anew) beginAtTop();
  });
});
