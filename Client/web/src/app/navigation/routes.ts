/**
 * The page's addresses, and what becomes of the browser's history when the page changes. Which page is shown follows from
 * the state; the address follows the page. Nothing here touches the browser: `history.ts` does.
 */
import type { Mode } from "../../net/messages";
import { codeIn } from "../code";
import { isReplayName } from "../saved/recent";

export const ratedModes = ["duel", "2v2", "ffa"] as const;
export type RatedMode = typeof ratedModes[number];
const queueModes = ratedModes as readonly Mode[];

export type Route =
    | { page: "home" }
    /** The queue of a mode. */
    | { page: "play"; mode: Mode }
    | { page: "lobby"; code: string }
    /** A match that is played, watched, or over. */
    | { page: "match"; id: string }
    /** `name` null: a file of the player's. `at`: seconds from the start, where it begins to be shown. */
    | { page: "replay"; name: string | null; at: number | null }
    | { page: "watch" }
    /** Against bots, on this page alone. */
    | { page: "practice" }
    /** `season` as `2026-4`; null: the one that runs. */
    | { page: "leaderboard"; ranked: boolean; mode: RatedMode; season: string | null }
    | { page: "cluster" }
    | { page: "settings" };

/** What lies over the player's game or lobby without leaving it. */
export type Aside = Extract<Route, { page: "leaderboard" | "cluster" | "settings" }>;

export function isAside(route: Route): route is Aside {
    return route.page === "leaderboard" || route.page === "cluster" || route.page === "settings";
}

/** An address that names nothing is home. Links of older pages (`?join=`, `?replay=`) still lead where they led. */
export function parseRoute({ pathname, search }: { pathname: string; search: string }): Route {
    const query = new URLSearchParams(search);
    const [page, first = "", second] = pathname.split("/").filter((part) => part !== "");
    switch (page) {
        case undefined: {
            const code = codeIn(query.get("join") ?? ""), replay = query.get("replay") ?? "";
            if (code) return { page: "lobby", code };
            if (isReplayName(replay)) return { page: "replay", name: replay, at: seconds(query.get("t")) };
            break;
        }
        case "play":
            if (queueModes.includes(first as Mode)) return { page: "play", mode: first as Mode };
            break;
        case "lobby": {
            const code = codeIn(first);
            if (code) return { page: "lobby", code };
            break;
        }
        case "match":
            if (/^[1-9][0-9]{0,19}$/.test(first)) return { page: "match", id: first };
            break;
        case "replay":
            if (isReplayName(first)) return { page: "replay", name: first, at: seconds(query.get("t")) };
            break;
        case "leaderboard": {
            const [kind, mode] = first === "" ? ["casual", "duel"] : first.split("-");
            if ((kind !== "casual" && kind !== "ranked") || !ratedModes.includes(mode as RatedMode)) break;
            return {
                page, ranked: kind === "ranked", mode: mode as RatedMode,
                season: second !== undefined && /^[0-9]{4}-[1-4]$/.test(second) ? second : null,
            };
        }
        case "watch":
        case "practice":
        case "cluster":
        case "settings":
            return { page };
    }
    return { page: "home" };
}

function seconds(text: string | null): number | null {
    return text !== null && /^[0-9]{1,5}$/.test(text) ? Number(text) : null;
}

export function pathOf(route: Route): string {
    switch (route.page) {
        case "home": return "/";
        case "play": return `/play/${route.mode}`;
        case "lobby": return `/lobby/${route.code}`;
        case "match": return `/match/${route.id}`;
        case "replay": return `/replay${route.name === null ? "" : `/${route.name}`}${route.at === null ? "" : `?t=${route.at}`}`;
        case "leaderboard":
            return `/leaderboard/${route.ranked ? "ranked" : "casual"}-${route.mode}${route.season === null ? "" : `/${route.season}`}`;
        case "watch":
        case "practice":
        case "cluster":
        case "settings":
            return `/${route.page}`;
    }
}

/** The part of an address that tells pages apart. */
export function placeOf(path: string): string {
    return path.split("?")[0] as string;
}

export function isSame(a: Route, b: Route): boolean {
    return placeOf(pathOf(a)) === placeOf(pathOf(b));
}

/**
 * What becomes of the history when the page has gone from one place to another by itself or by a button.
 * @param below The address of the entry under the current one, as far as this page made it.
 */
export function stepTo(from: Route, to: Route, below: string | null): "push" | "replace" | "back" | "none" {
    if (isSame(from, to)) return "none";
    if (below !== null && placeOf(pathOf(to)) === placeOf(below)) return "back";
    switch (from.page) {
        // A queue, or another match, is nothing to come back to.
        case "play": return "replace";
        case "match": return to.page === "replay" || isAside(to) ? "push" : "replace";
        case "leaderboard": return to.page === "leaderboard" ? "replace" : "push";
        // A lobby that was left may be joined again, but not by a press that meant to leave the page.
        case "lobby": return to.page === "home" ? "replace" : "push";
        case "home":
        case "replay":
        case "watch":
        case "cluster":
        case "settings":
            return "push";
        case "practice": return to.page === "home" ? "replace" : "push";
    }
}
