/** Replays, and the past of a match that is watched: `Film` of the game core, in a WebAssembly module of its own. */
import { MatchEvents, Notice } from "./matchEvents";
import { loadModule } from "./core/module";
import { Mark } from "./drawing/render";
import { ArenaView } from "./core/view";
import { readView } from "./core/wasm";

declare const FILM_URL: string;

/** Client/wasm/FilmExports.swift */
interface Exports {
    memory: WebAssembly.Memory;
    film_input(size: number): number;
    film_output(): number;
    film_open(size: number): number;
    film_work(ticks: number): number;
    film_close(): void;
    film_receive(size: number): number;
    film_first(): number;
    film_last(): number;
    film_view(tick: number): number;
    replay_verdict(): number;
    replay_verdict_tick(): number;
    replay_match(): bigint;
    replay_parent(): bigint;
    replay_text(slot: number): number;
    replay_rank(slot: number): number;
    replay_score(slot: number): number;
}

export type FilmCore = Exports;

let loading: Promise<FilmCore> | null = null;

/** Loaded once, when somebody first looks back. */
export function loadFilmCore(): Promise<FilmCore> {
    loading ??= loadModule<Exports>(FILM_URL);
    loading.catch(() => { loading = null; });
    return loading;
}

export type Verdict = "accepted" | "falseState" | "falseInput" | "falseLength" | "falseResult";
const verdicts: readonly Verdict[] = ["accepted", "falseState", "falseInput", "falseLength", "falseResult"];

/** What a file says of itself, and what playing it again says of the file. */
export interface ReplayFacts {
    match: string;
    /** The match that it was played on from; null: none. */
    parent: string | null;
    verdict: Verdict;
    /** Where it is false, or how many ticks were verified. */
    verdictTick: number;
    seed: string;
    names: string[];
    scores: number[];
    ranks: number[];
}

/** Ticks of a replay that are played without a look at the time, and milliseconds without a rest: the page stays awake. */
const workTicks = 50, workMs = 8;

/** One film at a time: the newest one. */
export class Film {
    private static newest: Film | null = null;

    constructor(private readonly core: FilmCore) {
        Film.newest = this;
        this.restart();
    }

    /** Forgets all; the next Snapshot begins it anew. */
    restart(): void {
        if (this.isNewest) this.core.film_close();
    }

    /** No other one has taken its place. */
    get isNewest(): boolean {
        return Film.newest === this;
    }

    /** Null for bytes that are no replay; also where it is no longer wanted, or another film has taken the place of this one meanwhile. */
    async open(file: Uint8Array, isWanted: () => boolean, rest: () => Promise<void> = nextTask): Promise<ReplayFacts | null> {
        if (!this.isNewest || !this.put(file) || this.core.film_open(file.length) !== 1) return null;
        let since = performance.now();
        while (this.core.film_work(workTicks) === 1) {
            if (performance.now() - since < workMs) continue;
            await rest();
            if (!this.isNewest || !isWanted()) return null;
            since = performance.now();
        }
        const players = this.view(0).snakes.map((snake) => snake.slot);
        const parent = this.core.replay_parent();
        return {
            match: BigInt.asUintN(64, this.core.replay_match()).toString(),
            parent: parent === 0n ? null : BigInt.asUintN(64, parent).toString(),
            verdict: verdicts[this.core.replay_verdict()] ?? "falseResult",
            verdictTick: this.core.replay_verdict_tick(),
            seed: Array.from(this.bytes(this.core.replay_text(255)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
            names: players.map((slot) => new TextDecoder().decode(this.bytes(this.core.replay_text(slot)))),
            scores: players.map((slot) => this.core.replay_score(slot)),
            ranks: players.map((slot) => this.core.replay_rank(slot)),
        };
    }

    /** A frame of the match that is watched. "begun": this Snapshot is the film's first picture. */
    receive(frame: Uint8Array): "ignored" | "taken" | "broken" | "begun" {
        if (!this.put(frame)) return "ignored";
        return (["ignored", "taken", "broken", "begun"] as const)[this.core.film_receive(frame.length)] ?? "ignored";
    }

    get first(): number {
        return this.core.film_first();
    }

    get last(): number {
        return this.core.film_last();
    }

    view(tick: number): ArenaView {
        const address = this.core.film_view(Math.max(0, Math.floor(tick)));
        if (address === 0) throw new Error("there is no film yet");
        return readView(this.core.memory, address);
    }

    private put(bytes: Uint8Array): boolean {
        const address = this.core.film_input(bytes.length);
        if (address === 0) return false;
        new Uint8Array(this.core.memory.buffer, address, bytes.length).set(bytes);
        return true;
    }

    private bytes(size: number): Uint8Array {
        return size === 0 ? new Uint8Array() : new Uint8Array(this.core.memory.buffer, this.core.film_output(), size).slice();
    }
}

/** Lets the page do what waits. */
export function nextTask(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Ticks; no node is that far behind another. */
const longestLag = 100;

/**
 * Whether a film that begins at `first` is the answer to who wants to see tick `wanted` of a match that has come to `live`. A Snapshot
 * of the present may come before the answer; and the answer may begin later than asked for, where the past is long.
 */
export function isAnswer(first: number, wanted: number, live: number): boolean {
    return first <= wanted || first < live - longestLag;
}

const ticksPerMs = 1 / 50;
/** Steps between two pictures that are told of one by one; more are a leap. */
const longestLook = 20;

export const speeds = [0.5, 1, 2, 4, 8] as const;

/** The time of a film that is shown: it runs, stands, or is taken elsewhere. Times are milliseconds of the page's clock. */
export class Playback {
    readonly you = null;
    playing = true;
    /** It played up to the end of what there is. */
    ranOut = false;
    speed: typeof speeds[number] = 1;
    private at: number;
    private since: number | null = null;
    private readonly events = new MatchEvents();
    private shown: ArenaView;

    constructor(readonly film: Film, begin: number) {
        this.at = Math.min(Math.max(begin, film.first), film.last);
        this.shown = film.view(this.at);
    }

    get tick(): number {
        return this.shown.tick;
    }

    get atEnd(): boolean {
        return this.at >= this.film.last;
    }

    get marks(): readonly Mark[] {
        return this.events.marks;
    }

    get notice(): Notice | null {
        return null;
    }

    /** In ticks, of any kind: it is held within the film. */
    seek(tick: number): void {
        this.at = Math.min(Math.max(tick, this.film.first), this.film.last);
        this.since = null;
        this.ranOut = false;
        this.events.marks = [];
        this.events.forget();
        this.show();
    }

    /** Stands, so many ticks further. */
    step(ticks: number): void {
        this.playing = false;
        this.seek(Math.floor(this.at) + ticks);
    }

    toggle(): void {
        if (!this.playing && this.atEnd) this.seek(this.film.first);
        this.playing = !this.playing;
        this.since = null;
    }

    /** The state for this moment, and the part of a tick that has passed since. */
    frame(now: number): { view: ArenaView; fraction: number; aim: null } {
        const elapsed = this.since === null ? 0 : Math.max(0, now - this.since);
        this.since = now;
        if (this.playing) {
            const next = Math.min(this.at + elapsed * ticksPerMs * this.speed, this.film.last);
            const from = Math.floor(this.at), to = Math.floor(next);
            this.at = next;
            if (to - from > longestLook) this.events.forget();
            // Each tick is looked at: what happens between two pictures would be missed at a high speed.
            for (let tick = Math.max(from + 1, to - longestLook); tick <= to; tick++) {
                this.shown = this.film.view(tick);
                this.events.look(this.shown, null, now);
            }
            if (this.atEnd) {
                this.playing = false;
                this.ranOut = true;
            }
        }
        this.events.age(now);
        return { view: this.shown, fraction: this.shown.over ? 0 : Math.min(this.at - this.shown.tick, 1), aim: null };
    }

    committedView(): ArenaView {
        return this.shown;
    }

    private show(): void {
        if (this.shown.tick !== Math.floor(this.at)) this.shown = this.film.view(this.at);
    }
}
