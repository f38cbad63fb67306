/** The worker that keeps the page for when there is no network (`sw.js`). */

export function registerWorker(): void {
    if (!("serviceWorker" in navigator) || !isSecureContext) return;
    // After the page itself: what it keeps is what was just loaded.
    const register = () => void navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
}
