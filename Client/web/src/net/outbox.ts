/** Commands that have no outcome yet, in order: what makes a command run exactly once (docs/guide/protocol.md section 3). */
import { Command, encodeInput, InputCode, inputCodes } from "./messages";
import { limits } from "../protocol/vocabulary";

export type Entry =
    | { seq: number; kind: "command"; command: Command }
    | { seq: number; kind: "input"; matchID: string; tick: number; code: InputCode };

/** What survives a reload of the page, as JSON. `sent`: the highest sequence that was put on a socket. */
export interface SavedOutbox { nextSeq: number; sent: number; entries: Entry[] }

/** The server keeps the outcomes of this many sequences, so that no more are under way; those after them wait. */
export const outboxLimit = limits.commandsUnderWay;
/** Entries in all. */
export const outboxCapacity = limits.commandsKept;
/** The longest text frame that a gateway takes, bytes. */
const longestFrame = limits.textBytes;

export class Outbox {
    private entries: Entry[];
    private nextSeq: number;
    private sent: number;

    constructor(saved?: SavedOutbox) {
        this.entries = saved ? saved.entries.slice() : [];
        this.nextSeq = saved ? saved.nextSeq : 1;
        this.sent = saved ? saved.sent : 0;
    }

    get waiting(): readonly Entry[] {
        return this.entries;
    }

    /** Those that may be under way. */
    get sendable(): readonly Entry[] {
        return this.entries.slice(0, outboxLimit);
    }

    /** The lowest sequence that was never put on a socket. */
    get unsent(): number {
        return this.sent + 1;
    }

    /** The entry with its new sequence, or null when too many wait already. */
    addCommand(command: Command): Entry | null {
        return this.add({ seq: this.nextSeq, kind: "command", command }, outboxCapacity);
    }

    /** `tick`: the game tick that the command is meant for. Null when it could not go at once: it would come too late. */
    addInput(matchID: bigint, tick: number, code: InputCode): Entry | null {
        return this.add({ seq: this.nextSeq, kind: "input", matchID: matchID.toString(), tick, code }, outboxLimit);
    }

    isSendable(entry: Entry): boolean {
        return this.entries.indexOf(entry) < outboxLimit;
    }

    isSending(entry: Entry): void {
        this.sent = Math.max(this.sent, entry.seq);
    }

    /**
     * The entry whose outcome this is; null when it is known already (a resend is answered a second time). `next`: the one
     * that may go in its place.
     */
    settle(seq: number): { entry: Entry; next: Entry | null } | null {
        const index = this.entries.findIndex((entry) => entry.seq === seq);
        if (index < 0) return null;
        const entry = this.entries.splice(index, 1)[0] as Entry;
        return { entry, next: index < outboxLimit ? this.entries[outboxLimit - 1] ?? null : null };
    }

    /** Gives up all that waits. */
    clear(): Entry[] {
        return this.entries.splice(0);
    }

    /** Skips sequences that the server has seen from this session and this page has not (a copied tab). */
    advance(lastSeq: number): void {
        this.nextSeq = Math.max(this.nextSeq, lastSeq + 1);
    }

    saved(): SavedOutbox {
        return { nextSeq: this.nextSeq, sent: this.sent, entries: this.entries.slice() };
    }

    private add(entry: Entry, limit: number): Entry | null {
        if (this.entries.length >= limit) return null;
        this.entries.push(entry);
        this.nextSeq += 1;
        return entry;
    }
}

/** The frame of an entry: the same bytes each time it is sent. */
export function frameOf(entry: Entry): string | Uint8Array {
    return entry.kind === "input"
        ? encodeInput(entry.seq, BigInt(entry.matchID), entry.tick, entry.code)
        : JSON.stringify({ ...entry.command, seq: entry.seq });
}

/** Whether a gateway takes the entry's frame: one that closes the socket would come again for ever. */
function canBeSent(entry: Entry): boolean {
    try {
        const frame = frameOf(entry);
        return typeof frame !== "string" || new TextEncoder().encode(frame).length <= longestFrame;
    } catch {
        return false;
    }
}

/** A saved outbox read back from storage; undefined when it is not one. */
export function parseSavedOutbox(value: unknown): SavedOutbox | undefined {
    const saved = value as Partial<SavedOutbox> | null | undefined;
    if (!saved || !Number.isSafeInteger(saved.nextSeq) || (saved.nextSeq ?? 0) < 1 || !Array.isArray(saved.entries)) {
        return undefined;
    }
    const nextSeq = saved.nextSeq as number;
    const entries = saved.entries.filter((entry) => Number.isSafeInteger(entry?.seq) && entry.seq > 0 && entry.seq < nextSeq
        && (entry.kind === "command" ? typeof entry.command?.type === "string"
            : entry.kind === "input" && /^\d{1,20}$/.test(entry.matchID) && Number.isSafeInteger(entry.tick)
              && inputCodes.includes(entry.code))
        && canBeSent(entry));
    const isKnown = Number.isSafeInteger(saved.sent) && (saved.sent ?? -1) >= 0 && (saved.sent ?? 0) < nextSeq;
    // An older page did not say what it had sent: perhaps all.
    return { nextSeq, sent: isKnown ? saved.sent as number : nextSeq - 1, entries: entries.slice(0, outboxCapacity) };
}
