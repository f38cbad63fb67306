"""The vocabulary of docs/guide/protocol.md. Written by scripts/generate-protocol from Shared/ClientProtocol; do not edit."""

VERSION = 1
SUBPROTOCOL = "snaketron.v1"

MODES = (
    "duel", "2v2", "ffa", "solo", "custom",
)
BOT_LEVELS = (
    "easy", "normal", "hard",
)
END_REASONS = (
    "score", "dead", "left", "draw", "noContest", "time",
)
EMOTES = (
    "hello", "laugh", "wow", "angry", "heart", "gg",
)
#: By their number in an Ack.
OUTCOMES = (
    "accepted", "unknown_code", "match_full", "already_in_match", "not_in_match", "already_queued",
    "not_queued", "not_allowed", "invalid", "opposite_turn", "too_far_ahead", "one_per_tick", "stale",
    "overloaded", "invalid_settings", "lobby_full", "not_in_lobby", "not_leader", "too_few_players",
    "unknown_match", "too_many_messages", "invalid_text", "party_too_large",
)

CLOSE_NORMAL = 1000
CLOSE_GOING_AWAY = 1001
CLOSE_PROTOCOL_ERROR = 1002
CLOSE_NOT_UTF8 = 1007
CLOSE_POLICY_VIOLATION = 1008
CLOSE_TOO_BIG = 1009
CLOSE_INTERNAL_ERROR = 1011
CLOSE_TRY_AGAIN_LATER = 1013
CLOSE_REPLACED = 4001
CLOSE_TOKEN_REFUSED = 4002
CLOSE_TOO_MANY_SESSIONS = 4003

NAME_CHARACTERS = 16
NAME_BYTES = 64
CHAT_CHARACTERS = 200
CHAT_BYTES = 800
TEXT_BYTES = 4096
COMMAND_BYTES = 64
MESSAGES_PER_SECOND = 40
MESSAGES_AT_ONCE = 120
COMMANDS_UNDER_WAY = 64
COMMANDS_KEPT = 128
SESSIONS_PER_USER = 4
SOCKETS_PER_USER = 8
