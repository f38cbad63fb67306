/** The messages of docs/protocol.md as this program uses them, and the checks on what comes in. */
import { FrameReader, WireError, writeVarint } from "./varint";

export type Mode = "duel" | "ffa" | "solo";
export type Phase = "none" | "gathering" | "ready" | "countdown" | "running" | "ended";

/** 0 up, 1 right, 2 down, 3 left, in the arena's own coordinates. */
export type Direction = 0 | 1 | 2 | 3;
/** A command of the board: a turn in that direction, 5 the boost let go, 6 held. */
export type InputCode = Direction | 5 | 6;
export const inputCodes: readonly number[] = [0, 1, 2, 3, 5, 6];

export const outcomeCodes = [
    "accepted", "unknown_code", "match_full", "already_in_match", "not_in_match", "already_queued", "not_queued",
    "not_allowed", "invalid", "opposite_turn", "too_far_ahead", "one_per_tick", "stale", "overloaded",
    "invalid_settings", "lobby_full", "not_in_lobby", "not_leader", "too_few_players", "unknown_match", "too_many_messages",
    "invalid_text", "party_too_large",
] as const;
export type OutcomeCode = typeof outcomeCodes[number];

/** A command in JSON, without its sequence, which the outbox gives it. */
export type Command =
    | { type: "queue"; modes: Mode[] }
    | { type: "leaveQueue" }
    | { type: "create"; mode: Mode }
    | { type: "join"; code: string }
    | { type: "start" }
    | { type: "ready" }
    | { type: "leave" };

export interface User { id: string; name: string; guest: boolean }

export interface Player {
    id: string;
    name: string;
    team: number;
    ready: boolean;
    connected: boolean;
    score: number;
    rank: number;
}

export interface Match {
    id: string;
    code: string;
    mode: Mode;
    phase: Exclude<Phase, "none">;
    remainingMs: number;
    /** The own slot, an index into `players`; null for a spectator. */
    you: number | null;
    players: Player[];
    commitment: string | null;
    seed: string | null;
    endReason: "score" | "dead" | "left" | "draw" | "noContest" | null;
}

export type ServerMessage =
    | { type: "welcome"; user: User; session: string; lastSeq: number; node: string }
    | { type: "outcome"; seq: number; code: OutcomeCode; message: string }
    | { type: "queue"; modes: { mode: Mode; waiting: number }[] }
    | { type: "match"; match: Match | null }
    | { type: "status"; state: "ok" | "recovering" }
    | { type: "error"; code: string; message: string }
    | { type: "pong"; t: number };

type Fields = Record<string, unknown>;

function text(value: unknown, fallback = ""): string {
    return typeof value === "string" ? value : fallback;
}

function number(value: unknown, fallback = 0): number {
    return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

function mode(value: unknown): Mode | null {
    return value === "duel" || value === "ffa" || value === "solo" ? value : null;
}

function queueLength(value: unknown): { mode: Mode; waiting: number }[] {
    const fields = (value ?? {}) as Fields;
    const known = mode(fields["mode"]);
    return known === null ? [] : [{ mode: known, waiting: number(fields["waiting"]) }];
}

function outcomeCode(value: unknown): OutcomeCode {
    return outcomeCodes.find((code) => code === value) ?? "invalid";
}

function player(value: unknown): Player {
    const fields = (value ?? {}) as Fields;
    return {
        id: text(fields["id"]),
        name: text(fields["name"], "?"),
        team: number(fields["team"]),
        ready: fields["ready"] === true,
        connected: fields["connected"] !== false,
        score: number(fields["score"]),
        rank: number(fields["rank"]),
    };
}

function match(fields: Fields): Match | null {
    const phase = fields["phase"];
    const known = phase === "gathering" || phase === "ready" || phase === "countdown" || phase === "running" || phase === "ended";
    if (!known) return null;
    const players = Array.isArray(fields["players"]) ? fields["players"].map(player) : [];
    const you = fields["you"];
    const reason = fields["endReason"];
    return {
        id: text(fields["id"]),
        code: text(fields["code"]),
        mode: mode(fields["mode"]) ?? "duel",
        phase,
        remainingMs: number(fields["remainingMs"]),
        you: typeof you === "number" && you >= 0 && you < players.length ? you : null,
        players,
        commitment: text(fields["commitment"]) || null,
        seed: text(fields["seed"]) || null,
        endReason: reason === "score" || reason === "dead" || reason === "left" || reason === "draw" || reason === "noContest"
            ? reason : null,
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
            };
        }
        case "outcome":
            return {
                type: "outcome", seq: number(fields["seq"]),
                code: fields["ok"] === true ? "accepted" : outcomeCode(fields["code"]), message: text(fields["message"]),
            };
        case "queue":
            return { type: "queue", modes: Array.isArray(fields["modes"]) ? fields["modes"].flatMap(queueLength) : [] };
        case "match":
            return { type: "match", match: match(fields) };
        case "status":
            return { type: "status", state: fields["state"] === "recovering" ? "recovering" : "ok" };
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
