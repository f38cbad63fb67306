/** The matches that this browser has played last, whose replays can be watched. */
import { Mode, modes } from "../../net/messages";
import { stores } from "../../net/storage";

const key = "snaketron.recent";
const kept = 5;

/** The name of a replay. */
export interface Recent { id: string; mode: Mode; text: string }

export function recentMatches(): Recent[] {
    try {
        const saved = JSON.parse(stores.local.get(key) ?? "[]") as unknown;
        return Array.isArray(saved) ? saved.filter(isRecent).slice(0, kept) : [];
    } catch {
        return [];
    }
}

export function isReplayName(text: string): boolean {
    return /^[0-9]{1,20}-[0-9a-f]{16}$/.test(text);
}

function isRecent(value: unknown): value is Recent {
    const { id, mode, text } = (value ?? {}) as Partial<Recent>;
    return typeof id === "string" && isReplayName(id) && modes.some((known) => known === mode) && typeof text === "string";
}

/** Puts a match in the first place. */
export function remember(match: Recent): void {
    stores.local.set(key, JSON.stringify([match, ...recentMatches().filter(({ id }) => id !== match.id)].slice(0, kept)));
}
