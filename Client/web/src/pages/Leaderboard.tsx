import { useEffect, useState } from "react";
import { modeNames } from "../app/parts";

interface Row { user: string; name: string; rating: number; deviation: number; division: string; matches: number; wins: number }
interface Board { season: { year: number; quarter: number }; rows: Row[] }
type Mode = "duel" | "2v2" | "ffa";

/** The best of this season, as any gateway tells them (docs/protocol.md, section 1). */
export function Leaderboard({ own, ranked: first, back }: { own: string | null; ranked: boolean; back: () => void }) {
    const [mode, setMode] = useState<Mode>("duel");
    const [ranked, setRanked] = useState(first);
    const [board, setBoard] = useState<Board | "away" | null>(null);
    useEffect(() => {
        const asked = new AbortController();
        setBoard(null);
        load(`/api/leaderboards/${ranked ? "ranked" : "casual"}/${mode}`, asked.signal).then(setBoard, () => {
            if (!asked.signal.aborted) setBoard("away");
        });
        return () => asked.abort();
    }, [mode, ranked]);
    return (
        <section className="card stack centred">
            <h1>Best</h1>
            <div className="row" role="group" aria-label="Leaderboard">
                <select value={mode} aria-label="Mode" onChange={(event) => setMode(event.target.value as Mode)}>
                    {(["duel", "2v2", "ffa"] as const).map((mode) => <option key={mode} value={mode}>{modeNames[mode]}</option>)}
                </select>
                <select value={ranked ? "ranked" : "casual"} aria-label="Kind" onChange={(event) => setRanked(event.target.value === "ranked")}>
                    <option value="ranked">Ranked</option>
                    <option value="casual">Casual</option>
                </select>
            </div>
            {board === null ? <p className="quiet">Looking…</p>
                : board === "away" ? <p className="problem" role="alert">The leaderboard cannot be read now. Try again in a moment.</p>
                : <Rows board={board} own={own} />}
            <button onClick={back}>Back</button>
        </section>
    );
}

function Rows({ board, own }: { board: Board; own: string | null }) {
    const season = `Season ${board.season.year}, quarter ${board.season.quarter}`;
    if (board.rows.length === 0) return <p className="quiet">{season}: nobody has played yet. Be the first.</p>;
    return (
        <>
            <p className="quiet">{season}</p>
            <ol className="seats games">
                {board.rows.map((row, index) => (
                    <li key={row.user} className={row.user === own ? "self" : undefined}>
                        <span className="rank">{index + 1}</span>
                        <span className="game">
                            <b>{row.name}</b>
                            <span className="quiet">{row.division} · {row.wins} of {row.matches} won</span>
                        </span>
                        <span className="points" title={`± ${row.deviation}`}>{row.rating}</span>
                    </li>
                ))}
            </ol>
        </>
    );
}

async function load(path: string, signal: AbortSignal): Promise<Board> {
    const response = await fetch(path, { signal });
    if (!response.ok) throw new Error(`leaderboard: ${response.status}`);
    return (await response.json()) as Board;
}
