"use strict";
// The page without a network: what is kept is given at once, and what the server has now is kept for the next time.

const files = ["./", "index.html", "pass.css", "pass.js", "qr.js"];
const kept = "pass";

addEventListener("install", (event) => event.waitUntil(caches.open(kept).then((cache) => cache.addAll(files))));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(caches.open(kept).then(async (cache) => {
    const mine = await cache.match(event.request, { ignoreSearch: true });
    const theirs = fetch(event.request).then(async (answer) => {
      if (answer.ok) await cache.put(event.request, answer.clone());
      return answer;
    });
    if (!mine) return theirs;
    event.waitUntil(theirs.catch(() => {}));
    return mine;
  }));
});
