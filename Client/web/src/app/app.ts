/** The state of the whole page, outside React: components read it through `useApp` and call its methods. */
import { useSyncExternalStore } from "react";
import { ClientMatch, loadGameCore } from "../game/wasm";
import { MatchGame } from "../game/match";
import { Effect, Link, Report } from "../net/connection";
import { ChatLine, Command, GameSummary, Lobby, Match, Mode, Settings } from "../net/messages";
import { createGuest, forgetGuest, Guest, savedGuest, Session } from "../net/session";

export interface State {
    guest: Guest | null;
    link: Link;
    /** The server has told this page what it is in: before that nothing is known after a reload. */
    known: boolean;
    resumed: boolean;
    queue: { modes: { mode: Mode; waiting: number }[]; since: number } | null;
    lobby: Lobby | null;
    /** What is known of the lobby's chat, oldest first. */
    chat: ChatLine[];
    /** The player looks for a match to watch. */
    looking: boolean;
    /** Null until the server has answered. */
    games: GameSummary[] | null;
    match: Match | null;
    /** When the match's ready or countdown phase ends, on the clock of `performance.now()`. */
    deadline: number;
    /** An ended match, until the player goes on. */
    result: Match | null;
    /** The server still has it, so that it can be played again. */
    resultIsOpen: boolean;
    /** The last picture of the arena is still shown over `result`. */
    curtain: boolean;
    /** What the player has asked for and the server has not yet answered. */
    pending: string | null;
    notice: string | null;
    invitation: string | null;
}

/** What the player asks for on the page. */
export type Choice = { queue: Mode; ranked?: boolean } | { create: Settings } | { join: string } | { watch: string } | { look: true };

/** Outcomes that need no words: what was asked for is so already. */
const silent: readonly string[] = ["accepted", "stale", "not_queued", "not_in_match", "not_in_lobby"];

/** What is kept of a lobby's chat. */
const chatLimit = 200;

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
            guest: savedGuest(), link: { state: "idle" }, known: false, resumed: false, queue: null, lobby: null, chat: [],
            looking: false, games: null, match: null, deadline: 0, result: null, resultIsOpen: false, curtain: false, pending: null, notice: null,
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
    async play(name: string, choice: Choice): Promise<void> {
        this.change({ pending: Object.keys(choice)[0] ?? null, notice: null });
        try {
            await this.become(name.trim());
        } catch (error) {
            this.tell(error instanceof Error ? error.message : String(error));
            this.change({ pending: null });
            return;
        }
        if ("queue" in choice) this.session?.send({ type: "queue", modes: [choice.queue], ranked: choice.ranked ?? false });
        else if ("create" in choice) this.session?.send({ type: "create", ...choice.create });
        else if ("join" in choice) this.session?.send({ type: "join", code: choice.join.toUpperCase() });
        else if ("watch" in choice) this.session?.send({ type: "watch", match: choice.watch });
        else this.change({ looking: true, pending: null });
        if (!("look" in choice)) this.change({ result: null });
    }

    /** Asks for anything that has an outcome; `pending` until the server has answered. */
    ask(command: Command, pending: string | null = command.type): void {
        this.session?.send(command);
        if (pending) this.change({ pending });
    }

    askForGames(): void {
        this.session?.askForGames();
    }

    stopLooking(): void {
        this.change({ looking: false, games: null });
    }

    cancelQueue(): void {
        this.session?.send({ type: "leaveQueue" });
        this.change({ queue: null, pending: null });
    }

    /** Out of the match, at any time. */
    leave(): void {
        this.ask({ type: "leave" });
    }

    /** Away from the result of an ended match. */
    dismiss(): void {
        if (this.state.resultIsOpen) this.session?.send({ type: "leave" });
        this.change({ result: null, resultIsOpen: false });
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

    private received(effect: Report): void {
        switch (effect.do) {
            case "measured":
                this.game?.measured(effect.roundTrip);
                return;
            case "deliverFrame":
                this.receivedFrame(effect, performance.now());
                return;
            case "settled":
                this.game?.settled(effect.entry, effect.code, effect.ack);
                if (effect.entry.kind === "command") {
                    // What was accepted shows in the queue or match message that comes with it.
                    if (effect.code !== "accepted" || this.state.pending === effect.entry.command.type) this.change({ pending: null });
                    if (!silent.includes(effect.code)) this.tell(effect.message || "That is not possible now.");
                    if (effect.code !== "accepted" && effect.entry.command.type === "join") this.dropInvitation();
                }
                return;
            case "deliver":
                break;
        }
        const message = effect.message;
        switch (message.type) {
            case "queue":
                this.change({
                    pending: message.modes.length === 0 ? this.state.pending : null,
                    queue: message.modes.length === 0 ? null : { modes: message.modes, since: this.state.queue?.since ?? performance.now() },
                });
                break;
            case "lobby":
                this.receivedLobby(message.lobby);
                break;
            case "chat":
                this.receivedChat(message.code, message.lines);
                break;
            case "games":
                this.change({ games: message.games });
                break;
            case "match":
                this.receivedMatch(message.match);
                break;
            case "error":
                this.tell(message.message);
                break;
            case "welcome":
                this.game?.resumed(message.lastSeq);
                for (const sample of this.session?.connection.samples ?? []) this.game?.measured(sample);
                if (this.session?.connection.outbox.waiting.length === 0) this.change({ pending: null });
                break;
            case "status":
            case "outcome":
            case "pong":
                break;
        }
    }

    private receivedLobby(lobby: Lobby | null): void {
        const changes: Partial<State> = { lobby };
        if (lobby?.code !== this.state.lobby?.code) {
            changes.chat = [];
            if (lobby) {
                changes.looking = false;
                changes.pending = null;
            }
        }
        this.change(changes);
        if (lobby && this.state.invitation === lobby.code) this.dropInvitation();
    }

    /** Lines may come again after a reconnect. */
    private receivedChat(code: string, lines: ChatLine[]): void {
        if (code !== this.state.lobby?.code) return;
        const last = this.state.chat[this.state.chat.length - 1]?.number ?? 0;
        this.change({ chat: [...this.state.chat, ...lines.filter((line) => line.number > last)].slice(-chatLimit) });
    }

    private receivedMatch(match: Match | null): void {
        const changes: Partial<State> = {
            known: true, match: match?.phase === "ended" ? null : match, resultIsOpen: match?.phase === "ended",
        };
        if (match || this.state.match) changes.pending = null;
        if (match) {
            changes.deadline = performance.now() + match.remainingMs;
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
                changes.looking = false;
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
            });
            for (const sample of connection.samples) this.game.measured(sample);
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
