/** A game that only this page plays: the rules in WebAssembly, bots for the others, and the page's own clock. */
import { Direction, Mode } from "../net/messages";
import { Aim } from "./input/aim";
import { toArena, turnFor } from "./drawing/camera";
import { Cue, MatchEvents, Notice } from "./matchEvents";
import { Mark } from "./drawing/render";
import { ArenaView } from "./core/view";
import { Core, deathOf, readView } from "./core/wasm";
import { modeNumbers } from "../protocol/vocabulary";

export interface LocalOptions {
    mode: Exclude<Mode, "custom">;
    players: number;
    level: 1 | 2 | 3;
    /** False: bots play all of it. */
    isPlayed: boolean;
    seed: number;
}

const tickMs = 50;
/** A page that slept does not play on what it missed. */
const mostTicksAtOnce = 5;

export class LocalGame {
    readonly you: number | null;
    /** It stands still until the player turns for the first time. */
    waits: boolean;
    onCue: ((cue: Cue) => void) | null = null;
    names: readonly string[] = [];
    turns = 0;
    hasBoosted = false;
    private readonly events = new MatchEvents();
    private readonly aim = new Aim();
    private view: ArenaView;
    private last: number | null = null;
    /** The core has one such game; this is the one. */
    private static current: LocalGame | null = null;
    private owed = 0;

    constructor(private readonly core: Core, options: LocalOptions) {
        if (core.local_start(modeNumbers[options.mode], options.players, options.level, options.isPlayed ? 1 : 0, BigInt(options.seed)) !== 1) {
            throw new Error("no game can be played like that");
        }
        LocalGame.current = this;
        this.you = options.isPlayed ? 0 : null;
        this.waits = options.isPlayed;
        this.view = this.read();
        this.events.look(this.view, this.you, 0);
    }

    /** Plays on without being shown. */
    skip(ticks: number): void {
        if (LocalGame.current !== this) return;  // another one is in its place: that is not ours to play
        for (let tick = 0; tick < ticks; tick++) this.core.local_step();
        this.view = this.read();
        this.events.forget();
    }

    turn(onScreen: Direction, now: number): void {
        if (this.you === null) return;
        const direction = toArena(turnFor(this.view.zoneDepth > 0, this.view.snakes[0]?.team ?? null), onScreen);
        this.waits = false;
        if (this.core.local_input(direction) !== 1) return;
        this.turns += 1;
        this.aim.told(direction, this.view.snakes[0], now);
    }

    boost(held: boolean): void {
        if (this.you !== null) this.core.local_input(held ? 6 : 5);
    }

    frame(now: number): { view: ArenaView; fraction: number; moves: boolean; aim: Direction | null } {
        const elapsed = this.last === null ? 0 : Math.max(0, now - this.last);
        this.last = now;
        if (!this.waits && !this.view.over && LocalGame.current === this) {
            this.owed = Math.min(this.owed + elapsed, mostTicksAtOnce * tickMs);
            while (this.owed >= tickMs) {
                this.owed -= tickMs;
                this.step(now);
            }
        }
        this.events.age(now);
        const moves = !this.view.over && !this.waits;
        return {
            view: this.view, fraction: moves ? this.owed / tickMs : 0, moves,
            aim: this.you === null ? null : this.aim.of(this.view.snakes[this.you], now),
        };
    }

    private step(now: number): void {
        const death = deathOf(this.core.local_step());
        this.view = this.read();
        if (this.you !== null && this.view.snakes[0]?.boosting) this.hasBoosted = true;
        this.events.onCue = this.onCue;
        this.events.look(this.view, this.you, now, death, this.names);
    }

    rank(slot: number): number {
        return this.core.local_rank(slot);
    }

    get marks(): readonly Mark[] {
        return this.events.marks;
    }

    get notice(): Notice | null {
        return this.events.notice;
    }

    committedView(): ArenaView {
        return this.view;
    }

    private read(): ArenaView {
        const address = this.core.local_view();
        if (address === 0) throw new Error("there is no game");
        return readView(this.core.memory, address);
    }
}
