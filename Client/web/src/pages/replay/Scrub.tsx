import { CSSProperties, KeyboardEvent, PointerEvent, ReactNode, useEffect, useRef, useState } from "react";
import { app } from "../../app/app";
import { clockText } from "../../app/components/format";
import { Film } from "../../game/film";
import { findMoments, Moment } from "../../game/moments";
import { ArenaRenderer } from "../../game/drawing/render";
import { t } from "../../text/text";

/** Half of the handle of the bar, in pixels: its ends lie so far inside. */
const inset = 15;

/** The bar of a replay, and over it what happened when, and the field as it was where the pointer is. */
export function Scrub({ film, names, go, children }: { film: Film; names: readonly string[]; go: (tick: number) => void; children: ReactNode }) {
    const [moments, setMoments] = useState<readonly Moment[]>([]);
    const [at, setAt] = useState<number | null>(null);
    /** The event that the Tab key leads to; the arrows lead from one to the next. */
    const [chosen, setChosen] = useState(0);
    useEffect(() => {
        let isShown = true;
        setMoments([]);
        setChosen(0);
        // Another film may have taken its place meanwhile.
        void findMoments(film, () => isShown && app.playback?.film === film).then((found) => { if (isShown) setMoments(found); }, () => {});
        return () => { isShown = false; };
    }, [film]);
    const length = Math.max(1, film.last - film.first);
    const place = (tick: number) => `${(tick - film.first) / length * 100}%`;
    const point = (event: PointerEvent<HTMLElement>) => {
        const box = event.currentTarget.getBoundingClientRect();
        const part = (event.clientX - box.left - inset) / Math.max(1, box.width - 2 * inset);
        setAt(Math.round(film.first + Math.min(1, Math.max(0, part)) * length));
    };
    const step = (event: KeyboardEvent<HTMLElement>) => {
        const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const next = Math.min(moments.length - 1, Math.max(0, chosen + by));
        event.currentTarget.querySelectorAll<HTMLElement>(".film-event")[next]?.focus();
    };
    return (
        <span className="scrub-box" onPointerMove={point} onPointerLeave={() => setAt(null)} onPointerUp={(event) => { if (event.pointerType !== "mouse") setAt(null); }}>
            {children}
            <span className="film-events" role="group" aria-label={t("film.events")} onKeyDown={step}>
            {moments.map((moment, index) => (
                <button key={index} className={`film-event film-${moment.kind}`} style={{ left: place(moment.tick) }} tabIndex={index === chosen ? 0 : -1}
                    onFocus={() => { setChosen(index); setAt(moment.tick); }} onBlur={() => setAt(null)}
                    aria-label={`${clockText(moment.tick / 20)} ${text(moment, names)}`} title={text(moment, names)} onClick={() => go(Math.max(film.first, moment.tick - 20))} />
            ))}
            {at !== null && <Thumbnail film={film} tick={nearest(moments, at, length)} left={place(at)} names={names} moments={moments} />}
            </span>
        </span>
    );
}

/** Near an event the event itself is meant. */
function nearest(moments: readonly Moment[], tick: number, length: number): number {
    const close = moments.reduce<Moment | null>((best, each) => best && Math.abs(best.tick - tick) <= Math.abs(each.tick - tick) ? best : each, null);
    return close && Math.abs(close.tick - tick) <= length / 60 ? close.tick : tick;
}

function text(moment: Moment, names: readonly string[]): string {
    const name = names[moment.slot] || t("player", { number: moment.slot + 1 });
    return moment.kind === "bank" ? t("film.banked", { name, n: moment.points }) : t("film.crashed", { name });
}

function Thumbnail({ film, tick, left, names, moments }: { film: Film; tick: number; left: string; names: readonly string[]; moments: readonly Moment[] }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const renderer = useRef<ArenaRenderer | null>(null);
    useEffect(() => {
        if (!canvas.current || app.playback?.film !== film) return;
        renderer.current ??= new ArenaRenderer(canvas.current);
        renderer.current.draw({ view: film.view(tick), fraction: 0, you: null, marks: [], now: performance.now(), pointOut: false, reducedMotion: true, names: null, contrast: false, follow: null, aim: null });
    }, [film, tick]);
    const moment = moments.find((each) => each.tick === tick);
    return (
        <span className="thumbnail" style={{ "--at": left } as CSSProperties} aria-hidden="true" data-testid="thumbnail">
            <span className="thumbnail-field"><canvas ref={canvas} /></span>
            <span>{clockText(tick / 20)}{moment && ` · ${text(moment, names)}`}</span>
        </span>
    );
}
