import assert from "node:assert/strict";
import { test } from "node:test";
import { best, findMoments, Moment } from "../../src/game/moments";
import { ArenaView, SnakeView } from "../../src/game/core/view";

function snake(slot: number, changes: Partial<SnakeView>): SnakeView {
    return {
        slot, team: slot & 1, alive: true, inPlay: true, direction: 1, progress: 0, progressPerTick: 0.5, score: 0, carried: 0, charge: 0,
        boosting: false, boostHeld: false, cells: [10 + slot], ...changes,
    };
}

function view(tick: number, banks: [number, number], snakes: SnakeView[]): ArenaView {
    return { mode: "duel", tick, width: 60, height: 40, zoneDepth: 10, goalTop: 16, goalEnd: 25, bankTarget: 25, lastTick: 0, over: false, banks, snakes, food: [], pads: [] };
}

/** Slot 0 banks 5 at tick 400, slot 1 crashes at 700. */
const film = {
    first: 0, last: 1000,
    view: (tick: number) => view(tick, [tick < 400 ? 0 : 5, 0], [
        snake(0, { carried: tick >= 300 && tick < 400 ? 5 : 0 }), snake(1, tick < 700 ? {} : { alive: false, cells: [] }),
    ]),
};

test("banks and crashes are found at their ticks, each once", async () => {
    assert.deepEqual(await findMoments(film, () => true, async () => {}), [
        { tick: 400, kind: "bank", slot: 0, points: 5 }, { tick: 700, kind: "crash", slot: 1, points: 0 },
    ]);
});

test("who goes away is not looked for any further", async () => {
    let looked = 0;
    const counted = { ...film, view: (tick: number) => { looked += 1; return film.view(tick); } };
    assert.deepEqual(await findMoments(counted, () => false, async () => {}), []);
    assert.ok(looked < 400, String(looked));
});

test("the best moment is the own bank, a bank, another one's crash, a crash, or none", () => {
    const bank = (tick: number, slot: number, points: number): Moment => ({ tick, kind: "bank", slot, points });
    const crash = (tick: number, slot: number): Moment => ({ tick, kind: "crash", slot, points: 0 });
    const all = [crash(5, 1), bank(10, 0, 3), bank(20, 1, 9), bank(30, 0, 4), crash(40, 0)];
    assert.equal(best(all, 0)?.tick, 30);
    assert.equal(best(all, 1)?.tick, 20);
    assert.equal(best(all, null)?.tick, 20);
    assert.equal(best(all, 2)?.tick, 20);
    assert.equal(best([crash(5, 1), crash(40, 0)], 0)?.tick, 5);
    assert.equal(best([crash(40, 0)], 0)?.tick, 40);
    assert.equal(best([], 0), null);
});
