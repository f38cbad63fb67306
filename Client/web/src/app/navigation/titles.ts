/** What the browser's tab and history call a page. */
import { t } from "../../text/text";
import { Route } from "./routes";

export function titleOf(route: Route): string {
    const name = nameOf(route);
    return name === "" ? "SnakeTron" : `${name} · SnakeTron`;
}

function nameOf(route: Route): string {
    switch (route.page) {
        case "home": return "";
        case "play": return t(`mode.${route.mode}`);
        case "lobby": return t("title.lobby", { code: route.code });
        case "match": return t("title.match");
        case "replay": return t("title.replay");
        case "practice": return t("title.practice");
        case "watch": return t("watch");
        case "leaderboard": return t("title.leaderboard");
        case "cluster": return t("title.cluster");
        case "settings": return t("title.settings");
    }
}
