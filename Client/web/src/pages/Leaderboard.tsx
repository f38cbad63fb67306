import { useEffect, useState } from "react";
import { app } from "../app/app";
import { modeName } from "../app/components/format";
import { t } from "../text/text";
import { Aside, RatedMode, ratedModes } from "../app/navigation/routes";
import { api } from "../net/server";

interface Row { user: string; name: string; rating: number; deviation: number; division: string; matches: number; wins: number }
interface Board { season: { year: number; quarter: number }; rows: Row[] }

/** The best of this season, as any gateway tells them (docs/guide/protocol.md, section 1). */
export function Leaderboard({ route, own }: { route: Extract<Aside, { page: "leaderboard" }>; own: string | null }) {
    const { mode, ranked, season } = route;
    const choose = (changes: Partial<typeof route>) => app.show({ ...route, season: null, ...changes });
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
            <h1>{t("board.best")}</h1>
            <div className="row" role="group" aria-label={t("title.leaderboard")}>
                <select value={mode} aria-label={t("lobby.mode")} onChange={(event) => choose({ mode: event.target.value as RatedMode })}>
                    {ratedModes.map((mode) => <option key={mode} value={mode}>{modeName(mode)}</option>)}
                </select>
                <select value={ranked ? "ranked" : "casual"} aria-label={t("board.kind")} onChange={(event) => choose({ ranked: event.target.value === "ranked" })}>
                    <option value="ranked">{t("board.ranked")}</option>
                    <option value="casual">{t("board.casual")}</option>
                </select>
            </div>
            {board === null ? <p className="quiet">{t("loading")}</p>
                : board === "away" ? <p className="problem" role="alert">{t("board.away")}</p>
                : <Rows board={board} own={own} asked={season} />}
            <button onClick={() => app.show(null)}>{t("back")}</button>
        </section>
    );
}

function Rows({ board, own, asked }: { board: Board; own: string | null; asked: string | null }) {
    const isAnother = asked !== null && asked !== `${board.season.year}-${board.season.quarter}`;
    const season = `${isAnother ? `${t("board.onlyThis")} ` : ""}${t("board.season", { year: board.season.year, quarter: board.season.quarter })}`;
    if (board.rows.length === 0) return <p className="quiet">{t("board.empty", { season })}</p>;
    return (
        <>
            <p className="quiet">{season}</p>
            <ol className="seats games">
                {board.rows.map((row, index) => (
                    <li key={row.user} className={row.user === own ? "self" : undefined}>
                        <span className="rank">{index + 1}</span>
                        <span className="game">
                            <b>{row.name}</b>
                            <span className="quiet">{row.division} · {t("board.won", { wins: row.wins, matches: row.matches })}</span>
                        </span>
                        <span className="points" title={`± ${row.deviation}`}>{row.rating}</span>
                    </li>
                ))}
            </ol>
        </>
    );
}

async function load(path: string, signal: AbortSignal): Promise<Board> {
    const response = await fetch(api(path), { signal });
    if (!response.ok) throw new Error(`leaderboard: ${response.status}`);
    return (await response.json()) as Board;
}
