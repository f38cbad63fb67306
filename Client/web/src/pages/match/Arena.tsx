import { CSSProperties, ReactNode, RefObject, Suspense, useEffect, useRef, useState } from "react";
import { app } from "../../app/app";
import { State } from "../../app/state";
import { actionKeys } from "../../app/keyboard/keyNames";
import { codeOf } from "../../app/keyboard/keys";
import { page } from "../../app/navigation/lazy";
import { preferences, raisesContrast, reducesMotion } from "../../app/saved/preferences";
import { audio } from "../../app/sound";
import { clockText } from "../../app/components/format";
import { usePolled, useSecondsLeft } from "../../app/components/polling";
import { SeatTags, Swatch } from "../../app/components/widgets";
import { statusOf } from "../../app/status";
import { ShownEmote } from "../../game/emotes";
import { ReplayFacts } from "../../game/film";
import { connectedGamepads, Gamepads } from "../../game/input/gamepad";
import { Notice } from "../../game/matchEvents";
import { listen } from "../../game/input/input";
import { untilNextTick } from "../../game/drawing/pace";
import { styleOf } from "../../game/drawing/palette";
import { RemotePainter } from "../../game/drawing/remote";
import { ArenaRenderer, Painter, ZoneNames } from "../../game/drawing/render";
import { ArenaView } from "../../game/core/view";
import { Direction, emotes, Match, Player } from "../../net/messages";
import { Key, t } from "../../text/text";
import { EmoteButton, EmoteChoice, EmoteIcon, EmotesSaid, hasEmotes, useEmoteKeys } from "./Emotes";
import { digestOf, headline } from "./Result";
import { openSmallWindow, Paint, smallWindowKind } from "./smallWindow";
import { PlaybackBar } from "../replay/PlaybackBar";

const Nodes = page(() => import("../cluster/Nodes").then(({ Nodes }) => Nodes));

const ticksPerSecond = 20;

/** Milliseconds that the thread has to begin before the page draws: its first frame is a long one. */
const headStart = 600;

/** What the texts around the field need, read a few times a second: React has no part in drawing frames. */
interface Hud { view: ArenaView; notice: Notice | null; emotes: readonly (readonly [slot: number, shown: ShownEmote])[] }

/** Whether the texts around the field would be the same. */
function looksSame(before: Hud | null, now: Hud | null): boolean {
    if (!before || !now) return before === now;
    const { view: was, emotes: shown } = before, { view: is } = now;
    return before.notice === now.notice && was.banks[0] === is.banks[0] && was.banks[1] === is.banks[1]
        && Math.floor(was.tick / ticksPerSecond) === Math.floor(is.tick / ticksPerSecond)
        && was.snakes.length === is.snakes.length
        && was.snakes.every((snake, slot) => {
            const other = is.snakes[slot];
            return other !== undefined && snake.score === other.score && snake.carried === other.carried && snake.alive === other.alive
                && snake.boosting === other.boosting && tankPart(snake.charge) === tankPart(other.charge);
        })
        && shown.length === now.emotes.length && shown.every(([, { since }], index) => since === now.emotes[index]?.[1].since);
}

export function Arena({ match, state, children }: { match: Match; state: State; children?: ReactNode }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    /** Drawn on by a thread of its own, once there is one. */
    const remote = useRef<HTMLCanvasElement>(null);
    const [isRemote, setRemote] = useState(false);
    const surface = useRef<HTMLDivElement>(null);
    const countdown = match.phase === "countdown";
    const pointOut = useRef(countdown);
    pointOut.current = countdown;
    const zoneNames = useRef<ZoneNames>(["", ""]);
    zoneNames.current = [t("arena.yourBase"), t("arena.keepOut")];
    const { leaving } = state;
    const players = useRef<string[]>([]);
    players.current = match.players.map(({ name }) => name);
    const follows = useRef<number | null>(null);
    follows.current = match.you === null ? state.follows : null;
    const hud = usePolled<Hud | null>(() => {
        const game = shown();
        const view = game?.committedView();
        return game && view ? { view, notice: game.notice, emotes: [...shownEmotes(performance.now()) ?? []] } : null;
    }, 80, looksSame);
    const [chooses, setChooses] = useState(false);
    const hasChoice = hasEmotes(match);
    useEmoteKeys(hasChoice);

    const painted = useRef<Paint>(() => {});
    const watches = match.you === null;
    useEffect(() => {
        if (!canvas.current || !surface.current) return;
        const page = new ArenaRenderer(canvas.current);
        let own: ArenaRenderer | null = page;
        let thread: RemotePainter | null = null;
        // A thread that is slow to begin, or ends, is stood in for. Pictures and clips of a match that is watched are taken of the page's canvas.
        const end = !remote.current ? null : RemotePainter.begin(remote.current, { words: zoneNames.current.join(""), names: players.current.join("") }, (found) => {
            const { palette, patterns } = preferences.value;
            found.choosePalette(palette, patterns);
            thread = found;
        }, () => {
            own = null;
            setRemote(true);
        }, () => {
            end?.();
            thread = null;
            own = page;
            if (remote.current) remote.current.hidden = true;
            setRemote(false);
        });
        const drawsFrom = end ? performance.now() + headStart : 0;
        const painter: Painter = {
            draw(frame) {
                if (frame.now >= drawsFrom) own?.draw(frame);
                thread?.draw(frame);
            },
        };
        const gamepads = watches ? null : new Gamepads();
        let request = 0, timer = 0;
        /** Tells the thread at once. */
        function hurry() {
            if (timer === 0) return;
            clearTimeout(timer);
            draw();
        }
        // Read when they change, not in each frame.
        let names = false, reducedMotion = false, contrast = false;
        const unwatch = preferences.watch((chosen) => {
            names = chosen.names;
            reducedMotion = reducesMotion();
            contrast = raisesContrast();
            thread?.choosePalette(chosen.palette, chosen.patterns);
            hurry();
        });
        const toggleNames = (event: KeyboardEvent) => {
            if (!event.repeat && !event.ctrlKey && !event.metaKey && preferences.value.keys.names.includes(codeOf(event))) preferences.change({ names: !preferences.value.names });
        };
        addEventListener("keydown", toggleNames);
        /** @returns Milliseconds until there is another tick to show. */
        const paint = (on: Painter, now: number): number => {
            gamepads?.poll(turn, boost, (sector) => app.showEmote(emotes[sector] ?? "hello"));
            const game = shown();
            const frame = game?.frame(now) ?? null;
            if (game && frame) {
                on.draw({ ...frame, you: game.you, marks: game.marks, now, pointOut: pointOut.current, reducedMotion, contrast, names: names ? players.current : null, follow: follows.current, emotes: shownEmotes(now), zoneNames: watches ? undefined : zoneNames.current });
            }
            return untilNextTick(frame);
        };
        painted.current = paint;
        const draw = () => {
            timer = 0;
            const next = paint(painter, performance.now());
            // The thread has frames of its own. A gamepad has to be read in each frame.
            if (own === null && !document.hidden && connectedGamepads() === 0) timer = window.setTimeout(draw, next);
            else request = requestAnimationFrame(draw);
        };
        request = requestAnimationFrame(draw);
        app.changed = hurry;
        const deaf = watches ? null : listen(surface.current, (direction) => {
            turn(direction);
            hurry();
        }, (held) => {
            boost(held);
            hurry();
        });
        return () => {
            cancelAnimationFrame(request);
            clearTimeout(timer);
            if (app.changed === hurry) app.changed = null;
            deaf?.();
            unwatch();
            end?.();
            setRemote(false);
            removeEventListener("keydown", toggleNames);
        };
    }, [watches]);

    const hasTeams = match.rules.zone > 0;
    const showsNodes = state.demonstration?.step === "shown" && !state.practice && !state.replay && match.phase !== "ended";
    const self = match.you === null ? undefined : match.players[match.you];
    return (
        <div className={`arena${hasTeams ? " arena-team" : ""}${watches ? " arena-watch" : ""}${showsNodes ? " arena-nodes" : ""}`} ref={surface}>
            <Scores match={match} hud={hud} />
            <div className="field-box">
                {!watches && <canvas ref={remote} width={0} height={0} {...isRemote ? shownCanvas() : { "aria-hidden": true }} />}
                <canvas ref={canvas} width={0} height={0} {...isRemote ? { hidden: true } : shownCanvas()} />
                {match.you !== null && hud && <Tank view={hud.view} you={match.you} />}
                {countdown && <Countdown deadline={state.deadline} />}
                {!hud && !countdown && <p className="overlay quiet">{t("arena.waiting")}</p>}
                {hud?.notice && match.phase !== "ended" && <p key={hud.notice.since} className={`overlay shout shout-${hud.notice.tone}`} role="status">{hud.notice.text}</p>}
                {match.phase === "ended" && <p className="overlay shout shout-end" role="status">{headline(match)}</p>}
                {children}
                {hasChoice && chooses && <EmoteChoice chosen={() => setChooses(false)} />}
                {hud && <EmotesSaid match={match} shown={hud.emotes} />}
                <ScoresSaid match={match} />
                {!state.replay && !state.practice && <Trouble state={state} />}
                {state.past && <p className="when" role="status">{t("arena.notLive")}</p>}
                {self?.idleMs != null && <p className="trouble" role="alert">{t("arena.idle", { n: Math.ceil(self.idleMs / 1000) })}</p>}
            </div>
            {showsNodes && <Suspense fallback={null}><Nodes state={state} /></Suspense>}
            {!watches && <Pad>{hasChoice && <EmoteButton className="pad-emote" isOpen={chooses} toggle={() => setChooses(!chooses)} />}</Pad>}
            {watches && !countdown && match.phase !== "ended" && <PlaybackBar match={match} state={state} />}
            <p className="upright">{t("arena.upright")}</p>
            <div className="leave-box" hidden={match.phase === "ended"}>
                <div className="quiet facts">
                    {match.rules.minutes > 0 && hud && <span>{t("arena.left", { time: clockText(Math.max(0, match.rules.minutes * 60 - hud.view.tick / 20)) })}</span>}
                    {match.origin && <span title={t("arena.goesOnFrom", { match: match.origin.match, time: clockText(match.origin.tick / 20) })}>{t("arena.practice")}</span>}
                    {state.replay?.facts && <Verified {...state.replay.facts} announced={state.replay.name?.split("-")[1] ?? null} />}
                    {match.spectators > 0 && <span>{t("watch.spectators", { n: match.spectators })}</span>}
                </div>
                {hasChoice && <EmoteButton className="tool emote-tool" isOpen={chooses} toggle={() => setChooses(!chooses)} />}
                {(watches || matchMedia("(pointer: fine)").matches) && smallWindowKind() && <SmallWindow painted={painted} />}
                {state.practice ? <button onClick={() => app.stopPractice()}>{t("practice.stop")}</button> : state.replay ? <button onClick={() => app.closeReplay()}>{t("close")}</button> : watches ? <button onClick={() => app.leave()}>{t("arena.stopWatching")}</button> : leaving
                    ? <span className="row asking"><button onClick={() => app.leave()}>{t("giveUp")}</button><button className="link" onClick={() => app.askToLeave(false)}>{t("stay")}</button></span>
                    : <button className="link" onClick={() => app.askToLeave()}>{t("leave")}</button>}
            </div>
        </div>
    );
}

/** Opens the field in a small window over others, and closes it again. */
function SmallWindow({ painted }: { painted: RefObject<Paint> }) {
    const close = useRef<(() => void) | null>(null);
    const [isOpen, setOpen] = useState(false);
    useEffect(() => () => close.current?.(), []);
    const toggle = () => {
        if (close.current) return close.current();
        const closed = () => {
            close.current = null;
            setOpen(false);
        };
        openSmallWindow((renderer, now) => painted.current?.(renderer, now), closed).then((opened) => {
            close.current = opened;
            setOpen(true);
        }, () => app.tell(t("small.refused")));
    };
    return (
        <button className="tool small-window" aria-pressed={isOpen} aria-label={t("small")} title={t("small")} onClick={toggle}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M 3 5 H 21 V 19 H 3 Z" /><path className="filled" d="M 12 12 H 19 V 17 H 12 Z" /></svg>
        </button>
    );
}

/** Of the canvas that is seen. */
function shownCanvas() {
    return { role: "img", "aria-label": t("arena"), "data-testid": "arena" };
}

/** The match as it is, its past, a replay, or a game of this page alone. */
function shown() {
    return app.playback ?? app.local ?? app.game;
}

/** In a match as it is now. */
function shownEmotes(now: number): ReadonlyMap<number, ShownEmote> | undefined {
    return app.game && shown() === app.game && preferences.value.emotes ? app.game.emotes.at(now) : undefined;
}

/**
 * What playing a file again has shown of it, on this page, and how.
 * @param announced The beginning of the seed's commitment, which is the end of the replay's name; null: a file of the player's.
 */
function Verified({ verdict, verdictTick, parent, seed, announced }: Pick<ReplayFacts, "verdict" | "verdictTick" | "parent" | "seed"> & { announced: string | null }) {
    const [digest, setDigest] = useState<string | null>(null);
    useEffect(() => {
        let isShown = true;
        void digestOf(seed).then((found) => { if (isShown) setDigest(found); });
        return () => { isShown = false; };
    }, [seed]);
    const text = t(`verdict.${verdict}`, { n: verdictTick });
    return (
        <>
            <details className="verified">
                <summary className={verdict === "accepted" ? "verdict" : "verdict problem"} data-testid="verdict">{text}</summary>
                <div className="verified-how">
                    <p>{t("verdict.how")}</p>
                    <dl>
                        <dt>{t("seed.unable")}</dt><dd><code>{seed}</code></dd>
                        {digest && <><dt>{t(announced === null ? "verdict.digest" : "verdict.commitment")}</dt><dd><code>{digest}</code></dd></>}
                    </dl>
                    {digest && announced !== null && !digest.startsWith(announced) && <p className="problem">{t("seed.false")}</p>}
                </div>
            </details>
            {parent && <span title={t("arena.wentOnFrom", { match: parent })}>{t("arena.practice")}</span>}
        </>
    );
}

function boost(held: boolean): void {
    (app.local ?? app.game)?.boost(held);
}

function turn(direction: Direction): void {
    (app.local ?? app.game)?.turn(direction, performance.now());
}

function Countdown({ deadline }: { deadline: number }) {
    const seconds = useSecondsLeft(deadline);
    useEffect(() => { if (seconds > 0) audio.play("count"); }, [seconds]);
    return <p key={seconds} className="overlay count" role="status">{seconds > 0 ? seconds : t("arena.go")}</p>;
}

/** Says over the field when what is seen there is not the server's word. */
function Trouble({ state }: { state: State }) {
    const status = statusOf(state);
    if (status.kind === "online" || status.kind === "refused") return null;
    return <p className="trouble" role="alert">{status.text}</p>;
}

function Scores({ match, hud }: { match: Match; hud: Hud | null }) {
    if (match.rules.zone > 0) {
        const own = match.you === null ? 0 : match.you & 1;
        return (
            <div className="scores scores-team">
                {[own, 1 - own].map((team, index) => {
                    const bank = hud?.view.banks[team as 0 | 1] ?? 0;
                    const members = match.players.map((player, slot) => ({ player, slot, snake: hud?.view.snakes[slot] })).filter(({ slot }) => (slot & 1) === team);
                    const first = team === own ? match.you ?? team : team;
                    return (
                        <div key={team} className={index === 0 ? "score score-own" : "score score-enemy"} style={{ "--tint": styleOf(first, match.you, true).fill } as CSSProperties}>
                            <div className="members">
                                {members.map(({ player, slot, snake }) => (
                                    <div key={slot} className="member">
                                        <Name player={player} slot={slot} match={match} hud={hud} />
                                        <span className="carried">{snake && snake.carried > 0 ? t("arena.carries", { n: snake.carried }) : "\u00a0"}</span>
                                    </div>
                                ))}
                            </div>
                            <span className="points" data-testid={index === 0 ? "own-score" : "enemy-score"}>{bank}<small>/{match.rules.target}</small></span>
                            <span className="meter" aria-hidden="true"><i style={shownPart(Math.min(1, bank / Math.max(1, match.rules.target)) * 100)} /></span>
                        </div>
                    );
                })}
            </div>
        );
    }
    const ranked = match.players.map((player, slot) => ({ player, slot, snake: hud?.view.snakes[slot] }))
        .sort((a, b) => (b.snake?.score ?? 0) - (a.snake?.score ?? 0) || a.slot - b.slot);
    return (
        <ol className="scores scores-list">
            {ranked.map(({ player, slot, snake }) => (
                <li key={slot} className={snake && !snake.alive ? "out" : ""}>
                    <Name player={player} slot={slot} match={match} hud={hud} />
                    <span className="points" data-testid={slot === match.you ? "own-score" : `score-${slot}`}>{snake?.score ?? 0}</span>
                </li>
            ))}
        </ol>
    );
}

/** Milliseconds between two scores that are said: no more than can be listened to. */
const saidMs = 3000;

/** For screen readers: the score of each side, or the own one and the best of the others. */
function ScoresSaid({ match }: { match: Match }) {
    const said = usePolled(() => {
        const view = shown()?.committedView();
        return view ? saidOf(match, view) : "";
    }, saidMs);
    return <p className="unseen" role="status" data-testid="scores">{said}</p>;
}

function saidOf({ players, rules, you }: Match, view: ArenaView): string {
    const sides = rules.zone > 0
        ? view.banks.map((score, team) => ({ name: players.filter((_, slot) => (slot & 1) === team).map(({ name }) => name).join(" & "), score, isOwn: you !== null && (you & 1) === team }))
        : players.map(({ name }, slot) => ({ name, score: view.snakes[slot]?.score ?? 0, isOwn: slot === you }));
    return sides.sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.score - a.score).slice(0, 2).map(({ name, score }) => `${name} ${score}`).join(", ");
}

function Name({ player, slot, match, hud }: { player: Player; slot: number; match: Match; hud: Hud | null }) {
    const shown = hud?.emotes.find(([of]) => of === slot)?.[1];
    return (
        <span className="name">
            <Swatch style={styleOf(slot, match.you, match.rules.zone > 0)} />
            {shown && <EmoteIcon emote={shown.emote} />}
            <b>{player.name}</b>
            <SeatTags player={player} />
        </span>
    );
}

/** The boost: how full the tank is. */
function Tank({ view, you }: { view: ArenaView; you: number }) {
    const snake = view.snakes[you];
    if (!snake) return null;
    return (
        <div className={snake.boosting ? "tank tank-on" : "tank"} role="meter" aria-label={t("arena.boost")} aria-valuemin={0} aria-valuemax={100}
            aria-valuenow={tankPart(snake.charge)} data-testid="boost" title={t("arena.boostHint", { keys: actionKeys("boost") })}>
            <i style={shownPart(tankPart(snake.charge))} />
        </div>
    );
}

/** Percent of the tank. */
function tankPart(charge: number): number {
    return Math.round(charge * 100);
}

/** So many percent of a bar, from its left: a part that is cut off moves nothing else, as a width would. */
function shownPart(percent: number): CSSProperties {
    return { clipPath: `inset(0 ${100 - percent}% 0 0)` };
}

const arrows = ["M 4 15 L 12 7 L 20 15", "M 9 4 L 17 12 L 9 20", "M 4 9 L 12 17 L 20 9", "M 15 4 L 7 12 L 15 20"];
const arrowNames = ["up", "right", "down", "left"] as const;

/** Shown where the finger is the pointer. */
function Pad({ children }: { children: ReactNode }) {
    return (
        <div className="pad">
            {children}
            {([0, 3, 2, 1] as const).map((direction) => (
                <button key={direction} className={`pad-${arrowNames[direction]}`} aria-label={t(`direction.${arrowNames[direction]}` as Key)} tabIndex={-1}
                    onPointerDown={(event) => { event.preventDefault(); turn(direction); }}>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d={arrows[direction]} /></svg>
                </button>
            ))}
            <button className="pad-boost" aria-label={t("arena.boost")} tabIndex={-1} onContextMenu={(event) => event.preventDefault()}
                onPointerDown={(event) => { event.preventDefault(); event.currentTarget.setPointerCapture(event.pointerId); boost(true); }}
                onPointerUp={() => boost(false)} onPointerCancel={() => boost(false)}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M 13 2 L 5 14 H 11 L 10 22 L 19 10 H 13 Z" /></svg>
            </button>
        </div>
    );
}
