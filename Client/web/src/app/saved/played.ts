/**
 * The match that this tab plays, kept until the player has seen its result. The servers keep an ended match for 30 s. A player
 * who comes back later is told the result from the replay, and these are the facts that the replay lacks.
 */
import type { ReplayFacts } from "../../game/film";
import { Match, parseMessage } from "../../net/messages";
import { stores } from "../../net/storage";

const key = "snaketron.match";

export function savedMatch(): Match | null {
    const saved = stores.session.get(key);
    const message = saved === null ? null : parseMessage(saved);
    return message?.type === "match" && message.match && isKept(message.match) ? message.match : null;
}

/** In the form in which a server tells of a match, which is checked when it is read. */
export function saveMatch(match: Match | null): void {
    if (match) stores.session.set(key, JSON.stringify({ type: "match", ...match }));
    else stores.session.remove(key);
}

/** Before the countdown a match may be called off, and nobody misses it. */
function isKept(match: Match): boolean {
    return match.you !== null && match.phase !== "ready" && match.id !== "";
}

/**
 * After the servers have told of a match.
 * @param kept The match that was kept until now.
 * @param told The match that the player is in; null: in none.
 * @param isFirst No match was told of since the connection was welcomed.
 * @returns The match that is kept from now on. Where `told` is null and `isFirst`, the player has missed its end.
 */
export function keptAfter(kept: Match | null, told: Match | null, isFirst: boolean): Match | null {
    if (told) {
        if (isKept(told)) return told;
        // A player who was removed for being idle watches the rest.
        return kept?.id === told.id ? kept : null;
    }
    // A page that was connected all the time sees the end. Without one the match was left on purpose, in another tab.
    return isFirst || kept?.phase === "ended" ? kept : null;
}

/** The match as it ended, by its verified replay; null: the file is of another match, or false. */
export function endedBy(facts: ReplayFacts, played: Match): Match | null {
    if (facts.match !== played.id || facts.verdict !== "accepted" || facts.ranks.length !== played.players.length) return null;
    const players = played.players.map((player, slot) => ({
        ...player, score: facts.scores[slot] ?? 0, rank: facts.ranks[slot] ?? 0, ready: false, connected: true, standIn: false, idleMs: null, rematch: false,
    }));
    // A replay tells no reason in words. These two follow from the places.
    const isDraw = played.rules.zone > 0 && players.every(({ rank }) => rank === 1);
    const hasNoContest = players.every(({ rank }) => rank === 0);
    return {
        ...played, phase: "ended", remainingMs: 0, seed: facts.seed, players,
        endReason: hasNoContest ? "noContest" : isDraw ? "draw" : null,
    };
}
