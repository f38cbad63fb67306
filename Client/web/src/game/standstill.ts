/** For how long a match stands still around a moment, by the updates that this page gets of it. Times are milliseconds of the page's clock. */

/** So long after the moment a silence counts. One that has begun by then is waited for to its end. */
const windowMs = 5000;
/** Gaps that tell what is usual. */
const kept = 40;

export interface Reading {
    /** Longest time between two updates, as far as it is known. */
    longest: number;
    /** Between two updates before that moment, half of the times less; null: not known. */
    usual: number | null;
    isOver: boolean;
}

export class Standstill {
    private readonly gaps: number[] = [];
    private last: number | null = null;
    private measured: { since: number; usual: number | null; longest: number } | null = null;

    /** An update came. */
    updated(now: number): void {
        if (this.last !== null) {
            const gap = Math.max(0, now - this.last);
            const { measured } = this;
            // A silence that began within the window counts as a whole.
            if (measured && this.last - measured.since < windowMs) measured.longest = Math.max(measured.longest, gap);
            this.gaps.push(gap);
            if (this.gaps.length > kept) this.gaps.shift();
        }
        this.last = now;
    }

    /** Something is done to the cluster now. */
    begin(now: number): void {
        const sorted = [...this.gaps].sort((a, b) => a - b);
        this.measured = { since: now, usual: sorted[sorted.length >> 1] ?? null, longest: 0 };
    }

    /** Null before anything was done. */
    reading(now: number): Reading | null {
        const { measured, last } = this;
        if (!measured) return null;
        const begun = last !== null && last - measured.since < windowMs ? now - last : 0;
        const isOver = now - measured.since >= windowMs && begun === 0;
        return { longest: isOver ? measured.longest : Math.max(measured.longest, begun), usual: measured.usual, isOver };
    }
}
