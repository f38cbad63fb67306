/** Pages that are loaded when somebody goes there. */
import { ComponentType, lazy } from "react";
import { stores } from "../net/storage";

const key = "snaketron.reloaded";
/** Not again within this: a file that stays away is no reason to load the page for ever. */
const betweenReloadsMs = 60_000;

/** Asked for as soon as a match may come, so that none waits for it. */
export function matchPages() {
    return import("../pages/match");
}

const betweenQuestionsMs = 1000;

/** Waits until the server answers: to load the page from one that is gone shows the browser's own error. */
async function serverAnswers(): Promise<void> {
    for (;;) {
        try {
            await fetch(location.origin, { method: "HEAD", cache: "no-store" });
            return;
        } catch {
            await new Promise((resolve) => setTimeout(resolve, betweenQuestionsMs));
        }
    }
}

/** A page that is older than what the server has finds its files gone: it is loaded again, and the address leads back here. */
export function page<Properties extends object>(load: () => Promise<ComponentType<Properties>>) {
    return lazy(() => load().then((component) => ({ default: component }), (problem: unknown) => {
        if (Date.now() - Number(stores.session.get(key) ?? 0) < betweenReloadsMs) throw problem;
        void serverAnswers().then(() => {
            stores.session.set(key, String(Date.now()));
            location.reload();
        });
        return new Promise<never>(() => {});
    }));
}
