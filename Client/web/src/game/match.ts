/** One match on this screen: the committed and the predicted state, its time, and what happened in it to show. */
import { Ack, BinaryFrame, Direction, InputCode, OutcomeCode } from "../net/messages";
import { Entry } from "../net/outbox";
import { toArena, turnFor } from "./camera";
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
}

export class MatchGame {
    you: number | null = null;
    marks: Mark[] = [];
    notice: Notice | null = null;
    /** Tick and hash of the last updates, by their number in the stream: what two browsers can be compared by. */
    readonly barriers = new Map<number, [tick: number, hash: string]>();
    private before = new Map<number, Before>();
    private banksBefore: readonly [number, number] = [0, 0];
    private lookedAt = 0;
    private askedForSnapshot = false;
    /** When the newest update came, and the longest silence between two so far, ms. */
    private lastUpdate: number | null = null;
    longestGap = 0;
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
                this.before.clear();
                break;
            case "advanced":
                break;
        }
        const { committedTick } = this.model;
        if (committedTick > 0) this.running = true;
        if (frame.type === "update") {
            if (this.lastUpdate !== null) this.longestGap = Math.max(this.longestGap, now - this.lastUpdate);
            this.lastUpdate = now;
            this.barriers.set(frame.streamSeq, [committedTick, this.model.committedHash]);
        }
        if (this.barriers.size > 400) this.barriers.delete(this.barriers.keys().next().value as number);
        this.look(this.model.committed(), now);
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
        this.send(direction);
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
        const entry = this.uplink.input(this.id, stamp, code);
        if (!entry) return false;
        this.model.add(entry.seq, stamp, code);
        return true;
    }

    /** The predicted state for this moment; null before the first snapshot. */
    frame(now: number): { view: ArenaView; fraction: number } | null {
        if (!this.model.hasState) return null;
        this.marks = this.marks.filter((mark) => now - mark.since < markMs);
        if (this.notice && now - this.notice.since > 1600) this.notice = null;
        const tick = this.running ? this.model.predict(now) : null;
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
