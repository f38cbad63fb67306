import { Suspense, useEffect, useState } from "react";
import { app } from "../../app/app";
import { State } from "../../app/state";
import { actionKeys } from "../../app/keyboard/keyNames";
import { codeOf } from "../../app/keyboard/keys";
import { page } from "../../app/navigation/lazy";
import { modeName } from "../../app/components/format";
import { SeatTags, Swatch } from "../../app/components/widgets";
import { preferences } from "../../app/saved/preferences";
import { remember } from "../../app/saved/recent";
import { styleOf } from "../../game/drawing/palette";
import { EndReason, Match, Player, replayName } from "../../net/messages";
import { Key, t } from "../../text/text";
import { RatingNote } from "./RatingNote";
import { api } from "../../net/server";

const BestMoment = page(() => import("./BestMoment").then(({ BestMoment }) => BestMoment));

const reasons: Record<EndReason, Key> = {
    score: "result.score", dead: "result.dead", left: "result.left", draw: "result.draw", noContest: "result.noContest", time: "result.time",
};

export function Result({ match, state }: { match: Match; state: State }) {
    useEffect(() => {
        if (match.you !== null && match.endReason !== "noContest") remember({ id: replayName(match), mode: match.mode, text: headline(match) });
    }, [match.id]);
    useNextKey();
    const self = match.you === null ? undefined : match.players[match.you];
    const ranking = match.players.map((player, slot) => ({ player, slot }))
        .sort((a, b) => (a.player.rank || 99) - (b.player.rank || 99) || a.slot - b.slot);
    return (
        <section className="card stack centred">
            <p className="quiet">{match.ranked ? t("result.ranked", { mode: modeName(match.mode) }) : modeName(match.mode)}{match.endReason ? ` · ${t(reasons[match.endReason])}` : ""}</p>
            <h1>{headline(match)}</h1>
            {state.missed && <p role="status" data-testid="missed">{t("missed.found")}</p>}
            <ol className="seats ranking">
                {ranking.map(({ player, slot }) => (
                    <li key={slot} className={slot === match.you ? "self" : ""}>
                        <span className="rank">{player.rank || "–"}</span>
                        <Swatch style={styleOf(slot, match.you, match.rules.zone > 0)} />
                        <b>{player.name}</b>
                        <SeatTags player={player} />
                        {player.rematch && <span className="tag tag-good">{t("result.again")}</span>}
                        <span className="points" data-testid={`final-${slot}`}>{player.score}</span>
                    </li>
                ))}
            </ol>
            {match.ranked && self?.id && match.endReason !== "noContest" && <RatingNote match={match} user={self.id} />}
            <div className="row">
                <Next match={match} state={state} />
                <button onClick={() => app.dismiss()}>{t(state.lobby ? "result.lobby" : "home")}</button>
            </div>
            {match.endReason !== "noContest" && <Suspense fallback={null}><BestMoment match={match} /></Suspense>}
            <Verification match={match} />
            <div className="row">
                <button onClick={() => void app.openReplay(replayName(match))}>{t("result.watchReplay")}</button>
            </div>
            <p className="verify links"><a href={api(`/api/replays/${replayName(match)}`)} download>{t("result.download")}</a> · <a href={`/replay/${replayName(match)}`}>{t("result.link")}</a></p>
        </section>
    );
}

/** One key presses the main button, unless it was held before. */
export function useNextKey(): void {
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !preferences.value.keys.next.includes(codeOf(event))) return;
            document.querySelector<HTMLButtonElement>("main .primary:not(:disabled)")?.click();
        };
        addEventListener("keydown", pressed);
        return () => removeEventListener("keydown", pressed);
    }, []);
}

/** The name of that key, on the button that it presses. */
export function NextKey() {
    return <kbd aria-hidden="true">{actionKeys("next", 1)}</kbd>;
}

/** How it goes on: with the same seats, with the lobby, or with others. */
function Next({ match, state }: { match: Match; state: State }) {
    const { lobby } = state;
    const self = match.you === null ? undefined : match.players[match.you];
    if (lobby && match.code === lobby.code) {
        if (lobby.leader !== state.guest?.user.id) return <span className="quiet">{t("result.startsNext", { name: nameOf(lobby.leader, match.players) })}</span>;
        return (
            <button className="primary" autoFocus disabled={lobby.start !== "accepted" || state.pending === "start"} onClick={() => app.ask({ type: "start" })}>
                {t("result.playAgain")}<NextKey />
            </button>
        );
    }
    const others = () => {
        const name = state.guest?.user.name ?? t("guest");
        app.dismiss();
        void app.play(name, { queue: match.mode });
    };
    const solo = () => {
        app.dismiss();
        void app.play(state.guest?.user.name ?? t("guest"), { create: { mode: "solo", bots: 0, botLevel: "normal", hidden: false } });
    };
    if (match.mode === "solo") return <button className="primary" autoFocus onClick={solo}>{t("result.playAgain")}<NextKey /></button>;
    const here = match.players.filter((player) => player.id !== null && player.connected).length;
    const canAgain = state.resultIsOpen && self !== undefined && match.endReason !== "noContest"
        && here >= (match.rules.zone > 0 ? match.players.filter((player) => player.id !== null).length : Math.min(2, match.players.length));
    return (
        <>
            {canAgain && (
                <button className="primary" autoFocus disabled={self.rematch || state.pending === "rematch"} onClick={() => app.ask({ type: "rematch" })}>
                    {t(self.rematch ? "ready.others" : "result.rematch")}{!self.rematch && <NextKey />}
                </button>
            )}
            {match.mode !== "custom" && <button className={canAgain ? "" : "primary"} onClick={others}>{t("result.newOpponents")}{!canAgain && <NextKey />}</button>}
        </>
    );
}

function nameOf(id: string, players: Player[]): string {
    return players.find((player) => player.id === id)?.name ?? t("theLeader");
}

/** What is told of an ended match, to a player or to somebody who watched. */
export function headline(match: Match): string {
    const self = match.you === null ? undefined : match.players[match.you];
    const rank = self?.rank ?? 0, score = self?.score ?? 0;
    const winners = match.players.filter((player) => player.rank === 1);
    const hasTeams = match.rules.zone > 0;
    if (match.endReason === "noContest") return t("headline.noContest");
    if (match.players.length === 1) return t("headline.points", { n: match.players[0]?.score ?? score });
    if (match.endReason === "draw") return t("headline.draw");
    if (!self) return winners.length === 0 ? t("headline.over") : t("headline.othersWon", { names: winners.map((player) => player.name).join(" & ") });
    if (rank === 1) return !hasTeams && winners.length > 1 ? t("headline.sharedWin") : t("headline.won");
    if (!hasTeams && match.players.length > 2 && rank > 0) return t("headline.place", { n: rank });
    return t(rank === 0 ? "headline.over" : "headline.lost");
}

/** The food was fixed before the start: the seed, shown now, must have the digest that was announced then. */
function Verification({ match }: { match: Match }) {
    const [verdict, setVerdict] = useState<"checking" | "true" | "false" | "unable">("checking");
    useEffect(() => {
        let current = true;
        void verify(match).then((result) => { if (current) setVerdict(result); });
        return () => { current = false; };
    }, [match]);
    if (!match.seed || !match.commitment) return null;
    const text = t(`seed.${verdict}`);
    return (
        <details className="verify">
            <summary className={verdict === "false" ? "problem" : ""}>{text}</summary>
            <p>{t("seed.how")}</p>
            <dl>
                <dt>{t("seed.unable")}</dt><dd><code>{match.seed}</code></dd>
                <dt>{t("seed.announced")}</dt><dd><code>{match.commitment}</code></dd>
            </dl>
        </details>
    );
}

async function verify(match: Match): Promise<"true" | "false" | "unable"> {
    const digest = match.seed && match.commitment ? await digestOf(match.seed) : null;
    if (digest === null) return "unable";
    return digest === match.commitment?.toLowerCase() ? "true" : "false";
}

/** A seed's commitment: its SHA-256. Both in hexadecimal digits; null where the browser computes none, as on a page that came by plain http. */
export async function digestOf(seed: string): Promise<string | null> {
    if (!globalThis.crypto?.subtle) return null;
    const bytes = Uint8Array.from(seed.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
