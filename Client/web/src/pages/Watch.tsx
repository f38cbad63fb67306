import { useEffect, useRef } from "react";
import { app } from "../app/app";
import { State } from "../app/state";
import { clockText, modeName } from "../app/components/format";
import { parsePicture } from "../game/drawing/picture";
import { ArenaRenderer } from "../game/drawing/render";
import { GameSummary } from "../net/messages";
import { t } from "../text/text";

/** The matches that can be watched, asked for every two seconds. */
export function Watch({ state }: { state: State }) {
    const isOpen = state.link.state === "open";
    useEffect(() => {
        app.askForGames();
        const timer = setInterval(() => { if (!document.hidden) app.askForGames(); }, 2000);
        return () => clearInterval(timer);
    }, [isOpen]);
    const { games } = state;
    return (
        <section className="card stack centred">
            <h1>{t("watch")}</h1>
            {games === null ? <p className="quiet">{t("loading")}</p> : games.length === 0 ? <p className="quiet">{t("watch.nobody")}</p> : (
                <ol className="seats games">
                    {games.map((game) => (
                        <li key={game.id} className="game-row">
                            <Field picture={game.picture} />
                            <span className="game">
                                <b>{sides(game)}</b>
                                <span className="quiet">
                                    {modeName(game.mode)}{game.ranked ? ` · ${t("watch.ranked")}` : ""} · {clockText(game.ageMs / 1000)}
                                    {game.spectators > 0 && ` · ${t("watch.spectators", { n: game.spectators })}`}
                                </span>
                            </span>
                            <span className="points">{scores(game)}</span>
                            <button disabled={state.pending === "watch"} onClick={() => app.ask({ type: "watch", match: game.id })}>{t("watch")}</button>
                        </li>
                    ))}
                </ol>
            )}
            <button onClick={() => app.stopLooking()}>{t("back")}</button>
        </section>
    );
}

/** The field as the newest list told it. */
function Field({ picture }: { picture: string }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const renderer = useRef<ArenaRenderer | null>(null);
    useEffect(() => {
        const view = parsePicture(picture);
        if (!canvas.current || !view) return;
        const { top, bottom } = canvas.current.getBoundingClientRect();
        if (renderer.current && (bottom < 0 || top > innerHeight)) return;  // nobody sees it
        renderer.current ??= new ArenaRenderer(canvas.current);
        renderer.current.draw({
            view, fraction: 0, you: null, marks: [], now: performance.now(), pointOut: false, reducedMotion: true, names: null, contrast: false, follow: null, aim: null,
        });
    }, [picture]);
    return <span className="field-small" aria-hidden="true"><canvas ref={canvas} data-testid="field" /></span>;
}

/** Two sides face each other, more stand in a list. */
function teamsOf(game: GameSummary): GameSummary["players"][] {
    const teams = [...new Set(game.players.map((player) => player.team))].sort((a, b) => a - b);
    return teams.map((team) => game.players.filter((player) => player.team === team));
}

function sides(game: GameSummary): string {
    const teams = teamsOf(game).map((team) => team.map((player) => player.name).join(" & "));
    return teams.join(teams.length === 2 ? " – " : ", ");
}

function scores(game: GameSummary): string {
    const teams = teamsOf(game).map((team) => team[0]?.score ?? 0);
    return teams.length === 2 ? teams.join(" : ") : String(Math.max(0, ...teams));
}
