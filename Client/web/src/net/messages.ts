/** The messages of docs/guide/protocol.md as this program uses them, and the checks on what comes in. */
import { botLevels, emotes, endReasons, modes, outcomeCodes } from "../protocol/vocabulary";
import { FrameReader, WireError, writeVarint } from "./varint";

export { botLevels, emotes, modes };
export type Mode = typeof modes[number];
export type Phase = "none" | "ready" | "countdown" | "running" | "ended";
export type BotLevel = typeof botLevels[number];

/** 0 up, 1 right, 2 down, 3 left, in the arena's own coordinates. */
export type Direction = 0 | 1 | 2 | 3;
/** A command of the board: a turn in that direction, 5 the boost let go, 6 held. */
export type InputCode = Direction | 5 | 6;
export const inputCodes: readonly number[] = [0, 1, 2, 3, 5, 6];

export type OutcomeCode = typeof outcomeCodes[number];

/** What a player can show over the own head. */
export type Emote = typeof emotes[number];

/** A command in JSON, without its sequence, which the outbox gives it. */
export type Command =
    | { type: "queue"; modes: Mode[]; ranked?: boolean }
    | { type: "leaveQueue" }
    | { type: "create" } & Settings
    | { type: "join"; code: string }
    | { type: "leaveLobby" }
    | { type: "settings" } & Settings
    | { type: "kick"; user: string }
    | { type: "team"; team: number | null }
    | { type: "chat"; text: string }
    | { type: "emote"; emote: Emote }
    | { type: "start" }
    | { type: "ready" }
    | { type: "leave" }
    | { type: "rematch" }
    | { type: "watch"; match: string }
    | { type: "watch"; code: string }
    | { type: "fork"; match: string; tick: number; place: number; botLevel?: BotLevel };

/** What a lobby plays; the seven from `width` on are those of custom games. */
export interface Settings {
    mode: Mode;
    bots: number;
    botLevel: BotLevel;
    hidden: boolean;
    width?: number;
    height?: number;
    zones?: boolean;
    speed?: number;
    food?: number;
    players?: number;
    minutes?: number;
}

export interface User { id: string; name: string; guest: boolean }

export interface Player {
    /** Null for a bot. */
    id: string | null;
    name: string;
    team: number;
    ready: boolean;
    connected: boolean;
    score: number;
    rank: number;
    bot: BotLevel | null;
    /** A bot steers until the player's connection is back. */
    standIn: boolean;
    /** Until the player is removed for being idle; null without a warning. */
    idleMs: number | null;
    rematch: boolean;
}

/** Sizes in cells, speed in cells a second; `zone` and `target` are 0 without teams, `minutes` without a limit. */
export interface Rules { width: number; height: number; zone: number; speed: number; target: number; food: number; minutes: number }

export type EndReason = typeof endReasons[number];

export interface Match {
    id: string;
    /** Of the lobby that plays it; empty without one. */
    code: string;
    mode: Mode;
    ranked: boolean;
    phase: Exclude<Phase, "none">;
    remainingMs: number;
    /** The own slot, an index into `players`; null for a spectator. */
    you: number | null;
    players: Player[];
    spectators: number;
    rules: Rules;
    commitment: string | null;
    seed: string | null;
    endReason: EndReason | null;
    /** Of a practice game: the match and the tick that it went on from. */
    origin: { match: string; tick: number } | null;
    /** The servers take emotes. */
    emotes: boolean;
}

/** Under which its replay is given out once it has ended: docs/guide/protocol.md, section 9. */
export function replayName(match: Match): string {
    return `${match.id}-${(match.commitment ?? "").slice(0, 16)}`;
}

export interface Member {
    id: string;
    name: string;
    connected: boolean;
    wish: number | null;
    /** That a start would give now; null: watches. */
    slot: number | null;
    team: number | null;
    inMatch: boolean;
}

export interface Lobby {
    code: string;
    leader: string;
    members: Member[];
    bots: { slot: number; team: number; level: BotLevel }[];
    settings: Settings;
    match: string | null;
    /** What a start would come to now. */
    start: OutcomeCode;
}

export interface ChatLine { number: number; user: string; name: string; text: string }

export interface GameSummary {
    id: string;
    mode: Mode;
    ranked: boolean;
    players: { name: string; team: number; score: number; bot: BotLevel | null }[];
    spectators: number;
    ageMs: number;
    /** The field in a few letters (`game/picture.ts`); empty from an older node. */
    picture: string;
}

export type ServerMessage =
    | { type: "welcome"; user: User; session: string; lastSeq: number; node: string; gateway: string | null }
    | { type: "outcome"; seq: number; code: OutcomeCode; message: string }
    | { type: "queue"; modes: { mode: Mode; waiting: number }[] }
    | { type: "lobby"; lobby: Lobby | null }
    | { type: "chat"; code: string; lines: ChatLine[] }
    /** The player of that slot shows it. */
    | { type: "emote"; match: string; slot: number; emote: Emote }
    | { type: "games"; games: GameSummary[] }
    | { type: "match"; match: Match | null }
    | { type: "status"; state: "ok" | "recovering" | "stalled" | "draining" }
    | { type: "error"; code: string; message: string }
    /** Before the close with 4001: the number of the connection that has the session; null when it is not known. */
    | { type: "replaced"; connection: number | null }
    | { type: "pong"; t: number };

type Fields = Record<string, unknown>;

function text(value: unknown, fallback = ""): string {
    return typeof value === "string" ? value : fallback;
}

function number(value: unknown, fallback = 0): number {
    return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value | null {
    return known.find((each) => each === value) ?? null;
}

function mode(value: unknown): Mode | null {
    return oneOf(modes, value);
}

/** Null for everything but a whole number from 0. */
function index(value: unknown): number | null {
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function list<Element>(value: unknown, element: (fields: Fields) => Element): Element[] {
    return Array.isArray(value) ? value.map((each) => element((each ?? {}) as Fields)) : [];
}

function outcomeCode(value: unknown): OutcomeCode {
    return outcomeCodes.find((code) => code === value) ?? "invalid";
}

function player(fields: Fields): Player {
    return {
        id: text(fields["id"]) || null,
        name: text(fields["name"], "?"),
        team: number(fields["team"]),
        ready: fields["ready"] === true,
        connected: fields["connected"] !== false,
        score: number(fields["score"]),
        rank: number(fields["rank"]),
        bot: oneOf(botLevels, fields["bot"]),
        standIn: fields["standIn"] === true,
        idleMs: index(fields["idleMs"]),
        rematch: fields["rematch"] === true,
    };
}

function match(fields: Fields): Match | null {
    const phase = oneOf(["ready", "countdown", "running", "ended"] as const, fields["phase"]);
    if (!phase) return null;
    const players = list(fields["players"], player);
    const you = index(fields["you"]);
    const rules = (fields["rules"] ?? {}) as Fields;
    return {
        id: text(fields["id"]),
        code: text(fields["code"]),
        mode: mode(fields["mode"]) ?? "duel",
        ranked: fields["ranked"] === true,
        phase,
        remainingMs: number(fields["remainingMs"]),
        you: you !== null && you < players.length ? you : null,
        players,
        spectators: number(fields["spectators"]),
        rules: {
            width: number(rules["width"], 40), height: number(rules["height"], 40), zone: number(rules["zone"]),
            speed: number(rules["speed"], 10), target: number(rules["target"]), food: number(rules["food"], 10),
            minutes: number(rules["minutes"]),
        },
        commitment: text(fields["commitment"]) || null,
        seed: text(fields["seed"]) || null,
        endReason: oneOf(endReasons, fields["endReason"]),
        origin: origin(fields["origin"]),
        emotes: fields["emotes"] === true,
    };
}

function origin(value: unknown): Match["origin"] {
    const fields = (value ?? {}) as Fields;
    const match = text(fields["match"]);
    return match ? { match, tick: number(fields["tick"]) } : null;
}

function settings(fields: Fields): Settings {
    const known: Settings = {
        mode: mode(fields["mode"]) ?? "duel",
        bots: number(fields["bots"]),
        botLevel: oneOf(botLevels, fields["botLevel"]) ?? "normal",
        hidden: fields["hidden"] === true,
    };
    if (known.mode !== "custom") return known;
    return {
        ...known, width: number(fields["width"], 60), height: number(fields["height"], 40), zones: fields["zones"] !== false,
        speed: number(fields["speed"], 10), food: number(fields["food"], 10), players: number(fields["players"], 8),
        minutes: number(fields["minutes"]),
    };
}

function lobby(fields: Fields): Lobby | null {
    const code = text(fields["code"]);
    if (!code) return null;
    return {
        code,
        leader: text(fields["leader"]),
        members: list(fields["members"], (member) => ({
            id: text(member["id"]), name: text(member["name"], "?"), connected: member["connected"] !== false,
            wish: index(member["wish"]), slot: index(member["slot"]), team: index(member["team"]), inMatch: member["inMatch"] === true,
        })),
        bots: list(fields["bots"], (bot) => ({
            slot: number(bot["slot"]), team: number(bot["team"]), level: oneOf(botLevels, bot["level"]) ?? "normal",
        })),
        settings: settings((fields["settings"] ?? {}) as Fields),
        match: text(fields["match"]) || null,
        start: outcomeCode(fields["start"]),
    };
}

function game(fields: Fields): GameSummary {
    return {
        id: text(fields["id"]),
        mode: mode(fields["mode"]) ?? "duel",
        ranked: fields["ranked"] === true,
        players: list(fields["players"], (side) => ({
            name: text(side["name"], "?"), team: number(side["team"]), score: number(side["score"]), bot: oneOf(botLevels, side["bot"]),
        })),
        spectators: number(fields["spectators"]),
        ageMs: number(fields["ageMs"]),
        picture: text(fields["picture"]),
    };
}

/** A text frame, or null for one this version does not know (the protocol lets those pass). */
export function parseMessage(frame: string): ServerMessage | null {
    let fields: Fields;
    try {
        fields = JSON.parse(frame) as Fields;
    } catch {
        return null;
    }
    if (typeof fields !== "object" || fields === null) return null;
    switch (fields["type"]) {
        case "welcome": {
            const user = (fields["user"] ?? {}) as Fields;
            return {
                type: "welcome",
                user: { id: text(user["id"]), name: text(user["name"]), guest: user["guest"] !== false },
                session: text(fields["session"]),
                lastSeq: number(fields["lastSeq"]),
                node: String(fields["node"] ?? ""),
                gateway: typeof fields["gateway"] === "string" ? fields["gateway"] : null,
            };
        }
        case "outcome":
            return {
                type: "outcome", seq: number(fields["seq"]),
                code: fields["ok"] === true ? "accepted" : outcomeCode(fields["code"]), message: text(fields["message"]),
            };
        case "queue":
            return {
                type: "queue",
                modes: list(fields["modes"], (queue) => ({ mode: mode(queue["mode"]) ?? "duel", waiting: number(queue["waiting"]) })),
            };
        case "lobby":
            return { type: "lobby", lobby: lobby(fields) };
        case "chat":
            return {
                type: "chat", code: text(fields["code"]),
                lines: list(fields["lines"], (line) => ({
                    number: number(line["number"]), user: text(line["user"]), name: text(line["name"], "?"), text: text(line["text"]),
                })),
            };
        case "emote": {
            const emote = oneOf(emotes, fields["emote"]), slot = index(fields["slot"]);
            return emote === null || slot === null ? null : { type: "emote", match: text(fields["match"]), slot, emote };
        }
        case "games":
            return { type: "games", games: list(fields["games"], game) };
        case "match":
            return { type: "match", match: match(fields) };
        case "status":
            return { type: "status", state: oneOf(["recovering", "stalled", "draining"] as const, fields["state"]) ?? "ok" };
        case "replaced":
            return { type: "replaced", connection: index(fields["connection"]) };
        case "error":
            return { type: "error", code: text(fields["code"]), message: text(fields["message"]) };
        case "pong":
            return { type: "pong", t: number(fields["t"]) };
        default:
            return null;
    }
}

export interface Ack { matchID: bigint; seq: number; code: OutcomeCode; tick: number; late: number }

/** What this program reads of a binary frame itself; the rest is for `ClientMatch`. */
export type BinaryFrame =
    | { type: "snapshot" | "update"; matchID: bigint; streamSeq: number }
    | { type: "ack"; ack: Ack };

/** Throws `WireError` on bytes that are not such a frame. */
export function parseBinary(bytes: Uint8Array): BinaryFrame {
    const reader = new FrameReader(bytes);
    const kind = reader.byte();
    const matchID = reader.varint();
    switch (kind) {
        case 0x10:
            return { type: "snapshot", matchID, streamSeq: reader.count() };
        case 0x11:
            return { type: "update", matchID, streamSeq: reader.count() };
        case 0x12: {
            const seq = reader.count();
            const code = outcomeCodes[reader.byte()] ?? "invalid";
            const tick = reader.count();
            const late = reader.count();
            reader.end();
            return { type: "ack", ack: { matchID, seq, code, tick, late } };
        }
        default:
            throw new WireError(`a binary frame of unknown kind ${kind}`);
    }
}

/** The Turn frame (0x01), or the Boost frame (0x02). */
export function encodeInput(seq: number, matchID: bigint, tick: number, code: InputCode): Uint8Array {
    const bytes = [code < 4 ? 0x01 : 0x02];
    writeVarint(bytes, seq);
    writeVarint(bytes, matchID);
    writeVarint(bytes, tick);
    bytes.push(code < 4 ? code : code - 5);
    return Uint8Array.from(bytes);
}
