/** Which page is shown follows from the state alone; the address follows the page (`history.ts`). */
import { Component, ReactNode, Suspense } from "react";
import { Home } from "../pages/Home";
import { t } from "../text/text";
import { app, useApp } from "./app";
import { State } from "./state";
import { Badge, Logo } from "./components/widgets";
import { matchPages, page } from "./navigation/lazy";
import { Aside } from "./navigation/routes";
import { statusOf } from "./status";

const Arena = page(() => matchPages().then(({ Arena }) => Arena));
const MissedEnd = page(() => matchPages().then(({ MissedEnd }) => MissedEnd));
const Practice = page(() => matchPages().then(({ Practice }) => Practice));
const Queue = page(() => matchPages().then(({ Queue }) => Queue));
const Ready = page(() => matchPages().then(({ Ready }) => Ready));
const Replay = page(() => matchPages().then(({ Replay }) => Replay));
const Result = page(() => matchPages().then(({ Result }) => Result));
const Watch = page(() => matchPages().then(({ Watch }) => Watch));
const Leaderboard = page(() => import("../pages/Leaderboard").then(({ Leaderboard }) => Leaderboard));
const LobbyPage = page(() => import("../pages/Lobby").then(({ LobbyPage }) => LobbyPage));
const Cluster = page(() => import("../pages/cluster/Cluster").then(({ Cluster }) => Cluster));
const SettingsPage = page(() => import("../pages/Settings").then(({ SettingsPage }) => SettingsPage));

export function Page() {
    const state = useApp();
    const playing = state.match ? state.match.phase === "countdown" || state.match.phase === "running" : state.aside === null && (state.curtain || state.replay?.facts != null || state.practice?.isOver === false);
    return (
        <div className={playing ? "page page-arena" : "page"}>
            <header className="bar">
                <Logo small={playing} />
                <span className="tools">
                    <Badge state={state} />
                    {!playing && state.match === null && (
                        <button className="tool" aria-label={t("title.settings")} aria-pressed={state.aside?.page === "settings"}
                            onClick={() => app.show(state.aside?.page === "settings" ? null : { page: "settings" })}>
                            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M 4 7 H 20 M 4 12 H 20 M 4 17 H 20" /><circle cx="9" cy="7" r="2.6" /><circle cx="15" cy="12" r="2.6" /><circle cx="8" cy="17" r="2.6" /></svg>
                        </button>
                    )}
                </span>
            </header>
            <main><Unloaded><Suspense fallback={<p className="waiting">{t("oneMoment")}</p>}>{content(state)}</Suspense></Unloaded></main>
            {(state.notice ?? state.refusal) && <div className="toast" role="status">{state.notice ?? state.refusal}</div>}
            {state.link.state === "refused" && state.link.why !== "token" && <Refused state={state} />}
        </div>
    );
}

/** In the place of a page whose files cannot be had. */
class Unloaded extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
    override state = { hasFailed: false };

    static getDerivedStateFromError() {
        return { hasFailed: true };
    }

    override render() {
        if (!this.state.hasFailed) return this.props.children;
        return (
            <div className="card stack" role="alert">
                <p>{t("refused.outOfDate")}</p>
                <button className="primary" onClick={() => location.reload()}>{t("refused.loadAgain")}</button>
            </div>
        );
    }
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
    if (state.practice) return <Practice practice={state.practice} state={state} />;
    if (state.replay && !state.curtain) return <Replay replay={state.replay} state={state} />;
    if (result) return state.curtain ? <Arena key={result.id} match={result} state={state} /> : <Result match={result} state={state} />;
    if (state.missed) return <MissedEnd missed={state.missed} state={state} />;
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
        case "settings": return <SettingsPage />;
        case "cluster": return <Cluster state={state} />;
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
