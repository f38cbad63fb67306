import assert from "node:assert/strict";
import test from "node:test";
import { Aim } from "../../src/game/input/aim";
import { SnakeView } from "../../src/game/core/view";

const snake = (direction: 0 | 1 | 2 | 3, alive = true) => ({ alive, direction }) as SnakeView;

test("the snake looks where it was told to turn to until it has turned", () => {
    const aim = new Aim();
    assert.equal(aim.of(snake(0), 0), null);
    aim.told(1, snake(0), 10);
    assert.equal(aim.of(snake(0), 10), 1);
    assert.equal(aim.of(snake(0), 109), 1);
    assert.equal(aim.of(snake(1), 110), null);
    assert.equal(aim.of(snake(0), 111), null, "another turn does not bring it back");
});

test("a turn that cannot be, or does not come, is not looked for", () => {
    const aim = new Aim();
    aim.told(2, snake(0), 0);
    assert.equal(aim.of(snake(0), 0), null, "back into the own neck");
    aim.told(1, snake(0), 0);
    assert.equal(aim.of(snake(0, false), 1), null, "it died");
    aim.told(1, snake(0), 10);
    assert.equal(aim.of(snake(0), 311), null, "it was refused");
});
