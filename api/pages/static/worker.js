// Keeps on a phone what the pages of 途中 are made of, and nothing else: the shells, which are the same for everybody and
// hold no fact and no name, and the styles, scripts and slices of the typeface that they need.
//
// The server puts `const KEPT = {release, shells, files}` before this. What is not named there is not touched: requests
// for other pages pass by, with their own cookies and headers, and no answer about a fact ever comes to lie here.

const CACHE = `bihuan-road-${KEPT.release}`;
const PATIENCE = 4_000; // ms for a shell from the network, then the kept one is shown

async function keep() {
  if (await caches.has(CACHE)) return;
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll([...KEPT.shells, ...KEPT.files]);
  } catch (error) {
    await caches.delete(CACHE); // half a page is none
    throw error;
  }
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("bihuan-road-") && name !== CACHE).map((name) => caches.delete(name)));
}

/** The name under which a shell is kept: its path, and its language. */
function shellOf(url) {
  const name = url.pathname + (url.searchParams.get("lang") === "en" ? "?lang=en" : "");
  return KEPT.shells.includes(name) ? name : undefined;
}

/** From the network, else as kept. */
async function shell(request, name) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status < 500) return response;
  } catch {
    // no network, or one that is as good as none
  }
  return (await caches.match(name)) ?? Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data !== "keep") return;
  const said = (kept) => event.ports[0].postMessage(kept);
  event.waitUntil(keep().then(() => said(true), () => said(false)));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const name = request.mode === "navigate" ? shellOf(url) : undefined;
  if (name) event.respondWith(shell(request, name));
  else if (KEPT.files.includes(url.pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
