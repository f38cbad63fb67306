/** Pages that are loaded when somebody goes there. */
import { ComponentType, lazy } from "react";

const key = "snaketron.reloaded";
/** Not again within this: a file that stays away is no reason to load the page for ever. */
const betweenReloadsMs = 60_000;

/** Asked for as soon as a match may come, so that none waits for it. */
export function matchPages() {
    return import("../../pages/match/match");
}

const betweenQuestionsMs = 1000;

/** Waits until the server answers: to load the page from one that is gone shows the browser's own error. */
async function serverAnswers(): Promise<void> {
    for (;;) {
        try {
            if ((await fetch(location.origin, { method: "HEAD", cache: "no-store" })).ok) return;
        } catch { /* asked again */ }
        await new Promise((resolve) => setTimeout(resolve, betweenQuestionsMs));
    }
}

/** Whether the page may load itself again: not twice within a minute, and not where nobody remembers that it did. */
function mayReload(): boolean {
    try {
        const now = Date.now();
        if (now - Number(sessionStorage.getItem(key) ?? 0) < betweenReloadsMs) return false;
        sessionStorage.setItem(key, String(now));
        return true;
    } catch {
        return false;
    }
}

/** A page that is older than what the server has finds its files gone: it is loaded again, and the address leads back here. */
export function page<Properties extends object>(load: () => Promise<ComponentType<Properties>>) {
    return lazy(() => load().then((component) => ({ default: component }), (problem: unknown) => {
        if (!mayReload()) throw problem;
        void serverAnswers().then(() => location.reload());
        return new Promise<never>(() => {});
    }));
}
