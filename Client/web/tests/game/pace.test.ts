import assert from "node:assert/strict";
import { test } from "node:test";
import { later, PageClock, untilNextTick } from "../../src/game/drawing/pace";
import type { Frame } from "../../src/game/drawing/render";

function frame(fields: Partial<Frame> = {}): Frame {
    return { fraction: 0.2, moves: true, now: 1000, marks: [], ...fields } as unknown as Frame;
}

test("the page tells of each tick when it begins, and looks again every 50 ms where nothing goes on", () => {
    assert.equal(untilNextTick({ fraction: 0, moves: true }), 50);
    assert.equal(untilNextTick({ fraction: 0.5, moves: true }), 25);
    assert.equal(untilNextTick({ fraction: 1, moves: true }), 1, "never in a loop without a pause");
    assert.equal(untilNextTick({ fraction: 0.5, moves: false }), 50);
    assert.equal(untilNextTick({ fraction: 0.5 }), 50);
    assert.equal(untilNextTick(null), 50);
});

test("between two ticks snakes glide by the clock, and wait at the end of theirs", () => {
    const fractionAt = (now: number) => later(frame(), now).fraction;
    assert.deepEqual([1000, 1010, 1040, 1050, 9000].map(fractionAt), [0.2, 0.4, 1, 1, 1]);
    assert.equal(fractionAt(990), 0.2, "never back");
    assert.equal(later(frame({ moves: false }), 1020).fraction, 0.2, "what stands stays");
    assert.equal(later(frame({ fraction: 1 }), 1020).fraction, 1);
});

test("what is shown for a moment ages meanwhile, until the page has been silent for 200 ms", () => {
    assert.deepEqual([990, 1020, 1200, 5000].map((now) => later(frame(), now).now), [1000, 1020, 1200, 1200]);
});

test("the page's clock is known from the quickest of its messages", () => {
    const clock = new PageClock();
    clock.heard(1000, 5009);
    assert.equal(clock.now(5009), 1000);
    clock.heard(1050, 5051);
    assert.equal(clock.now(5061), 1060, "that one took 8 ms less");
    clock.heard(1100, 5130);
    assert.equal(clock.now(5130), 1129, "one that was held up changes nothing");
});
