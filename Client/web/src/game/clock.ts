/**
 * The client's idea of the match's time (docs/protocol.md section 7). Times are milliseconds of one monotonic clock,
 * ticks may be fractions. Updates say how far the server has come; the prediction runs ahead of them by the round trip
 * plus a margin, so that a command reaches the server just before the tick that it is stamped for.
 */

export const tickMs = 50;
/** The prediction stops this many ticks past the newest update: 1 s. */
export const predictionLimit = 20;

/** Time for the server to commit a command, and for a little jitter; more is learned from commands that came late. */
const spareTicks = 0.75;
/** Commands this many ticks late still teach something about the way. */
const mostLate = 4;
/** Offsets older than this say nothing about the present any more. */
const windowMs = 4000;
/** This many samples in a row, all later than expected by more than `slipMs`: the server's clock has slipped. */
const slipSamples = 3;
const slipMs = 60;
/** The prediction never runs faster or slower than real time by more than this, unless it is lost altogether. */
const mostSlew = 0.4;
const lostTicks = 30;

export class MatchClock {
    /** The newest tick that an update or snapshot spoke of; -1 before the first. */
    newest = -1;
    /** Arrival time of the newest update, and the longest silence between two so far. */
    lastUpdate: number | null = null;
    longestGap = 0;

    private samples: { at: number; offset: number }[] = [];
    private lateMargin = 0;
    private predicted: number | null = null;
    private askedAt = 0;

    /** An update arrived: the inputs of all ticks up to `tick` are known. */
    observed(tick: number, now: number): void {
        if (this.lastUpdate !== null) this.longestGap = Math.max(this.longestGap, now - this.lastUpdate);
        this.lastUpdate = now;
        if (tick > this.newest) this.newest = tick;
        this.samples.push({ at: now, offset: now - tick * tickMs });
        this.samples = this.samples.filter((sample) => now - sample.at <= windowMs);
        const recent = this.samples.slice(-slipSamples);
        const before = this.samples.slice(0, -slipSamples);
        if (recent.length === slipSamples && before.length > 0) {
            const fastestBefore = Math.min(...before.map((sample) => sample.offset));
            if (recent.every((sample) => sample.offset > fastestBefore + slipMs)) this.samples = recent;
        }
    }

    /** An own command ran `late` ticks after the one it was meant for. Much too late was an outage, not the way. */
    acknowledged(late: number): void {
        if (late === 0) this.lateMargin = Math.max(0, this.lateMargin - 0.05);
        else if (late <= mostLate) this.lateMargin = Math.min(this.lateMargin + 0.5 * late, mostLate);
    }

    /** Ticks that the prediction is to be ahead of the newest expected update, for a round trip in ms. */
    lead(roundTrip: number): number {
        return Math.min(roundTrip / tickMs + spareTicks + this.lateMargin, predictionLimit - 2);
    }

    /**
     * The tick to show and to predict, with its fraction. It never runs backwards and never jumps, except past
     * `lostTicks` (a page that slept): after a server's pause it runs slower until the two agree again.
     * Null before the first update.
     */
    tick(now: number, roundTrip: number): number | null {
        if (this.samples.length === 0) return null;
        const offset = Math.min(...this.samples.map((sample) => sample.offset));
        const most = this.newest + predictionLimit;
        const target = Math.min((now - offset) / tickMs + this.lead(roundTrip), most);
        if (this.predicted === null || Math.abs(target - this.predicted) > lostTicks) {
            this.predicted = Math.max(target, this.newest);
        } else {
            const real = Math.max(0, now - this.askedAt) / tickMs;
            const behind = target - (this.predicted + real);
            const slew = Math.max(-mostSlew * real, Math.min(mostSlew * real, behind));
            this.predicted = Math.max(this.predicted, Math.min(this.predicted + real + slew, most), this.newest);
        }
        this.askedAt = now;
        return this.predicted;
    }
}
