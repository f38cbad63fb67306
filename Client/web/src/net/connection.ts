/**
 * One player's session over any number of sockets, as a value: events and the time go in, effects come out.
 * No socket, timer or storage here; `session.ts` carries the effects out.
 */
import { Ack, BinaryFrame, Command, InputCode, OutcomeCode, parseBinary, parseMessage, ServerMessage } from "./messages";
import { Entry, frameOf, Outbox } from "./outbox";
import { Standby, StandbyEffect } from "./standby";
import { closeCodes } from "../protocol/vocabulary";

export type Effect = StandbyEffect
    | { do: "open"; url: string }
    /** The standby socket is the connection's own from now on. The one before, if any, is to be closed a little later, and
     *  its events are not to be reported: closed now, it would have the server think that the player is gone. */
    | { do: "promote" }
    /** Close the socket that is open or opening; its later events are not to be reported. */
    | { do: "drop" }
    | { do: "send"; frame: string | Uint8Array }
    | { do: "deliver"; message: ServerMessage }
    /** A snapshot or update, to be read by `ClientMatch`. */
    | { do: "deliverFrame"; frame: BinaryFrame; bytes: Uint8Array }
    /** A command has its outcome, exactly once for each. `ack` where it was one of the board. */
    | { do: "settled"; entry: Entry; code: OutcomeCode; message: string; ack: Ack | null }
    /** A ping was answered after so many milliseconds. */
    | { do: "measured"; roundTrip: number }
    | { do: "save" };

/** What the game is told; the other effects are the session's. */
export type Report = Effect & { do: "deliver" | "deliverFrame" | "settled" | "measured" };

/** Why no further attempt is made without the player. */
export type Refusal = "replaced" | "sessions" | "version" | "token";

export type Link =
    | { state: "idle" }
    | { state: "connecting"; since: number }
    | { state: "greeting"; since: number }
    | { state: "open"; node: string; recovering: boolean }
    /** The standby socket was taken and has not been welcomed yet. */
    | { state: "taking"; since: number }
    | { state: "waiting"; until: number }
    | { state: "refused"; why: Refusal; message: string };

export interface Identity { token: string; session: string }

/** Milliseconds. */
export const timing = {
    connect: 3000,
    /** Longer: the gateway may have to look for a simulation first. */
    greeting: 6000,
    pingInMatch: 1000,
    pingIdle: 5000,
    /** The first ones of a connection, until the way is known. */
    pingQuick: 200,
    quickSamples: 5,
    samples: 10,
    /** No answer for this long after a ping: the socket counts as dead. */
    silence: 2500,
    /** In a running match a gateway that was silent for so long is asked for a sign; updates come every 250 ms. */
    quiet: 90,
    /** And is left when none comes within the longest of the last round trips and `margin`, but no less than this. */
    patience: 100,
    margin: 40,
    /** So long after the question the standby is asked too: where it answers, the silence is not the page's own link. */
    secondOpinion: 25,
    /** The gateway that was left may still speak for so long: its socket stays open. */
    retired: 1000,
    /** Each needless change for silence doubles the patience for so long: on a link that stalls again and again changes do not help. */
    doubtful: 30_000,
    /** The gateway lives and two updates are overdue: its simulation is silent. */
    overdue: 600,
    /** Where the gateway says that it looks for another simulation, it is given more time. */
    overdueRecovering: 1500,
    /** A stopping gateway is left between two commands, or after this; it stays for 1.5 s. */
    farewell: 500,
    /** Not twice within this: if all nodes are silent, changing over helps nobody. Each change that brings no Update doubles it, with
     *  up to half of it more at random, so that the players of a gateway do not all change at once. */
    betweenChanges: 2000,
    betweenChangesMost: 30_000,
    /** From `take` to any sign. */
    taking: 1500,
    /** The page itself slept for longer than this: what waits for it has not been read yet. */
    slept: 300,
    roundTrips: 20,
    firstRetry: 100,
    retryBase: 250,
    retryMost: 5000,
    /** A connection that has been open for so long is a success: the next loss is the first one again. */
    stable: 5000,
    /** For so long a gateway that was in trouble is not thought better than another one. */
    trouble: 30_000,
    /** So many sockets in a row that were closed for what was sent on them, without any outcome: it is given up. */
    refusedSockets: 3,
} as const;

/** The highest number that a gateway takes. */
const highestConnection = Number.MAX_SAFE_INTEGER;

export class Connection {
    link: Link = { state: "idle" };
    /** Median of the last round trips, milliseconds; null before the first pong. */
    roundTrip: number | null = null;
    /** The last round trips, oldest first. */
    samples: number[] = [];
    inMatch = false;
    /** Of the newest welcome: sequences up to here have outcomes. */
    lastSeq = 0;
    /** Sockets opened so far, standbys aside, and standbys taken; for the debug hook and tests. */
    attempts = 0;
    changes = 0;

    private gateway = 0;
    private failures = 0;
    /** When the welcome came. */
    private openSince = Infinity;
    /** The number of the connection that has the session, as a gateway told it. */
    private newest = 0;
    /** A close with 4001 was answered with a new connection since the last one that was stable. */
    private hasComeBack = false;
    /** Gateways that failed or said that they are stalled, and when. */
    private readonly troubles = new Map<string, number>();
    private isStalled = false;
    /** Changes since the last Update, and from when on the next one may be. */
    private fruitless = 0;
    private lastChange = -Infinity;
    private nextChange = -Infinity;
    /** Sockets in a row that were closed for what was sent on them. */
    private refusedSockets = 0;
    /** When the ping was sent after which nothing has been heard yet. */
    private unanswered: number | null = null;
    private nextPing = 0;
    private readonly standby = new Standby();
    /** Several gateways stand behind the one address that is known: a load balancer chooses among them. */
    private isShared = false;
    /** What the gateway calls itself that serves the session. */
    private inUse: string | null = null;
    /** The match's clock runs, and when the game stream last gave a sign. */
    private isRunning = false;
    private lastFrame = 0;
    private lastPassed = 0;
    /** When anything came through the socket, and what was asked since. */
    private lastHeard = 0;
    private question: { since: number; secondAt: number | null } | null = null;
    /** Of all pings, questions among them, which `samples` leaves out: they come in bursts. */
    private roundTrips: number[] = [];
    /** Changes for silence that were needless: the gateway that was left spoke again. */
    private doubts: number[] = [];
    /** The last change, if it was for silence and the gateway that was left has not spoken since. */
    private leftForSilence = -Infinity;
    /** Since when the gateway has been stopping. */
    private drainingSince: number | null = null;
    /** The outbox has been sent on the socket in use. */
    private isUnderWay = false;
    /** The gateway that was left last: the last one to stand by. */
    private left = "";

    constructor(
        private identity: Identity,
        private gateways: readonly string[],
        public outbox: Outbox,
        private readonly random: () => number,
        /** Connections of this session so far: each is to have a higher number than the one before. */
        public count = 0,
    ) {
        if (gateways.length === 0) throw new Error("a connection needs at least one gateway");
    }

    get currentGateway(): string {
        return this.gateways[this.gateway % this.gateways.length] as string;
    }

    start(now: number): Effect[] {
        if (this.link.state !== "idle") return [];
        return this.open(now);
    }

    /** The player asks to go on after a refusal. */
    restart(now: number): Effect[] {
        this.count = Math.min(Math.max(this.count, this.newest), highestConnection - 1);
        this.hasComeBack = false;
        const effects: Effect[] = this.hasSocket ? [{ do: "drop" }] : [];
        return effects.concat(this.open(now));
    }

    /** Another player, so another session: what the one before had asked for is forgotten. */
    become(identity: Identity, now: number): Effect[] {
        this.identity = identity;
        this.outbox = new Outbox();
        this.count = this.newest = 0;
        this.lastSeq = 0;
        this.inMatch = false;
        return [{ do: "save" }, ...this.restart(now)];
    }

    /**
     * More gateways became known; the one in use stays in use. `isShared`: there is one address only, behind which several
     * may stand. A standby socket is then opened there again and again, ever more seldom, until it stands at another one.
     */
    learned(gateways: readonly string[], isShared = false): void {
        this.isShared = isShared && this.gateways.length === 1;
        const current = this.currentGateway;
        const all = [current, ...gateways.filter((url) => url !== current)];
        this.gateways = all;
        this.gateway = 0;
    }

    opened(now: number): Effect[] {
        if (this.link.state !== "connecting") return [];
        this.link = { state: "greeting", since: now };
        const claim = this.claim();
        return [{ do: "save" }, { do: "send", frame: this.hello(claim) }];
    }

    /** Makes the next socket the newest of the session. */
    private claim(): { connection: number; nextSeq: number } {
        this.count = Math.min(this.count + 1, highestConnection);
        return { connection: this.count, nextSeq: this.outbox.unsent };
    }

    standbyOpened(): Effect[] {
        return this.standby.opened();
    }

    standbyReceived(frame: string, now: number): Effect[] {
        let message: unknown;
        try {
            message = JSON.parse(frame);
        } catch {
            return [];
        }
        const { type, state } = (message ?? {}) as { type?: unknown; state?: unknown };
        if (type === "status" && state === "stalled" && this.standby.url !== null && !this.isShared) this.troubles.set(this.standby.url, now);
        const inUse = this.inUse ?? this.standby.nameOf(this.currentGateway);
        return [...this.standby.received(message, now, inUse, this.isShared, this.random()), ...this.judge(now)];
    }

    standbyClosed(now: number): Effect[] {
        return this.standby.lost(now, this.random());
    }

    /** The node of the gateway that stands by; null: there is none, or it does not know. */
    get standbyNode(): string | null {
        return this.standby.readyNode;
    }

    /** The gateway that stands by; null while there is none. */
    get standbyGateway(): string | null {
        return this.standby.readyAt;
    }

    private hello(more: { standby: true } | { connection: number; nextSeq: number }): string {
        return JSON.stringify({ type: "hello", version: 1, token: this.identity.token, session: this.identity.session, ...more });
    }

    receivedText(frame: string, now: number): Effect[] {
        this.heard(now);
        const message = parseMessage(frame);
        if (!message) return [];
        switch (message.type) {
            case "welcome":
                return this.welcomed(message, now);
            case "pong":
                return this.measured(message.t, now);
            case "status":
                if (message.state === "stalled") {
                    this.isStalled = true;
                    this.troubles.set(this.currentGateway, now);
                } else if (message.state === "ok") {
                    this.isStalled = false;
                    this.troubles.delete(this.currentGateway);
                }
                if (this.link.state === "open") {
                    this.link = { ...this.link, recovering: message.state === "recovering" || this.isStalled };
                }
                // It lives and looks for a simulation: that may take longer than a sign of life.
                if (this.link.state === "taking") this.link = { state: "greeting", since: this.link.since };
                if (message.state === "draining") this.drainingSince ??= now;
                return [...this.judge(now), { do: "deliver", message }];
            case "outcome":
                return this.settled(message.seq, message.code, message.message, null);
            case "replaced":
                this.newest = Math.max(this.newest, message.connection ?? 0);
                return [];
            case "error":
                if (message.code === "stalled" && this.link.state === "taking") {
                    this.troubles.set(this.currentGateway, now);
                    return this.failed(now);
                }
                return [{ do: "deliver", message }];
            case "queue":
            case "lobby":
            case "chat":
            case "emote":
            case "games":
                return [{ do: "deliver", message }];
            case "match":
                this.inMatch = message.match !== null && message.match.phase !== "ended";
                if (message.match?.phase === "running" && !this.isRunning) this.lastFrame = now;
                this.isRunning = message.match?.phase === "running";
                return [{ do: "deliver", message }];
        }
    }

    /** Throws `WireError` on a malformed frame; the caller drops such a socket with `failed`. */
    receivedBinary(bytes: Uint8Array, now: number): Effect[] {
        this.heard(now);
        this.lastFrame = now;
        const frame = parseBinary(bytes);
        if (frame.type === "ack") return this.settled(frame.ack.seq, frame.ack.code, "", frame.ack);
        if (frame.type === "update" && this.fruitless > 0) {
            this.fruitless = 0;
            this.nextChange = Math.min(this.nextChange, this.lastChange + timing.betweenChanges);
        }
        return [{ do: "deliverFrame", frame, bytes }];
    }

    /** The socket is closed, or never opened. `code` is that of the close frame, 1006 without one. */
    closed(code: number, reason: string, now: number): Effect[] {
        if (code === closeCodes.replaced) {
            // A newer connection of this session, which may have been this page's own: so once more, with a higher number.
            if (!this.hasComeBack) {
                this.hasComeBack = true;
                return this.retryLater(now);
            }
            this.link = { state: "refused", why: "replaced", message: "This game is open in another tab." };
            return [];
        }
        if (code === closeCodes.tooManySessions) {
            this.link = { state: "refused", why: "sessions", message: "You play in too many tabs: newer ones have taken this one's place." };
            return [];
        }
        if (code === closeCodes.protocolError) {
            this.link = { state: "refused", why: "version", message: reason };
            return [];
        }
        if (code === closeCodes.tokenRefused) {
            this.link = { state: "refused", why: "token", message: reason };
            return [];
        }
        const given = code === closeCodes.notUTF8 || code === closeCodes.policyViolation || code === closeCodes.tooBig ? this.wasRefused() : [];
        return [...given, ...this.lost(now)];
    }

    /** The socket was closed for something that was sent on it. What is sent again on each must not close them for ever. */
    private wasRefused(): Effect[] {
        this.refusedSockets += 1;
        if (this.refusedSockets < timing.refusedSockets) return [];
        this.refusedSockets = 0;
        const given = this.outbox.clear();
        if (given.length === 0) return [];
        return [{ do: "save" }, ...given.map((entry): Effect => ({ do: "settled", entry, code: "invalid", message: "The server did not take that.", ack: null }))];
    }

    /** The socket is gone: on to the one that stands by, else to the next attempt. */
    private lost(now: number): Effect[] {
        return this.standby.readyAt !== null ? this.take(now) : this.retryLater(now);
    }

    private take(now: number): Effect[] {
        this.leftForSilence = -Infinity;
        this.left = this.currentGateway;
        const { url, name, samples } = this.standby.taken(now);
        this.inUse = name;
        this.changes += 1;
        this.changed(now);
        this.openSince = Infinity;
        this.isStalled = false;
        this.lastFrame = now;
        this.gateway = Math.max(0, this.gateways.indexOf(url));
        this.samples = samples;
        this.roundTrips = samples;
        this.drainingSince = null;
        this.heard(now);
        this.link = { state: "taking", since: now };
        // The outbox goes with it, so that what was lost with the old socket is late by no more than it must.
        this.isUnderWay = true;
        return [{ do: "promote" }, { do: "send", frame: JSON.stringify({ type: "take", ...this.claim() }) }, ...this.resend(), { do: "save" }];
    }

    /** Anything came through the socket that was left by the last change. */
    retiredReceived(now: number): void {
        if (now - this.leftForSilence > timing.retired) return;
        this.doubts = [...this.doubts, this.leftForSilence].slice(-10);
        this.leftForSilence = -Infinity;
    }

    private changed(now: number): void {
        const wait = Math.min(timing.betweenChangesMost, timing.betweenChanges * 2 ** Math.min(this.fruitless, 10));
        this.lastChange = now;
        this.nextChange = now + wait * (this.fruitless > 0 ? 1 + this.random() / 2 : 1);
        this.fruitless += 1;
    }

    private heard(now: number): void {
        this.unanswered = null;
        this.question = null;
        this.lastHeard = now;
    }

    /** Takes the standby where it does better than a socket that is still open. */
    private judge(now: number): Effect[] {
        const { link, question } = this;
        if (this.isStalled && (link.state === "open" || link.state === "greeting")) return this.leaveStalled(now);
        if (link.state !== "open" || this.standby.readyAt === null) return [];
        // Best between two commands: those on their way to the old gateway would come too late by the other one.
        if (this.drainingSince !== null && (this.outbox.waiting.length === 0 || now - this.drainingSince > timing.farewell)) {
            return this.take(now);
        }
        if (!this.isRunning) return [];
        const overdue = link.recovering ? timing.overdueRecovering : timing.overdue;
        if (now - this.lastFrame > overdue && now > this.nextChange) return this.take(now);
        if (question === null) return now - this.lastHeard > timing.quiet ? this.askForSign(now) : [];
        if (question.secondAt === null) {
            if (now - question.since < timing.secondOpinion) return [];
            question.secondAt = now;
            return this.standby.ping(now);
        }
        if (now - question.since <= this.patience(now) || this.standby.heardAt <= question.secondAt) return [];
        const effects = this.take(now);
        this.leftForSilence = now;
        return effects;
    }

    /** The gateway reaches no game that moves: to another one that may, where there is one. */
    private leaveStalled(now: number): Effect[] {
        // The first try elsewhere is made at once, others are not.
        if (now <= this.nextChange && this.fruitless > 1) return [];
        if (this.standby.readyAt !== null) return this.take(now);
        if (!this.isShared && this.gateways.every((url) => now - (this.troubles.get(url) ?? -Infinity) < timing.trouble)) return [];
        this.changed(now);
        return this.failed(now);
    }

    /** A ping with a negative time. */
    private askForSign(now: number): Effect[] {
        this.question = { since: now, secondAt: null };
        this.unanswered ??= now;
        return [{ do: "send", frame: JSON.stringify({ type: "ping", t: -now }) }];
    }

    private patience(now: number): number {
        const doubts = this.doubts.filter((at) => now - at < timing.doubtful).length;
        return Math.max(timing.patience, Math.max(0, ...this.roundTrips) + timing.margin) * 2 ** doubts;
    }

    /** The socket is of no use any more though it is not closed. */
    failed(now: number): Effect[] {
        if (!this.hasSocket) return [];
        return [{ do: "drop" }, ...this.lost(now)];
    }

    /** To be called about every 25 ms. */
    passed(now: number): Effect[] {
        if (now - this.lastPassed > timing.slept) {
            this.lastFrame = Math.max(this.lastFrame, now - timing.slept);
            this.lastHeard = now;
            this.question = null;
        }
        this.lastPassed = now;
        const effects = this.linkPassed(now);
        const { link } = this;
        const wanted = (this.inMatch || this.drainingSince !== null) && (link.state === "open" || link.state === "taking");
        return effects.concat(this.standby.passed(now, wanted, this.others, this.hello({ standby: true }), this.random()));
    }

    /** The other gateways, in the order in which they are to stand by. */
    private get others(): string[] {
        if (this.isShared) return [this.currentGateway];
        const { gateways, gateway } = this;
        const others = gateways.map((_, index) => gateways[(gateway + index) % gateways.length] as string)
            .filter((url) => !this.isSame(url, this.currentGateway));
        const ranked = this.byTrouble(others);
        return ranked.filter((url) => !this.isSame(url, this.left)).concat(ranked.filter((url) => this.isSame(url, this.left)));
    }

    /** One gateway, by its address or by what it calls itself: an address can be spelled in many ways. */
    private isSame(one: string, other: string): boolean {
        const name = this.standby.nameOf(one);
        return one === other || (name !== null && name === this.standby.nameOf(other));
    }

    /** Those without trouble first, then by how long ago it was; otherwise in the given order. */
    private byTrouble(urls: readonly string[]): string[] {
        const at = (url: string) => this.troubles.get(url) ?? -Infinity;
        return urls.slice().sort((one, other) => at(one) === at(other) ? 0 : at(one) < at(other) ? -1 : 1);
    }

    private linkPassed(now: number): Effect[] {
        switch (this.link.state) {
            case "idle":
            case "refused":
                return [];
            case "waiting":
                return now >= this.link.until ? this.open(now) : [];
            case "connecting":
                return now - this.link.since > timing.connect ? this.failed(now) : [];
            case "greeting":
                if (now - this.link.since > timing.greeting) return this.failed(now);
                return this.judge(now);
            case "taking":
                return now - this.link.since > timing.taking ? this.failed(now) : [];
            case "open": {
                if (now - this.openSince > timing.stable) {
                    this.openSince = Infinity;
                    this.failures = 0;
                    this.hasComeBack = false;
                }
                const effects = this.judge(now);
                if (effects.length > 0) return effects;
                if (this.unanswered !== null) return now - this.unanswered > timing.silence ? this.failed(now) : [];
                return now < this.nextPing ? [] : this.ping(now);
            }
        }
    }

    /** The browser says that the network is back or the page is visible again: no reason to wait any longer. */
    hurry(now: number): Effect[] {
        return this.link.state === "waiting" ? this.open(now) : [];
    }

    command(command: Command): Effect[] {
        const entry = this.outbox.addCommand(command);
        if (entry) return this.queued(entry);
        return [{ do: "deliver", message: { type: "error", code: "too_many_waiting", message: "Too much waits for an answer. Try again in a moment." } }];
    }

    /** The input's sequence is that of the last entry in the outbox; null when 64 commands wait already. */
    input(matchID: bigint, tick: number, code: InputCode): { entry: Entry | null; effects: Effect[] } {
        const entry = this.outbox.addInput(matchID, tick, code);
        return { entry, effects: this.queued(entry) };
    }

    resync(): Effect[] {
        return this.ask("resync");
    }

    /** A question without a sequence: asked now or not at all. */
    ask(type: "resync" | "games"): Effect[] {
        return this.link.state === "open" ? [{ do: "send", frame: JSON.stringify({ type }) }] : [];
    }

    /** The match that is watched, from a tick on; asked now or not at all. */
    seek(tick: number): Effect[] {
        return this.link.state === "open" ? [{ do: "send", frame: JSON.stringify({ type: "seek", tick }) }] : [];
    }

    private get hasSocket(): boolean {
        return this.link.state === "connecting" || this.link.state === "greeting" || this.link.state === "taking"
            || this.link.state === "open";
    }

    private queued(entry: Entry | null): Effect[] {
        if (!entry) return [];
        if (!this.isUnderWay || !this.hasSocket || !this.outbox.isSendable(entry)) return [{ do: "save" }];
        this.outbox.isSending(entry);
        // A reload cannot come between the two, and what a crash does is made good by the next welcome's `lastSeq`.
        return [{ do: "send", frame: frameOf(entry) }, { do: "save" }];
    }

    private open(now: number): Effect[] {
        this.attempts += 1;
        this.drainingSince = null;
        this.isUnderWay = false;
        this.isStalled = false;
        this.openSince = Infinity;
        this.inUse = null;
        this.link = { state: "connecting", since: now };
        return [{ do: "open", url: this.currentGateway }];
    }

    private welcomed(message: ServerMessage & { type: "welcome" }, now: number): Effect[] {
        if (this.link.state !== "greeting" && this.link.state !== "taking") return [];
        // The way of a standby socket is known already.
        if (this.link.state === "greeting") this.samples = this.roundTrips = [];
        this.inUse = message.gateway;
        if (message.gateway !== null && !this.isShared) this.standby.learnName(this.currentGateway, message.gateway);
        this.openSince = now;
        this.isStalled = false;
        this.troubles.delete(this.currentGateway);
        this.lastSeq = message.lastSeq;
        this.lastFrame = now;
        this.outbox.advance(message.lastSeq);
        this.link = { state: "open", node: message.node, recovering: false };
        const resend = this.isUnderWay ? [] : this.resend();
        if (resend.length > 0) resend.unshift({ do: "save" });
        this.isUnderWay = true;
        return [{ do: "deliver", message }, ...resend, ...this.ping(now)];
    }

    private resend(): Effect[] {
        return this.outbox.sendable.map((entry): Effect => {
            this.outbox.isSending(entry);
            return { do: "send", frame: frameOf(entry) };
        });
    }

    private settled(seq: number, code: OutcomeCode, message: string, ack: Ack | null): Effect[] {
        const settled = this.outbox.settle(seq);
        if (!settled) return [];  // the answer to a resend of what had its outcome in the meantime
        this.refusedSockets = 0;
        const { entry, next } = settled;
        const effects: Effect[] = next ? this.queued(next) : [{ do: "save" }];
        return [...effects, { do: "settled", entry, code, message, ack }];
    }

    private ping(now: number): Effect[] {
        this.unanswered = now;
        const often = this.samples.length < timing.quickSamples;
        this.nextPing = now + (often ? timing.pingQuick : this.inMatch ? timing.pingInMatch : timing.pingIdle);
        return [{ do: "send", frame: JSON.stringify({ type: "ping", t: now }) }];
    }

    /** `t`: what the ping said, negative for a question that is not to count as a sample. */
    private measured(t: number, now: number): Effect[] {
        const roundTrip = now - Math.abs(t);
        if (!(roundTrip >= 0 && roundTrip < 60_000)) return [];
        this.roundTrips = [...this.roundTrips, roundTrip].slice(-timing.roundTrips);
        if (t < 0) return [];
        this.samples = [...this.samples, roundTrip].slice(-timing.samples);
        const ascending = this.samples.slice().sort((a, b) => a - b);
        this.roundTrip = ascending[Math.floor(ascending.length / 2)] as number;
        return [{ do: "measured", roundTrip }];
    }

    /** A first round over all gateways is quick; after it the waits double, each with half of it random. */
    private retryLater(now: number): Effect[] {
        const { gateways } = this;
        this.troubles.set(this.currentGateway, now);
        const next = gateways.map((_, index) => gateways[(this.gateway + 1 + index) % gateways.length] as string);
        this.gateway = gateways.indexOf(this.byTrouble(next)[0] as string);
        const round = this.failures - this.gateways.length;
        const longest = round < 0 ? timing.firstRetry : Math.min(timing.retryMost, timing.retryBase * 2 ** Math.min(round, 10));
        this.failures += 1;
        this.unanswered = null;
        this.link = { state: "waiting", until: now + longest * (0.5 + this.random() / 2) };
        return [];
    }
}
