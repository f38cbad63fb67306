import { CSSProperties, useEffect, useRef, useState } from "react";
import { app } from "../../app/app";
import { State } from "../../app/state";
import { putIntoClipboard } from "../../app/components/clipboard";
import { clockText } from "../../app/components/format";
import { usePolled } from "../../app/components/polling";
import { Swatch } from "../../app/components/widgets";
import { beginClip, canClip, save } from "./clip";
import { Scrub } from "./Scrub";
import { speeds } from "../../game/film";
import { styleOf } from "../../game/drawing/palette";
import { Match, replayName } from "../../net/messages";
import { t } from "../../text/text";

interface Bar { first: number; last: number; tick: number; playing: boolean; speed: number; ranOut: boolean }

/** How long the bar stays where it was put, for the picture to follow. */
const holdMs = 400;
const barMs = 80;

function looksSame(before: Bar, now: Bar): boolean {
    return (Object.keys(now) as (keyof Bar)[]).every((key) => before[key] === now[key]);
}

/** Where in the match the picture is: to be stopped, sped up, taken anywhere, and played on from. */
export function PlaybackBar({ match, state }: { match: Match; state: State }) {
    const [choosing, setChoosing] = useState(false);
    // Where the finger is, before the picture has followed.
    const [held, setHeld] = useState<number | null>(null);
    const hand = useRef({ isDown: false, timer: 0 });
    const release = () => {
        hand.current.isDown = false;
        setHeld(null);
    };
    // The arena around it is rendered when its own texts change, which they do not while the picture stands.
    usePolled(() => read(state), barMs, looksSame);
    const bar = read(state);
    const atEnd = state.past && bar.ranOut && held === null;
    // Whoever catches up with the match watches it as it is.
    useEffect(() => { if (atEnd) app.goLive(); }, [atEnd]);
    const isReplay = state.replay !== null;
    const live = !isReplay && !state.past;
    // A file of the player's is not the server's: nothing there to play on from.
    const source = isReplay ? state.replay?.name ?? null : replayName(match);
    const go = (tick: number) => {
        setHeld(tick);
        clearTimeout(hand.current.timer);
        hand.current.timer = window.setTimeout(() => { if (!hand.current.isDown) setHeld(null); }, holdMs);
        if (isReplay) app.playback?.seek(tick);
        else void app.lookBack(tick);
    };
    const play = () => {
        if (live) void app.lookBack(bar.last, false);
        else app.playback?.toggle();
    };
    const snakes = app.playback?.committedView().snakes ?? [];
    const places = match.players.map((player, slot) => ({ player, slot })).filter(({ slot }) => snakes[slot]?.inPlay);
    const tick = held ?? (live ? bar.last : bar.tick);
    const players = match.players.map(({ name }) => name);
    // By the tick at the press: the bar is read some times a second.
    const fileName = () => `snaketron-${match.id}-${read(state).tick}`;
    const speed = speeds[(speeds.indexOf(bar.speed as typeof speeds[number]) + 1) % speeds.length] ?? 1;
    const range = (
        <input className="scrub" type="range" aria-label={t("film.time")} min={bar.first} max={Math.max(bar.last, bar.first + 1)} step={1} value={tick}
            aria-valuetext={clockText(tick / 20)} style={{ "--done": `${(tick - bar.first) / Math.max(1, bar.last - bar.first) * 100}%` } as CSSProperties}
            onChange={(event) => go(Number(event.target.value))}
            onPointerDown={() => { hand.current.isDown = true; }} onPointerUp={release} onPointerCancel={release} />
    );
    return (
        <div className="playback-bar" data-testid="playback-bar">
            <button className="round" aria-label={t(live || bar.playing ? "film.pause" : "film.play")} onClick={play}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d={live || bar.playing ? "M 6 4 H 10 V 20 H 6 Z M 14 4 H 18 V 20 H 14 Z" : "M 7 3 L 21 12 L 7 21 Z"} /></svg>
            </button>
            {isReplay && app.playback ? <Scrub film={app.playback.film} names={players} go={go}>{range}</Scrub> : range}
            <span className="clock quiet">{clockText(tick / 20)}<span className="whole"> / {clockText(bar.last / 20)}</span></span>
            {!live && !choosing && (
                <span className="steps">
                    <button className="small" aria-label={t("film.back")} onClick={() => app.playback?.step(-1)}>‹</button>
                    <button className="small" aria-label={t("film.forward")} onClick={() => app.playback?.step(1)}>›</button>
                </span>
            )}
            {!live && <button className="small" aria-label={t("film.speed", { speed: bar.speed, next: speed })} onClick={() => { if (app.playback) app.playback.speed = speed; }}>{speedText(bar.speed)}×</button>}
            {!live && !choosing && <button className="small" onClick={() => savePicture(`${fileName()}.png`)}>{t("film.picture")}</button>}
            {!live && !choosing && canClip && <Clip name={fileName} />}
            {players.length > 1 && !choosing && (
                <select className="small-select" aria-label={t("film.follow")} value={state.follows ?? ""} onChange={(event) => app.follow(event.target.value === "" ? null : Number(event.target.value))}>
                    <option value="">{t("film.wholeField")}</option>
                    {players.map((name, slot) => <option key={slot} value={slot}>{name}</option>)}
                </select>
            )}
            {isReplay && source && !choosing && <button className="small" onClick={() => void copyLink(`/replay/${source}?t=${Math.floor(bar.tick / 20)}`)}>{t("film.linkHere")}</button>}
            {!isReplay && !choosing && <button className={live ? "small live live-on" : "small live"} aria-pressed={live} onClick={() => app.goLive()}>{t("film.live")}</button>}
            {!live && source && !choosing && (
                <button className="small primary" disabled={places.length === 0 || state.pending === "fork"} onClick={() => {
                    if (app.playback) app.playback.playing = false;
                    if (places.length === 1 && places[0]) app.playFromHere(source, places[0].slot);
                    else setChoosing(true);
                }}>{t("film.playFromHere")}</button>
            )}
            {!live && source && choosing && (
                <span className="places" role="group" aria-label={t("film.playAs")}>
                    {places.map(({ player, slot }) => (
                        <button key={slot} className="small" onClick={() => { setChoosing(false); app.playFromHere(source, slot); }}>
                            <Swatch style={styleOf(slot, null, match.rules.zone > 0)} />{player.name}
                        </button>
                    ))}
                    <button className="small link" onClick={() => setChoosing(false)}>{t("cancel")}</button>
                </span>
            )}
        </div>
    );
}

/** The field as it is drawn now, as a file. */
function savePicture(name: string): void {
    document.querySelector<HTMLCanvasElement>("[data-testid=arena]")?.toBlob((picture) => {
        if (picture) save(picture, name);
    });
}

/** Starts and ends a clip of the field. */
function Clip({ name }: { name: () => string }) {
    const stop = useRef<(() => void) | null>(null);
    const [isOn, setOn] = useState(false);
    useEffect(() => () => stop.current?.(), []);
    const press = () => {
        const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=arena]");
        if (stop.current) return stop.current();
        if (!canvas) return;
        try {
            stop.current = beginClip(canvas, name(), () => {
                stop.current = null;
                setOn(false);
            });
            setOn(true);
        } catch {
            app.tell(t("notice.notPossible"));
        }
    };
    return <button className={isOn ? "small live live-on" : "small"} aria-pressed={isOn} onClick={press}>{t(isOn ? "film.endClip" : "film.clip")}</button>;
}

async function copyLink(path: string): Promise<void> {
    if (await putIntoClipboard(location.origin + path)) app.tell(t("lobby.copied"));
}

function speedText(speed: number): string {
    return speed === 0.5 ? "½" : String(speed);
}

function read(state: State): Bar {
    const { playback } = app;
    const live = app.game?.committedView()?.tick ?? 0;
    if (!playback) return { first: 0, last: state.replay ? 0 : live, tick: live, playing: true, speed: 1, ranOut: false };
    const last = playback.film.last;
    // Watched from the very start where the whole of it is known.
    return { first: state.replay ? playback.film.first : 0, last, tick: playback.tick, playing: playback.playing, speed: playback.speed, ranOut: playback.ranOut };
}
