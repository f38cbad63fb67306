/** Which page is shown follows from the state alone; the address follows the page (`history.ts`). */
import { Arena } from "../pages/Arena";
import { Leaderboard } from "../pages/Leaderboard";
import { Home } from "../pages/Home";
import { LobbyPage } from "../pages/Lobby";
import { Queue } from "../pages/Queue";
import { Ready } from "../pages/Ready";
import { Replay } from "../pages/Replay";
import { Result } from "../pages/Result";
import { Watch } from "../pages/Watch";
import { t } from "../text/text";
import { app, State, useApp } from "./app";
import { Badge, Logo } from "./parts";
import { Aside } from "./routes";
import { statusOf } from "./status";

export function Page() {
    const state = useApp();
    const playing = state.match ? state.match.phase === "countdown" || state.match.phase === "running" : state.curtain || state.replay?.facts != null;
    return (
        <div className={playing ? "page page-arena" : "page"}>
            <header className="bar">
                <Logo small={playing} />
                <Badge state={state} />
            </header>
            <main>{content(state)}</main>
            {(state.notice ?? state.refusal) && <div className="toast" role="status">{state.notice ?? state.refusal}</div>}
            {state.link.state === "refused" && state.link.why !== "token" && <Refused state={state} />}
        </div>
    );
}

function content(state: State) {
    const { match, result, queue, lobby, pending } = state;
    if (match) {
        switch (match.phase) {
            case "ready": return <Ready match={match} state={state} />;
            case "countdown":
            case "running": return <Arena key={match.id} match={match} state={state} />;
            case "ended": return null;
        }
    }
    if (state.aside) return aside(state.aside, state);
    if (state.replay && !state.curtain) return <Replay replay={state.replay} state={state} />;
    if (result) return state.curtain ? <Arena key={result.id} match={result} state={state} /> : <Result match={result} state={state} />;
    if (queue) return <Queue state={state} />;
    if (pending === "queue") return <Queue state={state} />;
    if (state.looking) return <Watch state={state} />;
    if (lobby) return <LobbyPage lobby={lobby} state={state} />;
    if (state.resumed && !state.known && state.link.state !== "refused") return <p className="waiting">{t("resuming")}</p>;
    return <Home state={state} />;
}

function aside(route: Aside, state: State) {
    switch (route.page) {
        case "leaderboard": return <Leaderboard route={route} own={state.guest?.user.id ?? null} />;
        case "cluster":
        case "settings": return null;
    }
}

function Refused({ state }: { state: State }) {
    const replaced = state.link.state === "refused" && state.link.why !== "version";
    return (
        <div className="veil" role="alertdialog" aria-modal="true">
            <div className="card stack">
                <h2>{t(replaced ? "refused.elsewhere" : "refused.newVersion")}</h2>
                <p>{replaced ? statusOf(state).text : t("refused.outOfDate")}</p>
                <button className="primary" autoFocus onClick={() => void app.goOn()}>
                    {t(replaced ? "refused.playHere" : "refused.loadAgain")}
                </button>
            </div>
        </div>
    );
}
