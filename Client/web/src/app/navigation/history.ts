/** The browser's history, kept in step with the page. Back and Forward are wishes; a match that is played is never lost by one. */
import { app } from "../app";
import { State } from "../state";
import { isAside, isSame, parseRoute, pathOf, placeOf, Route, stepTo } from "./routes";
import { titleOf } from "./titles";

/** What an entry of the history knows of the one under it. */
interface Entry { below: string | null }

/** Where the page is; null while the server has not told yet, and the address stays as it is. */
export function routeOf(state: State): Route | null {
    const { match, aside, replay, result, missed, queue, lobby } = state;
    if (match) return { page: "match", id: match.id };
    if (aside) return aside;
    if (state.practice) return { page: "practice" };
    if (replay && !state.curtain) return { page: "replay", name: replay.name, at: replay.at };
    if (result) return { page: "match", id: result.id };
    if (missed) return { page: "match", id: missed.match.id };
    const waiting = queue?.modes[0]?.mode ?? (state.pending === "queue" ? state.asked : null);
    if (waiting) return { page: "play", mode: waiting };
    if (state.looking) return { page: "watch" };
    if (lobby) return { page: "lobby", code: lobby.code };
    if (state.resumed && !state.known && state.link.state !== "refused") return null;
    if (state.invitation) return { page: "lobby", code: state.invitation };
    return state.linked ?? { page: "home" };
}

/** `?gateway=` stays: it says how the page reaches the cluster. */
function addressOf(route: Route): string {
    const path = pathOf(route);
    const gateway = new URLSearchParams(location.search).get("gateway");
    return gateway === null ? path : `${path}${path.includes("?") ? "&" : "?"}gateway=${gateway}`;
}

export function keepHistory(): void {
    /** The page that the address was last made to follow. */
    let followed: Route | null = null;
    /** `history.back()` is under way: the address is not what it will be. */
    let goesBack = false;
    const below = () => (history.state as Entry | null)?.below ?? null;

    const follow = () => {
        const route = routeOf(app.state);
        if (!route || goesBack || (followed && isSame(followed, route))) return;
        followed = route;
        document.title = titleOf(route);
        const from = parseRoute(location);
        switch (stepTo(from, route, below())) {
            case "none":
                // A link of an older page gets the address of today.
                if (placeOf(location.pathname) !== placeOf(pathOf(route))) history.replaceState({ below: below() }, "", addressOf(route));
                return;
            case "push":
                return history.pushState({ below: placeOf(location.pathname) }, "", addressOf(route));
            case "replace":
                return history.replaceState({ below: below() }, "", addressOf(route));
            case "back":
                goesBack = true;
                return history.back();
        }
    };

    addEventListener("popstate", () => {
        if (goesBack) {
            goesBack = false;
            followed = null;
            return follow();
        }
        const wanted = parseRoute(location);
        const here = routeOf(app.state);
        if (!here || isSame(here, wanted)) return;
        const { match } = app.state;
        if (match && match.you !== null) {
            history.pushState({ below: placeOf(pathOf(wanted)) }, "", addressOf(here));
            return app.askToLeave();
        }
        app.go(wanted);
        const now = routeOf(app.state);
        if (now) document.title = titleOf(isAside(wanted) ? wanted : now);
    });
    app.subscribe(follow);
    follow();
}
