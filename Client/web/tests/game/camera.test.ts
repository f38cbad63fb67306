import assert from "node:assert/strict";
import { test } from "node:test";
import { glide, screenSize, toArena, toScreen, toScreenDirection, turnFor } from "../../src/game/drawing/camera";
import { swipeDirection } from "../../src/game/input/input";
import { Direction } from "../../src/net/messages";

const width = 60, height = 40;
const steps = [{ x: 0, y: -1 }, { x: 1, y: 0 }, { x: 0, y: 1 }, { x: -1, y: 0 }] as const;

test("each team sees its own goal at the bottom", () => {
    const goals = [{ x: 9.5, y: 20.5 }, { x: 50.5, y: 20.5 }];
    for (const team of [0, 1]) {
        const turn = turnFor(true, team);
        const size = screenSize(turn, width, height);
        assert.deepEqual(size, { width: 40, height: 60 });
        const own = toScreen(turn, width, height, goals[team]!), other = toScreen(turn, width, height, goals[1 - team]!);
        assert.ok(own.y > size.height / 2 && other.y < size.height / 2);
    }
});

test("arenas without end zones are not turned", () => {
    assert.equal(turnFor(false, 1), 0);
});

test("a key moves the snake the way it points on the screen", () => {
    const from = { x: 30.5, y: 20.5 };
    for (const turn of [turnFor(false, 0), turnFor(true, 0), turnFor(true, 1)]) {
        for (const key of [0, 1, 2, 3] as Direction[]) {
            const step = steps[toArena(turn, key)];
            const before = toScreen(turn, width, height, from);
            const after = toScreen(turn, width, height, { x: from.x + step.x, y: from.y + step.y });
            assert.deepEqual({ x: after.x - before.x, y: after.y - before.y }, { ...steps[key] });
        }
    }
});

test("what is pressed on the screen is shown there again", () => {
    for (const turn of [0, 1, 3] as const) {
        for (const direction of [0, 1, 2, 3] as const) assert.equal(toScreenDirection(turn, toArena(turn, direction)), direction);
    }
});

test("swipes: four directions, neither short nor diagonal ones", () => {
    assert.deepEqual([swipeDirection(0, -30), swipeDirection(30, 4), swipeDirection(-5, 40), swipeDirection(-30, 0)], [0, 1, 2, 3]);
    assert.equal(swipeDirection(10, 8), null);
    assert.equal(swipeDirection(30, 29), null);
});

test("a picture glides as far in a second at 144 Hz as at 60, and at both as with frames that were left out", () => {
    const left = (rate: number) => Array.from({ length: rate }, () => 1 - glide(1000 / rate)).reduce((product, part) => product * part, 1);
    assert.ok(Math.abs(glide(1000 / 60) - 0.08) < 1e-9);
    for (const rate of [25, 144]) assert.ok(Math.abs(left(rate) - left(60)) < 1e-9, `${rate} Hz`);
    assert.equal(glide(-5), 0, "never back");
});
