import { useEffect, useRef, useState } from "react";
import { app } from "../../app/app";
import { fetchReplay } from "../../net/replays";
import { clockText } from "../../app/components/format";
import { reducesMotion } from "../../app/saved/preferences";
import { Film, loadFilmCore } from "../../game/film";
import { best, findMoments } from "../../game/moments";
import { ArenaRenderer } from "../../game/drawing/render";
import { backoff } from "../../net/backoff";
import { Match, replayName } from "../../net/messages";
import { t } from "../../text/text";

const ticksPerSecond = 20;
/** Ticks before and after the moment. */
const before = 70, after = 30;

/** A few seconds of the match that has ended, again and again, as the player saw them. Nothing, where the replay cannot be had. */
export function BestMoment({ match }: { match: Match }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const [tick, setTick] = useState<number | null>(null);
    const name = replayName(match);
    useEffect(() => {
        let isShown = true, request = 0;
        void (async () => {
            const film = await load(name, () => isShown);
            if (!film || !isShown) return;
            const moment = best(await findMoments(film, () => isShown), match.you);
            if (!moment || !isShown) return;
            setTick(moment.tick);
            const first = Math.max(film.first, moment.tick - before), last = Math.min(film.last, moment.tick + after);
            const still = reducesMotion();
            const began = performance.now();
            let renderer: ArenaRenderer | null = null;
            const draw = (now: number) => {
                if (!isShown) return;
                request = requestAnimationFrame(draw);
                if (!canvas.current) return;
                renderer ??= new ArenaRenderer(canvas.current);
                // The last picture stays for a moment before it begins anew.
                const at = still ? moment.tick : Math.min(last, first + (Math.max(0, now - began) / 1000 * ticksPerSecond) % (last - first + ticksPerSecond));
                const view = film.view(Math.floor(at));
                renderer.draw({ view, fraction: view.over ? 0 : at - Math.floor(at), you: match.you, marks: [], now, pointOut: false, reducedMotion: still, names: null, contrast: false, follow: null, aim: null, zoneNames: match.you === null ? undefined : [t("arena.yourBase"), t("arena.keepOut")] });
                if (still) cancelAnimationFrame(request);
            };
            request = requestAnimationFrame(draw);
        })().catch(() => {});
        return () => {
            isShown = false;
            cancelAnimationFrame(request);
        };
    }, [name]);
    if (tick === null) return null;
    const seconds = Math.max(0, Math.floor((tick - before) / ticksPerSecond));
    return (
        <figure className="best" data-testid="best">
            <div className="best-field"><canvas ref={canvas} role="img" aria-label={t("result.best", { time: clockText(tick / ticksPerSecond) })} /></div>
            <figcaption><button className="small" onClick={() => void app.openReplay(name, seconds)}>{t("result.best", { time: clockText(tick / ticksPerSecond) })}</button></figcaption>
        </figure>
    );
}

/** The replay is there a moment after the end. Null: it is not, or nobody waits for it any more. */
async function load(name: string, isWanted: () => boolean): Promise<Film | null> {
    for (const pause of backoff()) {
        const file = await fetchReplay(name).catch(() => null);
        if (!isWanted()) return null;
        if (file) {
            const core = await loadFilmCore();
            // There is one film at a time: a replay that was opened meanwhile has it.
            if (!isWanted() || app.playback || app.state.replay) return null;
            const film = new Film(core);
            return await film.open(new Uint8Array(file), isWanted) ? film : null;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (!isWanted()) return null;
    }
    return null;
}
