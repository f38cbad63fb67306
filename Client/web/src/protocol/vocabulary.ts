// Written by scripts/generate-protocol from Shared/ClientProtocol; do not edit.

export const protocolVersion = 1;
export const subprotocol = "snaketron.v1";

/** In the order in which players are offered them. */
export const modes = [
    "duel", "2v2", "ffa", "solo", "custom",
] as const;
export const modeNumbers = {
    duel: 1, "2v2": 4, ffa: 2, solo: 3, custom: 5,
} as const;

export const botLevels = [
    "easy", "normal", "hard",
] as const;
export const endReasons = [
    "score", "dead", "left", "draw", "noContest", "time",
] as const;
export const emotes = [
    "hello", "laugh", "wow", "angry", "heart", "gg",
] as const;

/** By their number in an Ack. */
export const outcomeCodes = [
    "accepted", "unknown_code", "match_full", "already_in_match", "not_in_match", "already_queued",
    "not_queued", "not_allowed", "invalid", "opposite_turn", "too_far_ahead", "one_per_tick", "stale",
    "overloaded", "invalid_settings", "lobby_full", "not_in_lobby", "not_leader", "too_few_players",
    "unknown_match", "too_many_messages", "invalid_text", "party_too_large",
] as const;
export const closeCodes = {
    normal: 1000, goingAway: 1001, protocolError: 1002, notUTF8: 1007, policyViolation: 1008, tooBig: 1009,
    internalError: 1011, tryAgainLater: 1013, replaced: 4001, tokenRefused: 4002, tooManySessions: 4003,
} as const;

export const limits = {
    nameCharacters: 16, nameBytes: 64, chatCharacters: 200, chatBytes: 800, textBytes: 4096,
    commandBytes: 64, messagesPerSecond: 40, messagesAtOnce: 120, commandsUnderWay: 64, commandsKept: 128,
    sessionsPerUser: 4, socketsPerUser: 8,
} as const;
