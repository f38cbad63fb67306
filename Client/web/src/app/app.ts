/** The state of the whole page, outside React: components read it through `useApp` and call its methods. */
import { useSyncExternalStore } from "react";
import { ClientMatch, loadGameCore } from "../game/core/wasm";
import { Film, isAnswer, loadFilmCore, Playback, ReplayFacts } from "../game/film";
import { LocalGame, LocalOptions } from "../game/local";
import { MatchGame } from "../game/match";
import { Effect, Report } from "../net/connection";
import { ChatLine, Command, Emote, Lobby, Match, replayName, ServerMessage, Settings } from "../net/messages";
import { fetchReplay } from "../net/replays";
import { backoff } from "../net/backoff";
import { Guest, Refused, savedGuest, Session } from "../net/session";
import { known, refusalText, t } from "../text/text";
import { Account } from "./account";
import { asked as demonstrationAsked, toldLobby as demonstrationIn } from "./demonstration";
import { routeOf } from "./navigation/history";
import { matchPages } from "./navigation/lazy";
import { endedBy, keptAfter, savedMatch, saveMatch } from "./saved/played";
import { Moves } from "./moves";
import { practiceMatch } from "./practice";
import { preferences } from "./saved/preferences";
import { Aside, isAside, isSame, parseRoute, Route } from "./navigation/routes";
import { audio } from "./sound";
import { Choice, Missed, State } from "./state";

/** Outcomes that need no words: what was asked for is so already. */
const silent: readonly string[] = ["accepted", "stale", "not_queued", "not_in_match", "not_in_lobby"];

/** What is kept of a lobby's chat. */
const chatLimit = 200;

/** Ticks, ten minutes: as much of a match is asked for as a whole, so that the player can go anywhere in it at once. */
const wholeMatch = 12_000;

/** How long the past of a match is waited for. */
const askAgainMs = 1000;

const ticksPerSecond = 20;

/** Frames that are kept for a game core that is not there yet: a minute of a lively match. */
const mostEarly = 600;

/** How long the end of a match is looked at before the result. */
const curtainMs = 1500;

/** Two against two for the demonstration, which takes its time: little food, and bots that are in no hurry. */
const longMatch: Settings = {
    mode: "custom", bots: 3, botLevel: "easy", hidden: false, width: 60, height: 40, zones: true, speed: 10, food: 6, players: 4, minutes: 0,
};

class App {
    state: State;
    session: Session | null = null;
    game: MatchGame | null = null;
    /** What is shown instead of the match as it is: its past, or a replay. */
    playback: Playback | null = null;
    /** The game against bots on this page alone. */
    local: LocalGame | null = null;
    /** Told when a frame of the server has come that may change what is shown. */
    changed: (() => void) | null = null;
    /** The past of the match that is watched, and where the player wants to be in it until it has come. */
    private past: { film: Film; wanted: number | null; plays: boolean; isWhole: boolean } | null = null;
    /** Frames that came while the game core was still loading: the newest snapshot, and what followed it. */
    private early: { effect: Effect & { do: "deliverFrame" }; at: number }[] = [];
    private core: Awaited<ReturnType<typeof loadGameCore>> | null = null;
    /** The match that this tab plays, or whose result it shows. */
    private played = savedMatch();
    /** The match that was left on purpose: its end is no news, even where the servers tell of it once more. */
    private left: string | null = null;
    /** No match was told of since the connection was welcomed. */
    private isFirstMatch = true;
    private readonly listeners = new Set<() => void>();
    private noticeTimer = 0;
    private readonly moves = new Moves();
    private readonly account: Account;

    constructor() {
        const route = parseRoute(location);
        this.state = {
            guest: savedGuest(), link: { state: "idle" }, moves: [], refusal: null, known: false, resumed: false, queue: null, lobby: null, chat: [], refusedLine: null,
            looking: false, games: null, match: null, deadline: 0, result: null, resultIsOpen: false, missed: null, curtain: false, pending: null, notice: null,
            invitation: route.page === "lobby" ? route.code : null, asked: null,
            linked: route.page === "play" || route.page === "match" ? route : null,
            aside: isAside(route) ? route : null, leaving: false, practice: null, follows: null, demonstration: null, past: false, replay: null,
        };
        const page = this;
        this.account = new Account({
            get guest() { return page.state.guest; },
            get session() { return page.session; },
            hold: (guest) => this.change({ guest }),
            connect: (guest) => this.connect(guest),
            tell: (notice) => this.tell(notice),
            goOn: () => void this.goOn(),
        });
    }

    /** Loads the game core and, for a known guest, connects. */
    async start(): Promise<void> {
        if (this.state.guest) this.connect(this.state.guest);
        const route = parseRoute(location);
        if (route.page === "replay" && route.name !== null) void this.openReplay(route.name, route.at);
        if (route.page === "watch") this.look();
        if (route.page === "practice") this.practise();
        // A page that was reloaded is told first what it is in.
        if (route.page === "match" && !this.state.resumed) this.followLink();
        try {
            this.core = await loadGameCore();
        } catch (error) {
            this.change({ notice: t("notice.notLoaded", { problem: String(error) }) });
            return;
        }
        if (this.state.practice && !this.local) this.practise(this.state.practice.isLesson);
        const early = this.early;
        this.early = [];
        for (const { effect, at } of early) this.receivedFrame(effect, at);
    }

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    snapshot = (): State => this.state;

    /**
     * Makes sure of an account of this name and a session, then asks for what the player chose.
     * @returns Why not, where the name is the reason.
     */
    async play(name: string, choice: Choice): Promise<string | null> {
        matchPages().catch(() => {});
        this.change({ pending: Object.keys(choice)[0] ?? null, asked: "queue" in choice ? choice.queue : null, notice: null });
        try {
            await this.account.become(name.trim());
        } catch (error) {
            this.change({ pending: null, demonstration: null });
            if (error instanceof Refused && error.code === "invalid_name") return error.message;
            this.tell(error instanceof Error ? error.message : String(error));
            return null;
        }
        if ("queue" in choice) this.session?.send({ type: "queue", modes: [choice.queue], ranked: choice.ranked ?? false });
        else if ("create" in choice) this.session?.send({ type: "create", ...choice.create });
        else if ("join" in choice) this.session?.send({ type: "join", code: choice.join.toUpperCase() });
        else if ("watch" in choice) this.session?.send({ type: "watch", match: choice.watch });
        else if ("fork" in choice) this.session?.send({ type: "fork", ...choice.fork });
        else this.change({ looking: true, pending: null });
        // The address of what was asked for is the page's until the server has answered.
        const linked = "watch" in choice ? { page: "match" as const, id: choice.watch } : null;
        this.change("look" in choice ? { linked } : { result: null, missed: null, linked });
        if (!("look" in choice) && !this.state.match) this.keep(null);
        return null;
    }

    /** What a player is called who has not said. */
    private get name(): string {
        return this.state.guest?.user.name ?? t("guest");
    }

    // Where the page goes

    /** To another address of the page, from wherever the player is but a match that is played. Nothing is queued for by an address. */
    go(route: Route): void {
        if (isAside(route)) return this.change({ aside: route });
        this.change({ aside: null });
        if (this.state.practice && route.page !== "practice") this.stopPractice();
        const { replay, match, result, missed, queue, looking, lobby } = this.state;
        if (replay && !(route.page === "replay" && route.name === replay.name)) this.closeReplay();
        const here = routeOf(this.state);
        if (here && isSame(here, route)) return;
        if (route.page === "replay") {
            if (route.name !== null) void this.openReplay(route.name, route.at);
            return;
        }
        if (match) this.leave();
        if (result || missed) this.dismiss();
        if (route.page === "practice") return this.practise();
        if (queue || this.state.pending === "queue") this.cancelQueue();
        if (looking && route.page !== "watch") this.stopLooking();
        if (lobby && !(route.page === "lobby" && route.code === lobby.code) && route.page !== "match") this.ask({ type: "leaveLobby" }, null);
        this.change({ invitation: null, linked: null });
        switch (route.page) {
            case "lobby":
                if (lobby?.code === route.code) return;
                this.change({ invitation: route.code });
                if (this.state.guest) void this.play(this.name, { join: route.code });
                return;
            case "watch":
                if (!looking) this.look();
                return;
            case "match":
                this.change({ linked: route });
                return this.followLink();
            case "play":
                return this.change({ linked: route });
            case "home":
                return;
        }
    }

    private look(): void {
        this.change({ looking: true });
        void this.play(this.name, { look: true });
    }

    /** Shows a page over what goes on, or nothing any more. */
    show(aside: Aside | null): void {
        this.change({ aside });
    }

    askToLeave(leaving = true): void {
        this.change({ leaving });
    }

    private followLink(): void {
        const { linked } = this.state;
        if (linked?.page === "match") void this.play(this.name, { watch: linked.id });
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

    // Practice

    /** Null before the core is loaded. */
    localGame(options: LocalOptions): LocalGame | null {
        return this.core && new LocalGame(this.core, options);
    }

    /** A duel against a bot that the servers have no part in: an easy one to learn, else a normal one. */
    practise(isLesson = !preferences.value.taught): void {
        this.local = this.localGame({ mode: "duel", players: 2, level: isLesson ? 1 : 2, isPlayed: true, seed: Math.floor(Math.random() * 2 ** 32) });
        const match = practiceMatch(this.state.guest?.user.name ?? t("practice.you"), isLesson);
        if (this.local) {
            this.local.names = match.players.map(({ name }) => name);
            this.local.onCue = (cue) => audio.cue(cue);
        }
        this.change({ practice: { match, isLesson, isOver: false } });
    }

    practiceIsOver(): void {
        const { practice } = this.state;
        if (!practice || practice.isOver || !this.local) return;
        const view = this.local.committedView();
        const players = practice.match.players.map((player, slot) => ({ ...player, rank: this.local?.rank(slot) ?? 0, score: view.banks[slot as 0 | 1] }));
        audio.play(players[0]?.rank === 1 ? "won" : "lost");
        this.change({ practice: { ...practice, isOver: true, match: { ...practice.match, phase: "ended", players, endReason: "score" } } });
    }

    stopPractice(): void {
        this.local = null;
        this.change({ practice: null });
    }

    // The demonstration

    /** A match with bots, and beside it the nodes of this machine's cluster, to be killed. */
    demonstrate(): void {
        this.change({ aside: null, demonstration: demonstrationAsked(this.state.lobby?.code ?? null) });
        void this.play(this.name, { create: longMatch });
    }

    follow(slot: number | null): void {
        this.change({ follows: slot });
    }

    hideNodes(): void {
        this.change({ demonstration: null });
    }

    // The past of a match that is watched

    /** Shows the match that is watched as it was at a tick, and from there on if it `plays`. */
    async lookBack(tick: number, plays = true): Promise<void> {
        if (this.playback && this.past && tick >= this.past.film.first) {
            this.playback.seek(tick);
            return;
        }
        const { match } = this.state;
        if (!match || match.you !== null || !this.game) return;
        if (this.past?.wanted != null) {
            this.past.wanted = tick;
            return;
        }
        let core;
        try {
            core = await loadFilmCore();
        } catch (error) {
            return this.tell(t("notice.pastNotShown", { problem: String(error) }));
        }
        if (this.state.match?.id !== match.id) return;
        // What was shown so far is a part of the film that this one replaces.
        this.playback = null;
        this.past = { film: new Film(core), wanted: tick, plays, isWhole: true };
        this.askForPast(this.past);
    }

    /** Again until it comes: the question has no outcome, and is lost with a connection. */
    private askForPast(past: NonNullable<App["past"]>): void {
        if (this.past !== past || past.wanted === null) return;
        const live = this.game?.committedView()?.tick ?? 0;
        this.session?.seek(live <= wholeMatch ? 0 : past.wanted);
        setTimeout(() => this.askForPast(past), askAgainMs);
    }

    goLive(): void {
        if (!this.past) return;
        this.past = null;
        this.playback = null;
        this.change({ past: false });
    }

    private receivedPast(bytes: Uint8Array): void {
        if (!this.past || !this.past.isWhole) return;
        const { film, wanted } = this.past;
        const received = film.receive(bytes);
        if (received === "broken") {
            // Something was missed while the connection changed. What is known can be looked at to its end; from there it goes on live.
            if (wanted === null) this.past.isWhole = false;
            else film.restart();
            return;
        }
        if (wanted === null || received === "ignored") return;
        const live = this.game?.committedView()?.tick ?? 0;
        if (received === "begun" && !isAnswer(film.first, wanted, live)) {
            film.restart();
            return;
        }
        // It has come as a whole once it reaches what is shown live.
        if (film.last < Math.min(wanted, live)) return;
        this.past.wanted = null;
        this.playback = new Playback(film, wanted);
        this.playback.playing = this.past.plays;
        this.change({ past: true });
    }

    // Replays

    /** Shows a finished match that the server has, or a file. */
    async openReplay(from: string | File, at: number | null = null): Promise<void> {
        const name = typeof from === "string" ? from : null;
        this.goLive();
        this.playback = null;
        this.local = null;
        this.change({ aside: null, practice: null, follows: null, replay: { name, facts: null, problem: null, at } });
        const shown = this.state.replay;
        const settle = (facts: ReplayFacts | null, problem: string | null) => {
            if (this.state.replay === shown) this.change({ replay: { name, facts, problem, at } });
        };
        try {
            const [core, bytes] = await Promise.all([loadFilmCore(), typeof from === "string" ? fetchReplay(from) : from.arrayBuffer()]);
            if (this.state.replay !== shown) return;
            const film = new Film(core);
            const facts = await film.open(new Uint8Array(bytes), () => this.state.replay === shown);
            if (this.state.replay !== shown) return;
            if (!facts) return settle(null, t("notice.noReplay"));
            this.playback = new Playback(film, film.first + (at ?? 0) * ticksPerSecond);
            settle(facts, null);
        } catch (error) {
            settle(null, error instanceof Error ? error.message : String(error));
        }
    }

    closeReplay(): void {
        this.playback = null;
        this.change({ replay: null, follows: null });
    }

    /** A practice game from what is shown now, a match or a replay by its name, with that snake as the player's own. */
    playFromHere(match: string, place: number): void {
        if (!this.playback) return;
        void this.play(this.name, { fork: { match, tick: this.playback.tick, place } });
    }

    cancelQueue(): void {
        this.session?.send({ type: "leaveQueue" });
        this.change({ queue: null, pending: null, asked: null });
    }

    /** Out of the match, at any time. */
    leave(): void {
        this.left = this.state.match?.id ?? null;
        this.change({ leaving: false });
        this.keep(null);
        this.ask({ type: "leave" });
    }

    /** Away from the result of an ended match. */
    dismiss(): void {
        if (this.state.resultIsOpen) this.session?.send({ type: "leave" });
        this.keep(null);
        this.change({ result: null, resultIsOpen: false, missed: null });
        this.game = null;
    }

    dropInvitation(): void {
        this.change({ invitation: null });
    }

    /** After a refusal: with a new token where the old one was the reason. */
    goOn(): void | Promise<void> {
        const { link, guest } = this.state;
        if (link.state !== "refused" || !guest || !this.session) return;
        if (link.why === "version") return location.reload();
        if (link.why === "token") return this.account.renewRefused();
        this.session.restart();
    }

    tell(notice: string): void {
        this.change({ notice });
        clearTimeout(this.noticeTimer);
        this.noticeTimer = window.setTimeout(() => this.change({ notice: null }), 5000);
    }

    private connect(guest: Guest): void {
        this.session = new Session(guest, {
            received: (effect) => this.received(effect),
            linkChanged: () => this.linkChanged(),
            refusalKnown: (reason) => {
                // The answer may come when another gateway has let the page in.
                if (reason !== this.state.refusal && this.session?.connection.link.state !== "open") this.change({ refusal: reason });
            },
        });
        if (this.session.resumed) matchPages().catch(() => {});
        this.change({ resumed: this.session.resumed });
        this.linkChanged();
        void this.account.renewDaily();
        setInterval(() => void this.account.renewDaily(), 3_600_000);
    }

    private linkChanged(): void {
        const connection = this.session?.connection, link = connection?.link;
        if (!connection || !link) return;
        const isMoved = this.moves.note(link.state === "open" ? link.node : null, connection.standbyNode, connection.changes, performance.now());
        if (isMoved) this.change({ moves: this.moves.list });
        if (link === this.state.link) return;
        this.change(link.state === "open" ? { link, refusal: null } : { link });
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
                // An emote that was one too many is missed by nobody.
                if (effect.entry.kind === "command" && effect.entry.command.type !== "emote") {
                    // What was accepted shows in the queue or match message that comes with it.
                    if (effect.code !== "accepted" || this.state.pending === effect.entry.command.type) this.change({ pending: null });
                    if (!silent.includes(effect.code)) this.tell(known(`outcome.${effect.code}`) ?? (effect.message || t("notice.notPossible")));
                    if (effect.code !== "accepted" && effect.entry.command.type === "join") this.dropInvitation();
                    if (effect.code !== "accepted" && effect.entry.command.type === "create") this.change({ demonstration: null });
                    if (effect.code !== "accepted" && effect.entry.command.type === "watch") this.change({ linked: null });
                    if (effect.code !== "accepted" && effect.entry.command.type === "chat") this.change({ refusedLine: { text: effect.entry.command.text } });
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
            case "emote":
                this.receivedEmote(message);
                break;
            case "games":
                this.change({ games: message.games });
                break;
            case "match":
                this.receivedMatch(message.match);
                break;
            case "error":
                this.tell(refusalText(message.code, message.message));
                break;
            case "welcome":
                this.isFirstMatch = true;
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
        const { next, starts } = demonstrationIn(this.state.demonstration, lobby?.code ?? null);
        this.change({ demonstration: next });
        if (starts) this.ask({ type: "start" });
    }

    /** Lines may come again after a reconnect. */
    private receivedChat(code: string, lines: ChatLine[]): void {
        if (code !== this.state.lobby?.code) return;
        const last = this.state.chat[this.state.chat.length - 1]?.number ?? 0;
        this.change({ chat: [...this.state.chat, ...lines.filter((line) => line.number > last)].slice(-chatLimit) });
    }

    private receivedEmote({ match, slot, emote }: ServerMessage & { type: "emote" }): void {
        if (preferences.value.emotes && this.game?.id.toString() === match) this.game.emotes.show(slot, emote, performance.now());
    }

    /** To all who see the match that is played. Not while the connection is away: it would come when nobody knows what it meant. */
    showEmote(emote: Emote): void {
        const match = this.state.match ?? this.state.result;
        if (!match?.emotes || match.you === null || match.phase === "ready" || !preferences.value.emotes) return;
        if (this.state.link.state !== "open" || !this.game?.emotes.mayAsk(performance.now())) return;
        this.session?.send({ type: "emote", emote });
    }

    private receivedMatch(match: Match | null): void {
        const isFirst = !this.state.known;
        this.keep(match && match.id === this.left ? null : keptAfter(this.played, match, this.isFirstMatch));
        const missed = match === null && this.isFirstMatch && this.state.result?.id !== this.played?.id ? this.missedIn(this.state) : null;
        this.isFirstMatch = false;
        const changes: Partial<State> = {
            known: true, linked: match ? null : this.state.linked, match: match?.phase === "ended" ? null : match, resultIsOpen: match?.phase === "ended",
        };
        if (match || this.state.match) changes.pending = null;
        if (match) {
            changes.deadline = performance.now() + match.remainingMs;
            changes.missed = null;
            // The countdown's own zero may never be shown: the server's word comes first.
            if (match.phase === "running" && this.state.match?.id === match.id && this.state.match.phase === "countdown") audio.play("go");
            if (match.id !== this.state.match?.id && match.phase !== "ended") {
                // Something new begins, and is looked at.
                this.goLive();
                changes.follows = null;
                if (this.state.replay) this.closeReplay();
            }
            if (match.phase === "ended") {
                this.goLive();
                changes.demonstration = null;
                if (this.state.match?.id === match.id || this.state.result?.id === match.id || this.state.resumed) changes.result = match;
                if (this.state.match?.phase === "running" && this.state.match.id === match.id) {
                    changes.curtain = true;
                    if (match.you !== null) audio.play(match.players[match.you]?.rank === 1 ? "won" : "lost");
                    setTimeout(() => this.change({ curtain: false }), curtainMs);
                }
            } else {
                changes.result = null;
                changes.curtain = false;
                changes.queue = null;
                changes.looking = false;
                changes.aside = null;
                changes.practice = null;
                this.local = null;
                if (this.game && this.game.id.toString() !== match.id) this.game = null;
            }
            if (this.game?.id.toString() === match.id) {
                this.game.you = match.you;
                this.game.names = match.players.map(({ name }) => name);
                if (match.phase === "running") this.game.started(performance.now());
            }
        } else {
            if (this.state.past) this.goLive();
            if (this.state.result === null) this.game = null;
            if (missed) changes.linked = null;
            if (missed?.phase === "ended") changes.result = missed;
        }
        if (match?.id !== this.state.match?.id || match?.phase === "ended") changes.leaving = false;
        this.change(changes);
        if (missed && missed.phase !== "ended") void this.lookForEnd(missed);
        else if (!match && isFirst && this.state.resumed) this.followLink();
    }

    private keep(match: Match | null): void {
        if (match === this.played) return;
        this.played = match;
        saveMatch(match);
    }

    /** The match whose end the player has missed; null where the address asks for another one. */
    private missedIn({ linked }: State): Match | null {
        return linked?.page === "match" && linked.id !== this.played?.id ? null : this.played;
    }

    /** The servers have the match no more: its replay tells how it ended. */
    async lookForEnd(match: Match): Promise<void> {
        matchPages().catch(() => {});
        const missed: Missed = { match, outcome: "looking" };
        this.change({ missed });
        const ended = await this.endOf(match, () => this.state.missed === missed);
        if (this.state.missed !== missed) return;
        if (!ended) return this.change({ missed: { match, outcome: "unknown" } });
        this.keep(ended);
        this.change({ result: ended, missed: { match, outcome: "found" } });
    }

    private async endOf(match: Match, isWanted: () => boolean): Promise<Match | null> {
        if (!match.commitment) return null;  // the replay has no name that is known here
        for (const pause of backoff()) {
            try {
                const [core, file] = await Promise.all([loadFilmCore(), fetchReplay(replayName(match))]);
                if (!isWanted()) return null;
                // There is one film at a time: a replay that is looked at meanwhile has it.
                if (!this.playback && !this.past && !this.state.replay) {
                    const film = new Film(core);
                    const facts = await film.open(new Uint8Array(file), isWanted);
                    if (!isWanted()) return null;
                    if (film.isNewest) {
                        film.restart();
                        return facts && endedBy(facts, match);
                    }
                }
            } catch {
                // Not there yet, or the way there is.
            }
            await new Promise((resolve) => setTimeout(resolve, pause));
            if (!isWanted()) return null;
        }
        return null;
    }

    private receivedFrame(effect: Effect & { do: "deliverFrame" }, at: number): void {
        const session = this.session;
        if (!session || effect.frame.type === "ack") return;
        if (!this.core) {
            // A snapshot tells all of it. Of too many updates none is kept: the core asks for a snapshot where it misses one.
            if (effect.frame.type === "snapshot") this.early = [];
            if (this.early.length < mostEarly) this.early.push({ effect, at });
            return;
        }
        const id = effect.frame.matchID;
        if (this.game?.id !== id) {
            if (effect.frame.type !== "snapshot") return;
            const connection = session.connection;
            this.game = new MatchGame(id, new ClientMatch(this.core, id), {
                input: (match, tick, code, predict) => session.input(match, tick, code, predict),
                resync: () => session.resync(),
            });
            for (const sample of connection.samples) this.game.measured(sample);
            const match = this.state.match?.id === id.toString() ? this.state.match : null;
            this.game.you = match?.you ?? null;
            this.game.names = match?.players.map(({ name }) => name) ?? [];
            this.game.onCue = (cue) => audio.cue(cue);
            if (match?.phase === "running") this.game.started(at);
            this.game.received(effect.frame, effect.bytes, at);
            this.game.restore(connection.outbox.waiting, connection.lastSeq);
            return;
        }
        this.game.received(effect.frame, effect.bytes, at);
        this.receivedPast(effect.bytes);
        this.changed?.();
    }

    /** The language is another one: everything is said anew. */
    sayAgain(): void {
        this.change({});
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
