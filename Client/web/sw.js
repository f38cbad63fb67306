/**
 * Keeps the page for when there is no network. What a server has is always newer: addresses are asked for there first, and
 * files that the build names by their content can never be stale. The build fills in the list.
 */
const version = "{{version}}";
const files = {{files}};
const prefix = "snaketron-";
/** A network that does not answer is none. */
const patienceMs = 4000;

addEventListener("install", (event) => {
    event.waitUntil((async () => {
        const cache = await caches.open(prefix + version);
        await cache.addAll(files.map((file) => new Request(file, { cache: file.startsWith("/assets/") ? "default" : "reload" })));
        // While nodes are replaced the worker may come from a new one and the page from an old one: tried again at the next visit.
        const shell = await (await cache.match("/")).text();
        if (!files.some((file) => file.startsWith("/assets/main-") && file.endsWith(".js") && shell.includes(file))) {
            await caches.delete(prefix + version);
            throw new Error("the page is of another build");
        }
        await skipWaiting();
    })());
});

addEventListener("activate", (event) => {
    event.waitUntil((async () => {
        // A tab that is still open may want a file of the version before; older ones are gone.
        const kept = (await caches.keys()).filter((name) => name.startsWith(prefix));
        await Promise.all(kept.filter((name) => name !== prefix + version).slice(0, -1).map((name) => caches.delete(name)));
        await clients.claim();
    })());
});

async function page(request) {
    const asked = new AbortController();
    const timer = setTimeout(() => asked.abort(), patienceMs);
    try {
        const answer = await fetch(request, { signal: asked.signal });
        // A load balancer without a server behind it.
        return answer.status < 500 ? answer : await caches.match("/", { cacheName: prefix + version }) ?? answer;
    } catch {
        return await caches.match("/", { cacheName: prefix + version }) ?? Response.error();
    } finally {
        clearTimeout(timer);
    }
}

addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (request.mode === "navigate") {
        if (!url.pathname.startsWith("/api/") && !url.pathname.startsWith("/health")) event.respondWith(page(request));
        return;
    }
    if (!url.pathname.startsWith("/assets/") && !files.includes(url.pathname)) return;
    event.respondWith((async () =>
        // This version's first: not all names change with the content.
        await caches.match(url.pathname, { cacheName: prefix + version }) ?? await caches.match(url.pathname) ?? fetch(request))());
});
