/** The state of the whole page, outside React: components read it through `useApp` and call its methods. */
import { useSyncExternalStore } from "react";
import { ClientMatch, loadGameCore } from "../game/wasm";
import { MatchGame } from "../game/match";
import { Effect, Link } from "../net/connection";
import { Match, Mode, OutcomeCode } from "../net/messages";
import { createGuest, forgetGuest, Guest, savedGuest, Session } from "../net/session";

export interface State {
    guest: Guest | null;
    link: Link;
    /** The server has told this page what it is in: before that nothing is known after a reload. */
    known: boolean;
    resumed: boolean;
    queue: { mode: Mode; waiting: number; since: number } | null;
    match: Match | null;
    /** When the match's ready or countdown phase ends, on the clock of `performance.now()`. */
    deadline: number;
    /** An ended match, until the player goes on. */
    result: Match | null;
    /** The last picture of the arena is still shown over `result`. */
    curtain: boolean;
    /** What the player has asked for and the server has not yet answered. */
    pending: string | null;
    notice: string | null;
    invitation: string | null;
}

const refusals: Partial<Record<OutcomeCode, string>> = {
    unknown_code: "No lobby has that code.",
    match_full: "That match is full.",
    already_in_match: "You are in a match already.",
    not_allowed: "That is not possible now.",
    overloaded: "The servers are full. Try again in a moment.",
};

/** How long the end of a match is looked at before the result. */
const curtainMs = 1500;

class App {
    state: State;
    session: Session | null = null;
    game: MatchGame | null = null;
    /** Frames that came while the game core was still loading. */
    private early: { effect: Effect & { do: "deliverFrame" }; at: number }[] = [];
    private core: Awaited<ReturnType<typeof loadGameCore>> | null = null;
    private readonly listeners = new Set<() => void>();
    private noticeTimer = 0;

    constructor() {
        const invitation = new URLSearchParams(location.search).get("join");
        this.state = {
            guest: savedGuest(), link: { state: "idle" }, known: false, resumed: false, queue: null, match: null, deadline: 0,
            result: null, curtain: false, pending: null, notice: null,
            invitation: invitation && /^[A-Za-z2-9]{5}$/.test(invitation) ? invitation.toUpperCase() : null,
        };
    }

    /** Loads the game core and, for a known guest, connects. */
    async start(): Promise<void> {
        if (this.state.guest) this.connect(this.state.guest);
        try {
            this.core = await loadGameCore();
        } catch (error) {
            this.change({ notice: `The game could not be loaded: ${String(error)}` });
            return;
        }
        const early = this.early;
        this.early = [];
        for (const { effect, at } of early) this.receivedFrame(effect, at);
    }

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    snapshot = (): State => this.state;

    /** Makes sure of a guest of this name and a session, then asks for what the player chose. */
    async play(name: string, choice: { queue: Mode } | { create: Mode } | { join: string }): Promise<void> {
        this.change({ pending: "join" in choice ? "join" : "queue" in choice ? "queue" : "create", notice: null });
        try {
            await this.become(name.trim());
        } catch (error) {
            this.tell(error instanceof Error ? error.message : String(error));
            this.change({ pending: null });
            return;
        }
        if ("queue" in choice) this.session?.send({ type: "queue", modes: [choice.queue] });
        else if ("create" in choice) this.session?.send({ type: "create", mode: choice.create });
        else this.session?.send({ type: "join", code: choice.join.toUpperCase() });
        this.change({ result: null });
    }

    cancelQueue(): void {
        this.session?.send({ type: "leaveQueue" });
        this.change({ queue: null, pending: null });
    }

    ready(): void {
        this.session?.send({ type: "ready" });
        this.change({ pending: "ready" });
    }

    startMatch(): void {
        this.session?.send({ type: "start" });
        this.change({ pending: "start" });
    }

    /** Out of the match, at any time. */
    leave(): void {
        this.session?.send({ type: "leave" });
        this.change({ pending: "leave" });
    }

    /** Away from the result of an ended match. */
    dismiss(): void {
        this.change({ result: null });
        this.game = null;
    }

    dropInvitation(): void {
        const url = new URL(location.href);
        url.searchParams.delete("join");
        history.replaceState(null, "", url);
        this.change({ invitation: null });
    }

    /** After a refusal: with a new token where the old one was the reason. */
    async goOn(): Promise<void> {
        const { link, guest } = this.state;
        if (link.state !== "refused" || !guest || !this.session) return;
        if (link.why === "version") return location.reload();
        if (link.why === "token") {
            forgetGuest();
            try {
                const fresh = await createGuest(guest.user.name);
                this.change({ guest: fresh });
                this.session.become(fresh);
            } catch (error) {
                this.tell(error instanceof Error ? error.message : String(error));
                setTimeout(() => void this.goOn(), 3000);
            }
            return;
        }
        this.session.restart();
    }

    tell(notice: string): void {
        this.change({ notice });
        clearTimeout(this.noticeTimer);
        this.noticeTimer = window.setTimeout(() => this.change({ notice: null }), 5000);
    }

    private async become(name: string): Promise<void> {
        const { guest } = this.state;
        if (guest && this.session && guest.user.name === name) return;
        if (guest && guest.user.name === name) return this.connect(guest);
        const fresh = await createGuest(name);
        this.change({ guest: fresh });
        if (this.session) this.session.become(fresh);
        else this.connect(fresh);
    }

    private connect(guest: Guest): void {
        this.session = new Session(guest, {
            received: (effect) => this.received(effect),
            linkChanged: () => this.linkChanged(),
        });
        this.change({ resumed: this.session.resumed });
        this.linkChanged();
    }

    private linkChanged(): void {
        const link = this.session?.connection.link;
        if (!link || link === this.state.link) return;
        this.change({ link });
        if (link.state === "refused" && link.why === "token") void this.goOn();
    }

    private received(effect: Effect & { do: "deliver" | "deliverFrame" | "settled" }): void {
        switch (effect.do) {
            case "deliverFrame":
                this.receivedFrame(effect, performance.now());
                return;
            case "settled":
                this.game?.settled(effect.entry, effect.code, effect.ack);
                if (effect.entry.kind === "command") {
                    // What was accepted shows in the queue or match message that comes with it.
                    if (effect.code !== "accepted") this.change({ pending: null });
                    const refusal = refusals[effect.code];
                    if (refusal) this.tell(effect.message || refusal);
                    if (effect.code !== "accepted" && effect.entry.command.type === "join") this.dropInvitation();
                }
                return;
            case "deliver":
                break;
        }
        const message = effect.message;
        switch (message.type) {
            case "queue":
                this.receivedQueue(message.modes[0] ?? null);
                break;
            case "match":
                this.receivedMatch(message.match);
                break;
            case "error":
                this.tell(message.message);
                break;
            case "welcome":
                this.game?.resumed(message.lastSeq);
                if (this.session?.connection.outbox.waiting.length === 0) this.change({ pending: null });
                break;
            case "status":
            case "outcome":
            case "pong":
                break;
        }
    }

    private receivedQueue(place: { mode: Mode; waiting: number } | null): void {
        this.change({
            pending: place === null ? this.state.pending : null,
            queue: place && {
                ...place, since: this.state.queue?.mode === place.mode ? this.state.queue.since : performance.now(),
            },
        });
    }

    private receivedMatch(match: Match | null): void {
        const changes: Partial<State> = { known: true, match: match?.phase === "ended" ? null : match };
        if (match || this.state.match) changes.pending = null;
        if (match) {
            changes.deadline = performance.now() + match.remainingMs;
            if (this.state.invitation && match.code === this.state.invitation) this.dropInvitation();
            if (match.phase === "ended") {
                if (this.state.match?.id === match.id || this.state.result?.id === match.id || this.state.resumed) changes.result = match;
                if (this.state.match?.phase === "running" && this.state.match.id === match.id) {
                    changes.curtain = true;
                    setTimeout(() => this.change({ curtain: false }), curtainMs);
                }
            } else {
                changes.result = null;
                changes.curtain = false;
                changes.queue = null;
                if (this.game && this.game.id.toString() !== match.id) this.game = null;
            }
            if (this.game?.id.toString() === match.id) {
                this.game.you = match.you;
                if (match.phase === "running") this.game.started(performance.now());
            }
        } else if (this.state.result === null) {
            this.game = null;
        }
        this.change(changes);
    }

    private receivedFrame(effect: Effect & { do: "deliverFrame" }, at: number): void {
        const session = this.session;
        if (!session || effect.frame.type === "ack") return;
        if (!this.core) {
            this.early.push({ effect, at });
            return;
        }
        const id = effect.frame.matchID;
        if (this.game?.id !== id) {
            if (effect.frame.type !== "snapshot") return;
            const connection = session.connection;
            this.game = new MatchGame(id, new ClientMatch(this.core, id), {
                input: (match, tick, code) => session.input(match, tick, code),
                resync: () => session.resync(),
                get fastestRoundTrip() { return connection.fastestRoundTrip; },
            });
            const match = this.state.match?.id === id.toString() ? this.state.match : null;
            this.game.you = match?.you ?? null;
            if (match?.phase === "running") this.game.started(at);
            this.game.received(effect.frame, effect.bytes, at);
            this.game.restore(connection.outbox.waiting, connection.lastSeq);
            return;
        }
        this.game.received(effect.frame, effect.bytes, at);
    }

    private change(changes: Partial<State>): void {
        this.state = { ...this.state, ...changes };
        for (const listener of this.listeners) listener();
    }
}

export const app = new App();

export function useApp(): State {
    return useSyncExternalStore(app.subscribe, app.snapshot);
}
