/** One match on this screen: the committed and the predicted state, its time, and what happened in it to show. */
import { Ack, BinaryFrame, Direction, InputCode, OutcomeCode } from "../net/messages";
import { Entry } from "../net/outbox";
import { toArena, turnFor } from "./camera";
import { MatchClock, predictionLimit } from "./clock";
import { styleOf } from "./palette";
import { Mark, markMs } from "./render";
import { ArenaView, SnakeView } from "./view";
import { ClientMatch } from "./wasm";

/** Something to tell the player in words. */
export interface Notice { text: string; tone: "good" | "bad"; since: number }

/** What a snake was in the committed state before, to see what happened to it. */
interface Before { alive: boolean; score: number; carried: number; x: number; y: number }

export interface Uplink {
    /** Null when too many commands wait. */
    input(matchID: bigint, tick: number, code: InputCode): Entry | null;
    resync(): void;
    /** Milliseconds, the shortest of late. */
    readonly fastestRoundTrip: number;
}

export class MatchGame {
    readonly clock = new MatchClock();
    you: number | null = null;
    marks: Mark[] = [];
    notice: Notice | null = null;
    /** Tick and hash of the last updates, by their number in the stream: what two browsers can be compared by. */
    readonly barriers = new Map<number, [tick: number, hash: string]>();
    private before = new Map<number, Before>();
    private banksBefore: readonly [number, number] = [0, 0];
    private lookedAt = 0;
    private askedForSnapshot = false;
    private lastStamp = { turn: 0, boost: 0 };
    /** What the player holds, and what the server was last told; null: not yet known. */
    private wantsBoost = false;
    private toldBoost: boolean | null = null;
    private running = false;

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
        if (this.model.committedTick === 0) this.clock.observed(0, now);
    }

    received(frame: BinaryFrame, bytes: Uint8Array, now: number): void {
        if (frame.type === "ack") return;
        switch (this.model.receive(bytes)) {
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
                this.before.clear();
                break;
            case "advanced":
                break;
        }
        const { committedTick } = this.model;
        if (committedTick > 0) this.running = true;
        // A snapshot can be older than an update would be; it tells the time only where nothing better does.
        if (this.running && (frame.type === "update" || this.clock.newest < 0)) this.clock.observed(committedTick, now);
        if (frame.type === "update") this.barriers.set(frame.streamSeq, [committedTick, this.model.committedHash]);
        if (this.barriers.size > 400) this.barriers.delete(this.barriers.keys().next().value as number);
        this.look(this.model.committed(), now);
    }

    settled(entry: Entry, code: OutcomeCode, ack: Ack | null): void {
        if (entry.kind !== "input") return;
        this.model.settle(entry.seq, code === "accepted" && ack ? ack.tick : null);
        if (ack && code === "accepted") this.clock.acknowledged(ack.late);
        else if (entry.code > 3) this.toldBoost = null;  // refused: ask again, if it is still wanted
    }

    /** A turn as the player sees it; it shows at once. */
    turn(onScreen: Direction, now: number): void {
        const frame = this.frame(now);
        if (!frame || !this.running || this.you === null) return;
        const { view } = frame;
        const direction = toArena(turnFor(view.zoneDepth > 0, view.snakes[this.you]?.team ?? null), onScreen);
        this.send("turn", direction, view);
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
        if (this.toldBoost !== this.wantsBoost && this.send("boost", this.wantsBoost ? 6 : 5, view)) this.toldBoost = this.wantsBoost;
    }

    private send(kind: "turn" | "boost", code: InputCode, view: ArenaView): boolean {
        // One of a kind in a tick: a second one within the same tick is meant for the next.
        const stamp = Math.max(view.tick + 1, this.lastStamp[kind] + 1);
        if (stamp > this.model.committedTick + predictionLimit || !this.model.canRun(code, stamp)) return false;
        const entry = this.uplink.input(this.id, stamp, code);
        if (!entry) return false;
        this.lastStamp[kind] = stamp;
        this.model.add(entry.seq, stamp, code);
        return true;
    }

    /** The predicted state for this moment; null before the first snapshot. */
    frame(now: number): { view: ArenaView; fraction: number } | null {
        if (!this.model.hasState) return null;
        this.marks = this.marks.filter((mark) => now - mark.since < markMs);
        if (this.notice && now - this.notice.since > 1600) this.notice = null;
        const tick = this.running ? this.clock.tick(now, this.uplink.fastestRoundTrip) : null;
        if (tick !== null) this.model.predict(Math.floor(tick));
        const view = this.model.predicted();
        if (this.running) this.sendBoost(view);
        // Where the prediction could not follow, it stands still at the end of its last tick.
        return { view, fraction: tick === null || view.over ? 0 : Math.max(0, Math.min(tick - view.tick, 1)) };
    }

    get committedHash(): string | null {
        return this.model.hasState ? this.model.committedHash : null;
    }

    committedView(): ArenaView | null {
        return this.model.hasState ? this.model.committed() : null;
    }

    /** Finds out from two committed states what happened between them. */
    private look(view: ArenaView, now: number): void {
        for (const snake of view.snakes) {
            const was = this.before.get(snake.slot);
            if (was) this.compare(view, snake, was, now);
            const head = snake.cells.length > 0 ? snake.cells[0] as number : -1;
            this.before.set(snake.slot, {
                alive: snake.alive, score: snake.score, carried: snake.carried,
                x: head < 0 ? was?.x ?? 0 : head % view.width + 0.5,
                y: head < 0 ? was?.y ?? 0 : Math.floor(head / view.width) + 0.5,
            });
        }
        this.lookedAt = view.tick;
        this.banksBefore = [view.banks[0], view.banks[1]];
    }

    private compare(view: ArenaView, snake: SnakeView, was: Before, now: number): void {
        const style = styleOf(snake.slot, this.you, view.zoneDepth > 0);
        const isOwn = snake.slot === this.you;
        const eaten = snake.score - was.score;
        if (eaten > 0 && snake.cells.length > 0) {
            const head = snake.cells[0] as number;
            const at = { x: head % view.width + 0.5, y: Math.floor(head / view.width) + 0.5 };
            this.marks.push({ kind: "eat", at, text: `+${eaten}`, since: now, style });
        }
        const banked = view.bankTarget > 0 ? (view.banks[snake.team as 0 | 1] ?? 0) - (this.banksBefore[snake.team as 0 | 1] ?? 0) : 0;
        if (banked > 0 && snake.carried === 0 && was.carried > 0) {
            this.marks.push({ kind: "bank", at: was, text: `+${banked}`, since: now, style });
            if (isOwn) this.notice = { text: `Banked ${banked}`, tone: "good", since: now };
            return;
        }
        const farthest = (view.tick - this.lookedAt) * snake.progressPerTick + 2;
        const jumped = was.alive && snake.alive && snake.cells.length > 0
            && Math.abs((snake.cells[0] as number) % view.width + 0.5 - was.x)
            + Math.abs(Math.floor((snake.cells[0] as number) / view.width) + 0.5 - was.y) > farthest;
        const lostFood = was.carried > 0 && snake.carried === 0;
        if (was.alive && (!snake.alive || jumped || lostFood)) {
            this.marks.push({ kind: "crash", at: was, text: was.carried > 0 && view.bankTarget > 0 ? `−${was.carried}` : "", since: now, style });
            if (isOwn) {
                const lost = was.carried > 0 && view.bankTarget > 0 ? ` · lost ${was.carried}` : "";
                this.notice = { text: `Crashed${lost}`, tone: "bad", since: now };
            }
        }
    }
}
