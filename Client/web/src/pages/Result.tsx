import { useEffect, useState } from "react";
import { app, State } from "../app/app";
import { modeNames, SeatTags, Swatch } from "../app/parts";
import { remember } from "../app/recent";
import { styleOf } from "../game/palette";
import { EndReason, Match, Player, replayName } from "../net/messages";
import { RatingNote } from "./RatingNote";

const reasons: Record<EndReason, string> = {
    score: "The bank is full", dead: "Nobody is left", left: "One side left", draw: "Level at the target", noContest: "Everybody left", time: "Time is up",
};

export function Result({ match, state }: { match: Match; state: State }) {
    useEffect(() => {
        if (match.you !== null && match.endReason !== "noContest") remember({ id: replayName(match), mode: match.mode, text: headline(match) });
    }, [match.id]);
    const self = match.you === null ? undefined : match.players[match.you];
    const ranking = match.players.map((player, slot) => ({ player, slot }))
        .sort((a, b) => (a.player.rank || 99) - (b.player.rank || 99) || a.slot - b.slot);
    return (
        <section className="card stack centred">
            <p className="quiet">{match.ranked ? "Ranked " : ""}{modeNames[match.mode]}{match.endReason ? ` · ${reasons[match.endReason]}` : ""}</p>
            <h1>{headline(match)}</h1>
            <ol className="seats ranking">
                {ranking.map(({ player, slot }) => (
                    <li key={slot} className={slot === match.you ? "self" : ""}>
                        <span className="rank">{player.rank || "–"}</span>
                        <Swatch style={styleOf(slot, match.you, match.rules.zone > 0)} />
                        <b>{player.name}</b>
                        <SeatTags player={player} />
                        {player.rematch && <span className="tag tag-good">again!</span>}
                        <span className="points" data-testid={`final-${slot}`}>{player.score}</span>
                    </li>
                ))}
            </ol>
            {match.ranked && self?.id && match.endReason !== "noContest" && <RatingNote match={match} user={self.id} />}
            <div className="row">
                <Next match={match} state={state} />
                <button onClick={() => app.dismiss()}>{state.lobby ? "Lobby" : "Home"}</button>
            </div>
            <Verification match={match} />
            <div className="row">
                <button onClick={() => void app.openReplay(replayName(match))}>Watch the replay</button>
            </div>
            <p className="verify links"><a href={`/api/replays/${replayName(match)}`} download>Download the replay</a> · <a href={`/?replay=${replayName(match)}`}>Link to it</a></p>
        </section>
    );
}

/** How it goes on: with the same seats, with the lobby, or with others. */
function Next({ match, state }: { match: Match; state: State }) {
    const { lobby } = state;
    const self = match.you === null ? undefined : match.players[match.you];
    if (lobby && match.code === lobby.code) {
        if (lobby.leader !== state.guest?.user.id) return <span className="quiet">{nameOf(lobby.leader, match.players)} starts the next one</span>;
        return (
            <button className="primary" autoFocus disabled={lobby.start !== "accepted" || state.pending === "start"} onClick={() => app.ask({ type: "start" })}>
                Play again
            </button>
        );
    }
    const others = () => {
        const name = state.guest?.user.name ?? "Guest";
        app.dismiss();
        void app.play(name, { queue: match.mode });
    };
    const solo = () => {
        app.dismiss();
        void app.play(state.guest?.user.name ?? "Guest", { create: { mode: "solo", bots: 0, botLevel: "normal", hidden: false } });
    };
    if (match.mode === "solo") return <button className="primary" autoFocus onClick={solo}>Play again</button>;
    const here = match.players.filter((player) => player.id !== null && player.connected).length;
    const canAgain = state.resultIsOpen && self !== undefined && match.endReason !== "noContest"
        && here >= (match.rules.zone > 0 ? match.players.filter((player) => player.id !== null).length : Math.min(2, match.players.length));
    return (
        <>
            {canAgain && (
                <button className="primary" autoFocus disabled={self.rematch || state.pending === "rematch"} onClick={() => app.ask({ type: "rematch" })}>
                    {self.rematch ? "Waiting for the others" : "Rematch"}
                </button>
            )}
            {match.mode !== "custom" && <button className={canAgain ? "" : "primary"} onClick={others}>New opponents</button>}
        </>
    );
}

function nameOf(id: string, players: Player[]): string {
    return players.find((player) => player.id === id)?.name ?? "The leader";
}

/** What is told of an ended match, to a player or to somebody who watched. */
export function headline(match: Match): string {
    const self = match.you === null ? undefined : match.players[match.you];
    const rank = self?.rank ?? 0, score = self?.score ?? 0;
    const winners = match.players.filter((player) => player.rank === 1);
    const hasTeams = match.rules.zone > 0;
    if (match.endReason === "noContest") return "No contest";
    if (match.players.length === 1) return `${match.players[0]?.score ?? score} ${match.players[0]?.score === 1 ? "point" : "points"}`;
    if (match.endReason === "draw") return "Draw";
    if (!self) return winners.length === 0 ? "Over" : `${winners.map((player) => player.name).join(" & ")} won`;
    if (rank === 1) return !hasTeams && winners.length > 1 ? "Shared win" : "You won!";
    if (!hasTeams && match.players.length > 2 && rank > 0) return `Place ${rank}`;
    return rank === 0 ? "Over" : "You lost";
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
    const text = { checking: "Checking the seed…", true: "✓ Seed verified", false: "The seed does not match!", unable: "Seed" }[verdict];
    return (
        <details className="verify">
            <summary className={verdict === "false" ? "problem" : ""}>{text}</summary>
            <p>The seed decides where food appears. Its SHA-256 was announced before the match, so nobody could change it.</p>
            <dl>
                <dt>Seed</dt><dd><code>{match.seed}</code></dd>
                <dt>Announced</dt><dd><code>{match.commitment}</code></dd>
            </dl>
        </details>
    );
}

async function verify(match: Match): Promise<"true" | "false" | "unable"> {
    if (!match.seed || !match.commitment || !globalThis.crypto?.subtle) return "unable";
    const seed = Uint8Array.from(match.seed.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", seed));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex === match.commitment.toLowerCase() ? "true" : "false";
}
