/** One match on this screen: the committed and the predicted state, its time, and what happened in it to show. */
import { Ack, BinaryFrame, Direction, InputCode, OutcomeCode } from "../net/messages";
import { Entry } from "../net/outbox";
import { Aim } from "./input/aim";
import { toArena, turnFor } from "./drawing/camera";
import { Emotes } from "./emotes";
import { Cue, MatchEvents, Notice } from "./matchEvents";
import { Mark } from "./drawing/render";
import { Standstill } from "./standstill";
import { ArenaView } from "./core/view";
import { ClientMatch } from "./core/wasm";

export interface Uplink {
    /** Tells `predict` of the entry, then sends it. False, and nothing of that, when too many commands wait. */
    input(matchID: bigint, tick: number, code: InputCode, predict: (entry: Entry) => void): boolean;
    resync(): void;
}

export class MatchGame {
    you: number | null = null;
    private readonly events = new MatchEvents();
    /** Tick and hash of the last updates, by their number in the stream: what two browsers can be compared by. */
    readonly barriers = new Map<number, [tick: number, hash: string]>();
    /** Of the players, by slot. */
    names: readonly string[] = [];
    private askedForSnapshot = false;
    /** When the newest update came, and the longest silence between two so far, ms. */
    private lastUpdate: number | null = null;
    longestGap = 0;
    readonly standstill = new Standstill();
    readonly emotes = new Emotes();
    /** What the player holds, and what the server was last told; null: not yet known. */
    private wantsBoost = false;
    private toldBoost: boolean | null = null;
    private running = false;
    private readonly aim = new Aim();

    constructor(readonly id: bigint, private readonly model: ClientMatch, private readonly uplink: Uplink) {}

    /** The own commands that waited for their outcome when the page was loaded and that no snapshot can contain yet. */
    restore(entries: readonly Entry[], lastSeq: number): void {
        for (const entry of entries) {
            if (entry.kind === "input" && entry.matchID === this.id.toString() && entry.seq > lastSeq) {
                this.model.add(entry.seq, entry.tick, entry.code);
            }
        }
    }

    /** A new connection was welcomed. */
    resumed(lastSeq: number): void {
        this.model.resumed(lastSeq);
        this.askedForSnapshot = false;
    }

    /** The countdown is over: tick 0 is now. */
    started(now: number): void {
        if (this.running) return;
        this.running = true;
        this.model.started(now);
    }

    /** A ping was answered after so many milliseconds. */
    measured(roundTrip: number): void {
        this.model.measured(roundTrip);
    }

    /** Milliseconds that the prediction is ahead of the newest update. */
    get lead(): number {
        return this.model.lead;
    }

    received(frame: BinaryFrame, bytes: Uint8Array, now: number): void {
        if (frame.type === "ack") return;
        const before = this.model.hasState ? this.model.committedTick : Infinity;
        switch (this.model.receive(bytes, now)) {
            case "ignored":
            case "acknowledged":
                return;
            case "needsResync":
            case "malformed":
                if (!this.askedForSnapshot) this.uplink.resync();
                this.askedForSnapshot = true;
                return;
            case "restarted":
                this.askedForSnapshot = false;
                this.events.forget();
                break;
            case "advanced":
                break;
        }
        const { committedTick } = this.model;
        // A match that goes on from another one's state stands at its tick until the countdown is over.
        if (frame.type === "update" && committedTick > before) this.running = true;
        if (frame.type === "update") {
            if (this.lastUpdate !== null) this.longestGap = Math.max(this.longestGap, now - this.lastUpdate);
            this.lastUpdate = now;
            this.standstill.updated(now);
            this.barriers.set(frame.streamSeq, [committedTick, this.model.committedHash]);
        }
        if (this.barriers.size > 400) this.barriers.delete(this.barriers.keys().next().value as number);
        this.events.look(this.model.committed(), this.you, now, this.you === null ? null : this.model.death, this.names);
    }

    settled(entry: Entry, code: OutcomeCode, ack: Ack | null): void {
        if (entry.kind !== "input") return;
        const ran = code === "accepted" ? ack : null;
        this.model.settle(entry.seq, ran?.tick ?? null, ran?.late ?? 0);
        if (!ran && entry.code > 3) this.toldBoost = null;  // refused: ask again, if it is still wanted
    }

    /** A turn as the player sees it; it shows at once. */
    turn(onScreen: Direction, now: number): void {
        const frame = this.frame(now);
        if (!frame || !this.running || this.you === null) return;
        const { view } = frame;
        const direction = toArena(turnFor(view.zoneDepth > 0, view.snakes[this.you]?.team ?? null), onScreen);
        if (this.send(direction)) this.aim.told(direction, view.snakes[this.you], now);
    }

    /** The boost key is held, or let go. It may be held before there is charge, before the start, and through a death. */
    boost(held: boolean): void {
        this.wantsBoost = held;
    }

    /** Tells the server what is held, once it has changed. */
    private sendBoost(view: ArenaView): void {
        const own = this.you === null ? undefined : view.snakes[this.you];
        if (!own || view.over) return;
        this.toldBoost ??= own.boostHeld;
        if (this.toldBoost !== this.wantsBoost && this.send(this.wantsBoost ? 6 : 5)) this.toldBoost = this.wantsBoost;
    }

    private send(code: InputCode): boolean {
        const stamp = this.model.stamp(code);
        if (stamp === null) return false;
        return this.uplink.input(this.id, stamp, code, (entry) => this.model.add(entry.seq, stamp, code));
    }

    /** The predicted state for this moment; null before the first snapshot. */
    frame(now: number): { view: ArenaView; fraction: number; moves: boolean; aim: Direction | null } | null {
        if (!this.model.hasState) return null;
        this.events.age(now);
        const tick = this.running ? this.model.predict(now) : null;
        const view = this.model.predicted();
        if (this.running) this.sendBoost(view);
        // Where the prediction could not follow, it stands still at the end of its last tick.
        const passed = tick === null || view.over ? null : tick - view.tick;
        const fraction = Math.max(0, Math.min(passed ?? 0, 1));
        return { view, fraction, moves: passed !== null && passed < 1, aim: this.you === null ? null : this.aim.of(view.snakes[this.you], now) };
    }

    set onCue(told: ((cue: Cue) => void) | null) {
        this.events.onCue = told;
    }

    get marks(): readonly Mark[] {
        return this.events.marks;
    }

    get notice(): Notice | null {
        return this.events.notice;
    }

    get committedHash(): string | null {
        return this.model.hasState ? this.model.committedHash : null;
    }

    committedView(): ArenaView | null {
        return this.model.hasState ? this.model.committed() : null;
    }
}
