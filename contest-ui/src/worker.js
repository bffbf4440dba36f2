/**
 * Keeps the application itself on the device, so that a page reloaded without a network still opens.
 * It never touches /api: papers and answers are the exam room's own affair. The build fills in the two
 * constants; every build is a new file, so a new worker takes over by itself.
 */
const BUILD = '__BUILD__';
const FILES = /** @type {string[]} */ (JSON.parse('__FILES__'));

/** The page that every address of ours gets. */
const SHELL = '/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(BUILD)
      .then((cache) => cache.addAll([SHELL, ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      // A page of the build before may still be open and need its parts; what is older goes.
      .then((names) => Promise.all(names.slice(0, -2).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  // The organisers' console is another page, and is of no use without its server.
  if (/^\/quan-tri(?:\/|$)/.test(url.pathname)) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => shell()));
});

async function shell() {
  return (await caches.match(SHELL)) ?? Response.error();
}
