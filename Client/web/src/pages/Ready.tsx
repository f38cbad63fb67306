import { app, State } from "../app/app";
import { modeNames, SeatTags, Swatch, useSecondsLeft } from "../app/parts";
import { styleOf } from "../game/palette";
import { Match } from "../net/messages";

export function Ready({ match, state }: { match: Match; state: State }) {
    const seconds = useSecondsLeft(state.deadline);
    const isReady = match.you !== null && match.players[match.you]?.ready === true;
    return (
        <section className="card stack centred">
            <p className="quiet">{modeNames[match.mode]}</p>
            <h1>Ready?</h1>
            <ol className={match.players.length === 2 ? "seats versus" : "seats"}>
                {match.players.map((player, slot) => (
                    <li key={slot}>
                        <Swatch style={styleOf(slot, match.you, match.rules.zone > 0)} />
                        <b>{player.name}</b>
                        <SeatTags player={player} />
                        <span className={player.ready ? "tag tag-good" : "tag"}>{player.ready ? "✓ ready" : "…"}</span>
                    </li>
                ))}
            </ol>
            {match.you === null ? <p className="quiet">You watch this one</p> : (
                <button className="primary huge" autoFocus disabled={isReady || state.pending === "ready"} onClick={() => app.ask({ type: "ready" })}>
                    {isReady ? "Waiting for the others" : "I’m ready"}
                </button>
            )}
            <p className="quiet" aria-live="off">Starts by itself in {seconds} s</p>
            <button className="link" onClick={() => app.leave()}>Leave</button>
        </section>
    );
}
