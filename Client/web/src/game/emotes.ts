/** What players show over their heads for a moment: who shows what now, and how it looks. */
import { Emote } from "../net/messages";

export interface ShownEmote { emote: Emote; since: number }

export const emoteMs = 2000;
/** Between two of the own, ms: what the servers take on and on. */
const pauseMs = 1000;
const mostKept = 20;

export class Emotes {
    /** By slot, the newest of each. */
    private readonly shown = new Map<number, ShownEmote>();
    private askedAt = -Infinity;
    /** The newest of all, at most {@link mostKept}: what the debug hook tells. */
    readonly seen: (readonly [slot: number, emote: Emote])[] = [];

    show(slot: number, emote: Emote, now: number): void {
        this.shown.set(slot, { emote, since: now });
        this.seen.push([slot, emote]);
        if (this.seen.length > mostKept) this.seen.shift();
    }

    /** What is shown now, by slot. */
    at(now: number): ReadonlyMap<number, ShownEmote> {
        for (const [slot, { since }] of this.shown) if (now - since >= emoteMs) this.shown.delete(slot);
        return this.shown;
    }

    /** Whether the player may show the next one; if so, it counts as shown. */
    mayAsk(now: number): boolean {
        if (now - this.askedAt < pauseMs) return false;
        this.askedAt = now;
        return true;
    }
}

/** In a box of 24 × 24: `body` is filled with `fill` and outlined, `lines` are drawn in ink, `solid` is filled with it. */
interface Picture { fill: string; body: string; lines: string; solid: string }

const face = "M 12 2.5 A 9.5 9.5 0 1 1 11.99 2.5 Z";
const eyes = "M 8.7 8.8 V 10 M 15.3 8.8 V 10";
const letter = (x: number) => `M ${x + 4.2} 9 A 4 4.3 0 1 0 ${x + 4.6} 14.8 V 12.4 H ${x + 2.2}`;

export const emotePictures: Record<Emote, Picture> = {
    hello: { fill: "#ffd23f", body: face, lines: `${eyes} M 7.4 13.6 A 5 4.4 0 0 0 16.6 13.6`, solid: "" },
    laugh: { fill: "#ffd23f", body: face, lines: "M 6.6 10 L 8.6 8.4 L 10.4 10 M 13.6 10 L 15.4 8.4 L 17.4 10", solid: "M 6.8 12.8 H 17.2 A 5.2 5.4 0 0 1 6.8 12.8 Z" },
    wow: { fill: "#ffd23f", body: face, lines: eyes, solid: "M 12 12.2 A 2.3 3 0 1 1 11.99 12.2 Z" },
    angry: { fill: "#ff8a5c", body: face, lines: "M 6.4 7.4 L 10 9.2 M 17.6 7.4 L 14 9.2 M 8.8 11 V 11.6 M 15.2 11 V 11.6 M 8 17.2 A 4.6 4 0 0 1 16 17.2", solid: "" },
    heart: { fill: "#f0527a", body: "M 12 20.6 L 4 12.2 A 4.7 4.7 0 0 1 12 6.4 A 4.7 4.7 0 0 1 20 12.2 Z", lines: "", solid: "" },
    gg: { fill: "none", body: "", lines: letter(4) + letter(14), solid: "" },
};
