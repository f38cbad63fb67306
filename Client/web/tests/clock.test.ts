import assert from "node:assert/strict";
import { test } from "node:test";
import { MatchClock, predictionLimit, tickMs } from "../src/game/clock";

const roundTrip = 40;

/** Updates every 5 ticks, `delay` ms after the server's time; returns what was shown each 16 ms. */
function play(clock: MatchClock, from: number, to: number, delay: (tick: number) => number | null, start = 0): { now: number; tick: number }[] {
    const arrivals: { at: number; tick: number }[] = [];
    for (let tick = Math.ceil((from - start) / tickMs / 5) * 5; tick * tickMs + start < to; tick += 5) {
        const late = delay(tick);
        if (late !== null) arrivals.push({ at: tick * tickMs + start + late, tick });
    }
    const shown: { now: number; tick: number }[] = [];
    for (let now = from; now < to; now += 16) {
        while (arrivals[0] && arrivals[0].at <= now) {
            const arrival = arrivals.shift()!;
            clock.observed(arrival.tick, arrival.at);
        }
        const tick = clock.tick(now, roundTrip);
        if (tick !== null) shown.push({ now, tick });
    }
    return shown;
}

function steps(shown: { now: number; tick: number }[]): number[] {
    return shown.slice(1).map((frame, index) => frame.tick - shown[index]!.tick);
}

test("nothing is shown before the first update", () => {
    assert.equal(new MatchClock().tick(0, roundTrip), null);
});

test("a command stamped with the shown tick + 1 arrives in time", () => {
    const clock = new MatchClock(), oneWay = roundTrip / 2;
    for (const { now, tick } of play(clock, 0, 10_000, () => oneWay).slice(60)) {
        const serverTickOnArrival = Math.floor((now + oneWay) / tickMs);
        const stamp = Math.floor(tick) + 1;
        assert.ok(stamp > serverTickOnArrival, `stamped ${stamp} while the server is at ${serverTickOnArrival}`);
        assert.ok(stamp <= serverTickOnArrival + 3, "and not far too early");
    }
});

test("time runs evenly: no step back, none over three cells' worth", () => {
    const clock = new MatchClock();
    const shown = play(clock, 0, 20_000, (tick) => 20 + (tick * 7) % 30);
    for (const step of steps(shown)) assert.ok(step >= 0 && step < 1, `a step of ${step} ticks`);
});

test("the prediction stops a second past the last update", () => {
    const clock = new MatchClock();
    play(clock, 0, 2_000, () => 20);
    const newest = clock.newest;
    const shown = play(clock, 2_000, 6_000, () => null);
    assert.equal(shown[shown.length - 1]!.tick, newest + predictionLimit);
});

test("a pause of the server is absorbed without a jump, and the lead is found again", () => {
    const clock = new MatchClock(), pause = 400;
    play(clock, 0, 5_000, () => 20);
    const silence = play(clock, 5_000, 5_400, () => null);
    const after = play(clock, 5_400, 12_000, () => 20, pause);
    for (const step of steps(silence.concat(after))) assert.ok(step >= 0 && step < 0.5, `a step of ${step} ticks`);
    const last = after[after.length - 1]!;
    const expected = (last.now - pause - 20) / tickMs + clock.lead(roundTrip);
    assert.ok(Math.abs(last.tick - expected) < 0.2, `shown ${last.tick}, expected ${expected}`);
});

test("late commands widen the lead, timely ones narrow it again", () => {
    const clock = new MatchClock(), before = clock.lead(roundTrip);
    clock.acknowledged(2);
    const wide = clock.lead(roundTrip);
    assert.ok(wide >= before + 0.9);
    for (let count = 0; count < 100; count++) clock.acknowledged(0);
    assert.equal(clock.lead(roundTrip), before);
});

test("a command that an outage delayed says nothing about the way", () => {
    const clock = new MatchClock(), before = clock.lead(roundTrip);
    clock.acknowledged(12);
    assert.equal(clock.lead(roundTrip), before);
});

test("the lead keeps stamps inside what the server accepts", () => {
    const clock = new MatchClock();
    for (let count = 0; count < 50; count++) clock.acknowledged(4);
    assert.ok(clock.lead(5000) < 20);
});

test("the longest silence is kept for the measurements", () => {
    const clock = new MatchClock();
    for (const [tick, at] of [[0, 0], [5, 250], [10, 800], [15, 1000]] as const) clock.observed(tick, at);
    assert.equal(clock.longestGap, 550);
});
