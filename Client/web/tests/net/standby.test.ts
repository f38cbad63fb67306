/**
 * The connection over simulated links, a gateway at the end of each. What it must do is judged here; how often it changes over
 * links that stall, and how long a player waits for a gateway that hangs, is printed with STANDBY_FIGURES=1.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, Effect } from "../../src/net/connection";
import { encodeInput } from "../../src/net/messages";
import { Outbox } from "../../src/net/outbox";

/** xorshift32: one seed, one run. */
function generator(seed: number): () => number {
    let state = (seed * 2654435761) >>> 0 || 1;
    return () => {
        state ^= state << 13;
        state >>>= 0;
        state ^= state >>> 17;
        state ^= state << 5;
        state >>>= 0;
        return state / 2 ** 32;
    };
}

/** Milliseconds, and the share of frames that are lost: TCP sends them again, and holds back all that comes after them. */
interface Profile { delay: number; jitter: number; loss: number }

type Frame = string | Uint8Array;

class Link {
    private frames: { due: number; frame: Frame }[] = [];
    private lastDue = 0;

    constructor(private readonly profile: Profile, private readonly random: () => number) {}

    send(frame: Frame, now: number): void {
        let due = now + this.profile.delay + this.random() * this.profile.jitter;
        for (let timeout = Math.max(200, 2 * this.profile.delay); this.random() < this.profile.loss; timeout *= 2) due += timeout;
        this.lastDue = Math.max(this.lastDue, due);
        this.frames.push({ due: this.lastDue, frame });
    }

    arrived(now: number): Frame[] {
        const count = this.frames.findIndex((frame) => frame.due > now);
        return this.frames.splice(0, count < 0 ? this.frames.length : count).map(({ frame }) => frame);
    }
}

/** One socket from its opening on. */
interface Socket { url: string; up: Link; down: Link; opened: number; isOpen: boolean; isClosed: boolean; retiredAt: number }

interface Fault {
    at: number;
    what: "hangs" | "dies" | "drains" | "simulation silent" | "own link silent";
    /** For how long. */
    length?: number;
}

class World {
    private readonly random: () => number;
    readonly connection: Connection;
    private first: Socket | null = null;
    private standby: Socket | null = null;
    private retired: Socket[] = [];
    /** The socket that the cluster sends the session's frames to. */
    private attached: Socket | null = null;
    private attaching: { socket: Socket; due: number; held: Uint8Array[] }[] = [];
    private faulty: string | null = null;
    private streamSeq = 0;
    private nextUpdate = 0;
    private now = 0;
    private nextTurn = 1000;
    /** By sequence: how often it ran. */
    readonly ran = new Map<number, number>();
    highest = 0;
    sent = 0;
    settled = 0;
    pings = 0;
    readonly updates: number[] = [];
    readonly changedAt: number[] = [];
    readonly usedAt: string[] = [];

    constructor(private readonly profile: Profile, private readonly fault: Fault | null, seed: number,
                private readonly urls = ["ws://a/ws", "ws://b/ws", "ws://c/ws"], private readonly turnEvery = 700) {
        this.random = generator(seed);
        this.connection = new Connection({ token: "t", session: "9f86d081884c7d65" }, urls, new Outbox(), this.random);
    }

    run(milliseconds: number): this {
        this.perform(this.connection.start(0));
        for (; this.now < milliseconds; this.now += 1) this.step();
        return this;
    }

    private isFaulty(url: string, what: Fault["what"]): boolean {
        const { fault, now } = this;
        return fault?.what === what && this.faulty === url && now >= fault.at && now < fault.at + (fault.length ?? Infinity);
    }

    private step(): void {
        const { now, fault } = this;
        if (fault && now === Math.floor(fault.at)) {
            this.faulty = this.connection.currentGateway;
            if (fault.what === "dies") {
                for (const socket of [this.first, this.standby]) if (socket?.url === this.faulty) socket.isClosed = true;
                if (this.attached?.url === this.faulty) this.attached = null;
            }
            if (fault.what === "drains") this.attached?.down.send('{"type":"status","state":"draining"}', now);
        }
        for (const socket of [this.first, this.standby, ...this.retired]) if (socket) this.serve(socket);
        for (const socket of [this.first, this.standby]) if (socket) this.deliver(socket);
        if (this.retired.at(-1)?.down.arrived(now).length) this.connection.retiredReceived(now);
        this.retired = this.retired.filter((socket) => now - socket.retiredAt < 1000);
        const attached = this.attaching.filter(({ due }) => due <= now);
        this.attaching = this.attaching.filter(({ due }) => due > now);
        for (const one of attached) {
            this.attached = one.socket;
            one.socket.down.send(JSON.stringify({ type: "welcome", version: 1, user: { id: "17", name: "Ada", guest: true }, session: "9f86d081884c7d65", lastSeq: this.highest, node: "1" }), now);
            one.socket.down.send(JSON.stringify({ type: "match", id: "12", code: null, mode: "duel", phase: "running", remainingMs: 0, you: 0, players: [], commitment: "", seed: null, endReason: null }), now);
            for (const frame of one.held) this.command(one.socket, frame);
        }
        if (now >= this.nextUpdate) this.update();
        if (now % 25 === 0) this.perform(this.connection.passed(now));
        if (now >= this.nextTurn && this.connection.inMatch) {
            this.nextTurn = now + this.turnEvery * (0.5 + this.random());
            const { entry, effects } = this.connection.input(12n, Math.floor(now / 50), 1);
            if (entry) this.sent += 1;
            this.perform(effects);
        }
    }

    private update(): void {
        this.nextUpdate = this.now + 250;
        this.streamSeq += 1;
        const { attached } = this;
        if (!attached || this.isFaulty(attached.url, "hangs") || this.isFaulty(attached.url, "simulation silent")) return;
        attached.down.send(Uint8Array.of(0x11, 12, this.streamSeq & 0x7F || 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0), this.now);
    }

    private serve(socket: Socket): void {
        if (this.isFaulty(socket.url, "hangs")) return;
        for (const frame of socket.up.arrived(this.now)) {
            if (this.isFaulty(socket.url, "dies")) continue;
            if (typeof frame !== "string") {
                this.command(socket, frame);
                continue;
            }
            const message = JSON.parse(frame) as { type: string; t?: number; standby?: boolean };
            if (message.type === "ping") socket.down.send(JSON.stringify({ type: "pong", t: message.t }), this.now);
            if (message.type === "hello" && message.standby) socket.down.send('{"type":"standby","version":1}', this.now);
            if (message.type === "take" || (message.type === "hello" && !message.standby)) {
                this.attaching.push({ socket, due: this.now + 5 + this.random() * 10, held: [] });
            }
        }
    }

    /** While a socket is being attached its commands wait. */
    private command(socket: Socket, frame: Uint8Array): void {
        const attaching = this.attaching.find((one) => one.socket === socket);
        if (attaching) {
            attaching.held.push(frame);
            return;
        }
        if (this.attached !== socket || this.isFaulty(socket.url, "simulation silent")) return;
        const seq = frame[1]! < 0x80 ? frame[1]! : (frame[1]! & 0x7F) | frame[2]! << 7;
        if (seq === this.highest + 1) {
            this.highest = seq;
            this.ran.set(seq, (this.ran.get(seq) ?? 0) + 1);
        }
        assert.ok(seq <= this.highest, `command ${seq} came before ${this.highest + 1}`);
        const digits = seq < 0x80 ? [seq] : [seq & 0x7F | 0x80, seq >> 7];
        socket.down.send(Uint8Array.of(0x12, 12, ...digits, 0, 5, 0), this.now + 8);
        this.nextUpdate = Math.min(this.nextUpdate, this.now + 8);
    }

    private deliver(socket: Socket): void {
        const { now } = this;
        if (this.fault?.what === "own link silent" && now >= this.fault.at && now < this.fault.at + (this.fault.length ?? 0)) return;
        const isFirst = () => this.first === socket;
        if (socket.isClosed) {
            if (isFirst()) this.first = null; else this.standby = null;
            this.perform(isFirst() || this.first === null ? this.connection.closed(1006, "", now) : this.connection.standbyClosed(now));
            return;
        }
        if (!socket.isOpen) {
            if (now < socket.opened) return;
            if (this.isFaulty(socket.url, "dies")) {
                socket.isClosed = true;
                return;
            }
            socket.isOpen = true;
            this.perform(isFirst() ? this.connection.opened(now) : this.connection.standbyOpened());
        }
        for (const frame of socket.down.arrived(now)) {
            if (typeof frame !== "string") {
                if (!isFirst()) continue;
                if (frame[0] === 0x11) this.updates.push(now);
                this.perform(this.connection.receivedBinary(frame, now));
            } else {
                // A Snapshot comes with it.
                if (frame.includes("welcome")) this.updates.push(now);
                this.perform(isFirst() ? this.connection.receivedText(frame, now) : this.connection.standbyReceived(frame, now));
            }
        }
    }

    private open(url: string): Socket {
        return {
            url, up: new Link(this.profile, this.random), down: new Link(this.profile, this.random),
            opened: this.now + 4 * (this.profile.delay + this.profile.jitter / 2), isOpen: false, isClosed: false, retiredAt: 0,
        };
    }

    private perform(effects: Effect[]): void {
        for (const effect of effects) {
            switch (effect.do) {
                case "open": this.first = this.open(effect.url); break;
                case "drop": this.first = null; break;
                case "openStandby": this.standby = this.open(effect.url); break;
                case "dropStandby": this.standby = null; break;
                case "promote":
                    if (this.first) {
                        this.first.retiredAt = this.now;
                        this.retired.push(this.first);
                    }
                    this.first = this.standby;
                    this.standby = null;
                    this.changedAt.push(this.now);
                    break;
                case "send":
                    if (typeof effect.frame === "string" && effect.frame.includes("ping")) this.pings += 1;
                    if (this.first?.isOpen) this.first.up.send(effect.frame, this.now);
                    break;
                case "sendStandby": if (this.standby?.isOpen) this.standby.up.send(effect.frame, this.now); break;
                case "settled": this.settled += 1; break;
                default: break;
            }
        }
    }

    /** The longest time without an Update or a Snapshot, with the one before `from` and to the end. */
    longestGap(from: number): number {
        let longest = 0;
        const times = [...this.updates, this.now];
        for (let index = 1; index < times.length; index += 1) {
            if (times[index]! > from) longest = Math.max(longest, times[index]! - times[index - 1]!);
        }
        return longest;
    }

    expectExactlyOnce(place: string): void {
        assert.equal(this.settled, this.sent - this.connection.outbox.waiting.length, place);
        assert.ok(this.connection.outbox.waiting.length <= 3, `${place}: ${this.connection.outbox.waiting.length} wait`);
        for (const [seq, times] of this.ran) assert.equal(times, 1, `${place}: command ${seq}`);
        assert.ok(this.ran.size >= this.settled && this.settled > 5, `${place}: ${this.settled} settled, ${this.ran.size} ran`);
    }
}

const figures = process.env["STANDBY_FIGURES"] === "1";
const seeds = figures ? 200 : 20;

function percentile(values: number[], share: number): number {
    return values.slice().sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

for (const delay of [0, 20, 75, 150, 200]) {
    for (const jitter of [0, 20, 50]) {
        test(`over ${delay} ms + ${jitter} ms nothing is changed for as long as the gateway lives`, () => {
            for (let seed = 1; seed <= seeds / 4; seed += 1) {
                const world = new World({ delay, jitter, loss: 0 }, null, seed, undefined, 5000).run(60_000);
                assert.deepEqual(world.changedAt, [], `seed ${seed}`);
                world.expectExactlyOnce(`seed ${seed}`);
            }
        });
    }
}

for (const what of ["dies", "hangs", "drains", "simulation silent"] as const) {
    for (const profile of [{ delay: 1, jitter: 2, loss: 0 }, { delay: 20, jitter: 20, loss: 0 }, { delay: 75, jitter: 50, loss: 0 }, { delay: 150, jitter: 50, loss: 0 }]) {
        test(`the gateway ${what}, ${profile.delay} + ${profile.jitter} ms: one change, nothing lost, nothing twice`, () => {
            const gaps: number[] = [];
            for (let seed = 1; seed <= seeds; seed += 1) {
                const at = 10_000 + seed * 37;
                const world = new World(profile, { at, what }, seed).run(30_000);
                assert.equal(world.changedAt.length, 1, `seed ${seed}: ${world.changedAt}`);
                assert.equal(world.connection.standbyGateway, "ws://c/ws", "another one stands by");
                world.expectExactlyOnce(`seed ${seed}`);
                gaps.push(world.longestGap(at));
            }
            if (figures) console.log(`STANDBY ${what}, ${JSON.stringify(profile)}: gap p50 ${percentile(gaps, 0.5)}, p95 ${percentile(gaps, 0.95)}, max ${Math.max(...gaps)} ms`);
        });
    }
}

test("five silent seconds of the page's own link are no reason to change, and nothing is lost", () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
        const world = new World({ delay: 20, jitter: 20, loss: 0 }, { at: 10_000, what: "own link silent", length: 5000 }, seed).run(30_000);
        world.expectExactlyOnce(`seed ${seed}`);
        assert.ok(world.changedAt.length <= 1, `seed ${seed}: ${world.changedAt}`);
    }
});

for (const loss of [0.001, 0.01, 0.05]) {
    test(`with ${loss * 100} % lost frames nothing is lost or doubled, and changes are few`, () => {
        let changes = 0;
        const length = 120_000;
        for (let seed = 1; seed <= seeds / 2; seed += 1) {
            const world = new World({ delay: 40, jitter: 30, loss }, null, seed).run(length);
            world.expectExactlyOnce(`seed ${seed}`);
            changes += world.changedAt.length;
        }
        const perMinute = changes / (seeds / 2 * length / 60_000);
        if (figures) console.log(`STANDBY loss ${loss}: ${perMinute.toFixed(2)} changes a minute`);
        assert.ok(perMinute < 6, `${perMinute} a minute`);
    });
}

test("a quiet match costs at most six pings a second", () => {
    const world = new World({ delay: 20, jitter: 20, loss: 0 }, null, 1, undefined, 30_000).run(60_000);
    if (figures) console.log(`STANDBY pings ${(world.pings / 60).toFixed(2)} a second`);
    assert.ok(world.pings / 60 < 6, `${world.pings}`);
});

test("the frame of the simulated server's commands is the client's", () => {
    assert.deepEqual(encodeInput(300, 12n, 40, 1).slice(0, 3), Uint8Array.of(0x01, 0xAC, 0x02));
});
