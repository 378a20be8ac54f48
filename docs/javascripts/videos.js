/**
 * Films take the places of their posters, and play while they are in view.
 * The one rule: nothing moves for a reader who asked for less motion, or who paused it.
 */
const SHARE_IN_VIEW = 0.5;
const NEAR = "300px"; // a poster this close to the window becomes its film
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Films that the reader paused: they wait for the reader. @type {WeakSet<HTMLVideoElement>} */
const paused = new WeakSet();
/** Films in view, playing or not. @type {Set<HTMLVideoElement>} */
const inView = new Set();

/** @param {HTMLVideoElement} video */
function play(video) {
  if (still.matches || paused.has(video)) return;
  // A browser may refuse (data saver, power saver): the poster and the controls remain.
  video.play().catch(() => {});
}

/** @param {IntersectionObserverEntry} entry */
function follow({ target, isIntersecting }) {
  const video = /** @type {HTMLVideoElement} */ (target);
  if (isIntersecting) {
    inView.add(video);
    play(video);
  } else {
    inView.delete(video);
    video.pause();
  }
}

const views = new IntersectionObserver((entries) => entries.forEach(follow), {
  threshold: SHARE_IN_VIEW,
});

/** @param {Event} event */
function remember({ target, type }) {
  const video = /** @type {HTMLVideoElement} */ (target);
  if (type === "play") paused.delete(video);
  else if (inView.has(video) && !still.matches) paused.add(video);
}

still.addEventListener("change", () => {
  for (const video of inView) still.matches ? video.pause() : play(video);
});

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      show(/** @type {HTMLAnchorElement} */ (target));
    }
  },
  { rootMargin: NEAR },
);

/** The film in the place of its poster, a link to it. @param {HTMLAnchorElement} link */
function show(link) {
  const poster = /** @type {HTMLImageElement} */ (link.querySelector("img"));
  const video = document.createElement("video");
  const silent = { muted: true, loop: true, playsInline: true, preload: "none" };
  Object.assign(video, silent, { controls: true, poster: poster.src, src: link.href });
  video.setAttribute("aria-label", poster.alt);
  for (const name of ["width", "height"]) {
    video.setAttribute(name, poster.getAttribute(name) ?? "");
  }
  for (const name of ["class", "style"]) {
    video.setAttribute(name, link.getAttribute(name) ?? "");
  }
  const focused = link === document.activeElement;
  link.replaceWith(video);
  if (focused) video.focus();
  video.addEventListener("play", remember);
  video.addEventListener("pause", remember);
  views.observe(video);
}

/** Follow the films of the page; those of the page before are let go. @param {ParentNode} root */
export function playInView(root) {
  views.disconnect();
  near.disconnect();
  inView.clear();
  for (const film of root.querySelectorAll(".gd-film")) {
    (film instanceof HTMLVideoElement ? views : near).observe(film);
  }
}
