/**
 * A thread that draws has frames of its own. The page tells it of each tick, and at once of what a key or the server changes;
 * between these it draws on by itself.
 */
import type { Frame } from "./render";

/** Milliseconds of a tick. */
const tickMs = 50;
/** A page that tells nothing for so many milliseconds has stopped: the picture stands too. */
const longestMs = 200;

/** Milliseconds from a frame until the page has another tick to tell of; without one, or while it stands, until it looks again. */
export function untilNextTick(frame: { fraction: number; moves?: boolean } | null): number {
    return frame?.moves ? Math.max(1, (1 - frame.fraction) * tickMs) : tickMs;
}

/** The page's clock as another thread sees it. Both run alike; the quickest message so far tells how far they are apart. */
export class PageClock {
    private apart = Infinity;

    /** @param told When the page sent a message, by its clock. @param own When it came, by this thread's. Milliseconds. */
    heard(told: number, own: number): void {
        this.apart = Math.min(this.apart, own - told);
    }

    now(own: number): number {
        return own - this.apart;
    }
}

/** The frame as it looks at `now`, ms of the page's clock. At the end of its tick it waits to be told of the next one. */
export function later(frame: Frame, now: number): Frame {
    const passed = Math.min(Math.max(0, now - frame.now), longestMs);
    const fraction = frame.moves ? Math.max(frame.fraction, Math.min(1, frame.fraction + passed / tickMs)) : frame.fraction;
    return { ...frame, now: frame.now + passed, fraction };
}
