/** What the page is in, as its components read it. */
import { ReplayFacts } from "../game/film";
import { Link } from "../net/connection";
import { ChatLine, GameSummary, Lobby, Match, Mode, Settings } from "../net/messages";
import { Guest } from "../net/session";
import { Demonstration } from "./demonstration";
import { Move } from "./moves";
import { Aside, Route } from "./navigation/routes";

export interface State {
    guest: Guest | null;
    link: Link;
    /** What became of the page's own sockets. */
    moves: readonly Move[];
    /** Why the server opens no socket for this page. */
    refusal: string | null;
    /** The server has told this page what it is in: before that nothing is known after a reload. */
    known: boolean;
    resumed: boolean;
    queue: { modes: { mode: Mode; waiting: number }[]; since: number } | null;
    lobby: Lobby | null;
    /** What is known of the lobby's chat, oldest first. */
    chat: ChatLine[];
    /** The last line that the server did not take. */
    refusedLine: { text: string } | null;
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
    /** The match that ended while the player was away, until the player goes on. */
    missed: Missed | null;
    /** The last picture of the arena is still shown over `result`. */
    curtain: boolean;
    /** What the player has asked for and the server has not yet answered. */
    pending: string | null;
    notice: string | null;
    invitation: string | null;
    /** Which queue was asked for, while that is pending. */
    asked: Mode | null;
    /** What the address leads to and the player, or the server's word of where the player is, has yet to allow. */
    linked: Extract<Route, { page: "play" | "match" }> | null;
    /** What is shown over the game or lobby, which go on beneath. */
    aside: Aside | null;
    /** The player has asked to leave the match that is played, and is asked whether that is meant. */
    leaving: boolean;
    /** A game against bots on this page alone; `match` is what the arena's texts need of it. */
    practice: { match: Match; isLesson: boolean; isOver: boolean } | null;
    /** The player, by slot, whom the picture follows in a match that is watched; null: the whole field is seen. */
    follows: number | null;
    /** A match whose cluster can be broken from beside it. */
    demonstration: Demonstration | null;
    /** The match that is watched is shown as it was, not as it is. */
    past: boolean;
    replay: ReplayState | null;
}

/** `looking`: its replay is asked for. `found`: the result is shown. `unknown`: there is no replay, or not yet. */
export interface Missed { match: Match; outcome: "looking" | "found" | "unknown" }

/** A finished match that is looked at, from the server or from a file. */
export interface ReplayState {
    /** Under which the server has it; null: a file of the player's. */
    name: string | null;
    facts: ReplayFacts | null;
    /** Why there is nothing to see. */
    problem: string | null;
    /** Seconds from its start where it began to be shown; null: at the start. */
    at: number | null;
}

/** What the player asks for on the page. */
export type Choice =
    | { queue: Mode; ranked?: boolean } | { create: Settings } | { join: string } | { watch: string } | { look: true }
    | { fork: { match: string; tick: number; place: number } };
