/**
 * The explorer without the page around it, at `?embed=1`, for frames in other pages.
 * The one rule: it runs before anything is painted, so nothing else is ever seen.
 */
if (new URLSearchParams(window.location.search).has("embed")) {
  document.documentElement.classList.add("gd-embed");
}
