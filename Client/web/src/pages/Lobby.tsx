import { useState } from "react";
import { app, State } from "../app/app";
import { modeNames, Swatch } from "../app/parts";
import { styleOf } from "../game/palette";
import { Match } from "../net/messages";

export function Lobby({ match, state }: { match: Match; state: State }) {
    const [copied, setCopied] = useState(false);
    const link = `${location.origin}${location.pathname}?join=${match.code}`;
    const seats = match.mode === "duel" ? 2 : 8;
    const isCreator = match.you === 0;
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(link);
            setCopied(true);
            setTimeout(() => setCopied(false), 2000);
        } catch {
            app.tell(`Copy it by hand: ${link}`);
        }
    };
    return (
        <section className="card stack centred">
            <p className="quiet">{modeNames[match.mode]}</p>
            <h1 className="code" aria-label={`Code ${match.code.split("").join(" ")}`}>{match.code}</h1>
            <button className="primary" onClick={() => void copy()}>{copied ? "Copied" : "Copy the link"}</button>
            <ol className="seats">
                {match.players.map((player, slot) => (
                    <li key={player.id} className={player.connected ? "" : "away"}>
                        <Swatch style={styleOf(slot, match.you)} />
                        <b>{player.name}</b>
                        {slot === match.you && <span className="tag">you</span>}
                        {!player.connected && <span className="tag">away</span>}
                    </li>
                ))}
                {match.players.length < Math.min(seats, 4) && <li className="empty">Waiting for players…</li>}
            </ol>
            {match.mode === "ffa" && isCreator && (
                <button className="primary" disabled={match.players.length < 2 || state.pending === "start"} onClick={() => app.startMatch()}>
                    {match.players.length < 2 ? "Start with 2 or more" : `Start with ${match.players.length}`}
                </button>
            )}
            {match.mode === "ffa" && !isCreator && <p className="quiet">{match.players[0]?.name ?? "The creator"} starts the game</p>}
            <button disabled={state.pending === "leave"} onClick={() => app.leave()}>Leave</button>
        </section>
    );
}
