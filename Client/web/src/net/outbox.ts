/** Commands that have no outcome yet, in order: what makes a command run exactly once (docs/protocol.md section 3). */
import { Command, encodeInput, InputCode, inputCodes } from "./messages";

export type Entry =
    | { seq: number; kind: "command"; command: Command }
    | { seq: number; kind: "input"; matchID: string; tick: number; code: InputCode };

/** What survives a reload of the page, as JSON. */
export interface SavedOutbox { nextSeq: number; entries: Entry[] }

/** The server keeps the outcomes of this many sequences; a resend from further back could not be answered. */
export const outboxLimit = 64;

export class Outbox {
    private entries: Entry[];
    private nextSeq: number;

    constructor(saved?: SavedOutbox) {
        this.entries = saved ? saved.entries.slice() : [];
        this.nextSeq = saved ? saved.nextSeq : 1;
    }

    get waiting(): readonly Entry[] {
        return this.entries;
    }

    /** The entry with its new sequence, or null when 64 wait already. */
    addCommand(command: Command): Entry | null {
        return this.add({ seq: this.nextSeq, kind: "command", command });
    }

    /** `tick`: the game tick that the command is meant for. */
    addInput(matchID: bigint, tick: number, code: InputCode): Entry | null {
        return this.add({ seq: this.nextSeq, kind: "input", matchID: matchID.toString(), tick, code });
    }

    /** The entry whose outcome this is; null when it is known already (a resend is answered a second time). */
    settle(seq: number): Entry | null {
        const index = this.entries.findIndex((entry) => entry.seq === seq);
        return index < 0 ? null : this.entries.splice(index, 1)[0] ?? null;
    }

    /** Skips sequences that the server has seen from this session and this page has not (a copied tab). */
    advance(lastSeq: number): void {
        this.nextSeq = Math.max(this.nextSeq, lastSeq + 1);
    }

    saved(): SavedOutbox {
        return { nextSeq: this.nextSeq, entries: this.entries.slice() };
    }

    private add(entry: Entry): Entry | null {
        if (this.entries.length >= outboxLimit) return null;
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

/** A saved outbox read back from storage; undefined when it is not one. */
export function parseSavedOutbox(value: unknown): SavedOutbox | undefined {
    const saved = value as Partial<SavedOutbox> | null | undefined;
    if (!saved || !Number.isSafeInteger(saved.nextSeq) || (saved.nextSeq ?? 0) < 1 || !Array.isArray(saved.entries)) {
        return undefined;
    }
    const entries = saved.entries.filter((entry) => Number.isSafeInteger(entry?.seq)
        && (entry.kind === "command" ? typeof entry.command?.type === "string"
            : entry.kind === "input" && /^\d{1,20}$/.test(entry.matchID) && Number.isSafeInteger(entry.tick)
              && inputCodes.includes(entry.code)));
    return { nextSeq: saved.nextSeq as number, entries: entries.slice(0, outboxLimit) };
}
