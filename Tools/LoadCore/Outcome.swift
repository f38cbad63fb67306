/// The outcomes of commands, numbered as in Acks (docs/protocol.md, section 5).
enum Outcome {
    static let names = [
        "accepted", "unknown_code", "match_full", "already_in_match", "not_in_match", "already_queued", "not_queued",
        "not_allowed", "invalid", "opposite_turn", "too_far_ahead", "one_per_tick", "stale", "overloaded",
        "invalid_settings", "lobby_full", "not_in_lobby", "not_leader", "too_few_players", "unknown_match",
        "too_many_messages", "invalid_text", "party_too_large",
    ]

    static func name(_ number: UInt8) -> String { Int(number) < names.count ? names[Int(number)] : "outcome \(number)" }
}
