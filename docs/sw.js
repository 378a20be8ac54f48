/**
 * Keeps what a reader has seen, for when there is no network.
 * The one rule: while there is a network, it answers; only what has its digest in its address
 * comes out of the cache at once.
 */
const scope = /** @type {any} */ (self);
const CACHE = "seen-1";
const DIGEST = /^\?v=[0-9a-f]+$/;
const LONGEST_LIST = 200; // of what a page has loaded before this worker was there

scope.addEventListener("install", () => scope.skipWaiting());
scope.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener("message", (/** @type {any} */ event) => {
  const { seen } = event.data ?? {};
  if (Array.isArray(seen)) event.waitUntil(keepAll(seen.slice(0, LONGEST_LIST)));
});
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (!isOurs(request)) return;
  event.respondWith(isForGood(request) ? kept(event) : fresh(event));
});

/** Films ask for ranges, and the browser joins them better. @param {Request} request */
function isOurs({ method, url, headers }) {
  return method === "GET" && url.startsWith(scope.registration.scope) && !headers.has("range");
}

/**
 * Whether it can have no other content; who asks to reload doubts what is kept.
 * @param {Request} request
 */
const isForGood = ({ url, cache }) => DIGEST.test(new URL(url).search) && cache !== "reload";

/** What the network says, or else what it said before. @param {any} event */
async function fresh(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(keep(request, response.clone()));
    return response;
  } catch (error) {
    const known = await find(request);
    if (known) return known;
    if (request.mode === "navigate") return whatIsThere();
    throw error;
  }
}

/** What was kept, or else what the network says. @param {any} event */
async function kept(event) {
  return (await find(event.request)) ?? fresh(event);
}

/** @param {Request | string} request */
async function find(request) {
  const cache = await caches.open(CACHE);
  return cache.match(request, { ignoreVary: true });
}

/**
 * Keep an answer in the place of any older one.
 * @param {Request | string} request @param {Response} response
 */
async function keep(request, response) {
  const cache = await caches.open(CACHE);
  const address = typeof request === "string" ? request : request.url;
  const older = await cache.keys(address, { ignoreSearch: true, ignoreVary: true });
  await Promise.all(older.filter(({ url }) => url !== address).map((one) => cache.delete(one)));
  await cache.put(address.split("#")[0], response);
}

/**
 * What a page loaded before it had this worker; a part that is gone is no loss.
 * @param {string[]} urls
 */
async function keepAll(urls) {
  const wanted = urls.filter((url) => isOurs(new Request(url)));
  await Promise.allSettled(
    wanted.map(async (url) => {
      if (await find(url)) return;
      const response = await fetch(url);
      if (response.ok) await keep(url, response);
    }),
  );
}

/** A page that was never seen: those that were, by their titles. */
async function whatIsThere() {
  const cache = await caches.open(CACHE);
  const pages = (await cache.keys()).filter(({ url }) => url.endsWith("/"));
  const items = await Promise.all(
    pages.map(async ({ url }) => {
      const text = (await (await cache.match(url))?.text()) ?? "";
      const title = /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? url;
      return `<li><a href="${url.replaceAll('"', "%22")}">${title}</a></li>`;
    }),
  );
  const style = "font: 1.1rem/1.5 sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem";
  const body =
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>No network</title>` +
    `<meta name="viewport" content="width=device-width">` +
    `<meta name="color-scheme" content="light dark">` +
    `<body style="${style}"><h1>There is no network</h1><p>This page was not read before, so it ` +
    `is not kept here. These were:</p><ul>${items.sort().join("")}</ul></body></html>`;
  const headers = { "content-type": "text/html; charset=utf-8" };
  return new Response(body, { status: 503, headers });
}
