import { useEffect, useState } from "react";
import { app } from "../app/app";
import { modeNames, Swatch } from "../app/parts";
import { styleOf } from "../game/palette";
import { Match } from "../net/messages";

const reasons: Record<NonNullable<Match["endReason"]>, string> = {
    score: "The bank is full", dead: "Nobody is left", left: "One side left", draw: "Level at the target", noContest: "Everybody left",
};

export function Result({ match }: { match: Match }) {
    const again = () => {
        const name = app.state.guest?.user.name ?? "Guest";
        app.dismiss();
        void app.play(name, match.mode === "solo" ? { create: "solo" } : { queue: match.mode });
    };
    const ranking = match.players.map((player, slot) => ({ player, slot }))
        .sort((a, b) => (a.player.rank || 99) - (b.player.rank || 99) || a.slot - b.slot);
    return (
        <section className="card stack centred">
            <p className="quiet">{modeNames[match.mode]}{match.endReason ? ` · ${reasons[match.endReason]}` : ""}</p>
            <h1>{headline(match)}</h1>
            <ol className="seats ranking">
                {ranking.map(({ player, slot }) => (
                    <li key={slot} className={slot === match.you ? "self" : ""}>
                        <span className="rank">{player.rank || "–"}</span>
                        <Swatch style={styleOf(slot, match.you)} />
                        <b>{player.name}</b>
                        <span className="points" data-testid={`final-${slot}`}>{player.score}</span>
                    </li>
                ))}
            </ol>
            <div className="row">
                <button className="primary" autoFocus onClick={again}>Play again</button>
                <button onClick={() => app.dismiss()}>Home</button>
            </div>
            <Verification match={match} />
            <p className="verify"><a href={`/api/replays/${match.id}`} download>Download the replay</a></p>
        </section>
    );
}

/** What the own player is told of an ended match. */
export function headline(match: Match): string {
    const self = match.you === null ? undefined : match.players[match.you];
    const rank = self?.rank ?? 0, score = self?.score ?? 0;
    if (match.endReason === "noContest") return "No contest";
    if (match.mode === "solo") return `${score} ${score === 1 ? "point" : "points"}`;
    if (match.endReason === "draw") return "Draw";
    if (rank === 1) return match.players.filter((player) => player.rank === 1).length > 1 ? "Shared win" : "You won!";
    if (match.mode === "ffa" && rank > 0) return `Place ${rank}`;
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
