import assert from "node:assert/strict";
import test from "node:test";
import { parsePicture } from "../../src/game/drawing/picture";

test("the field of a match in a few letters", () => {
    const view = parsePicture("60x40:10 0@1234r3d2 2@88");
    assert.ok(view);
    assert.deepEqual([view.width, view.height, view.zoneDepth], [60, 40, 10]);
    assert.deepEqual(view.snakes.map(({ slot, team, alive, cells }) => ({ slot, team, alive, cells })), [
        { slot: 0, team: 0, alive: true, cells: [1234, 1235, 1236, 1237, 1297, 1357] },
        { slot: 1, team: 1, alive: false, cells: [] },
        { slot: 2, team: 0, alive: true, cells: [88] },
    ]);
    assert.deepEqual(parsePicture("40x40:0")?.snakes, []);
});

test("what is no picture is not shown", () => {
    for (const text of [
        "", "60x40", "0x0:0", "999x999:0", "60x40:30", "60x40:10 0@", "60x40:10 8@1", "60x40:10 0@1x3", "60x40:10 0@99999", "60x40:10 0@5l9", "60x40:10 0@2399d1",
        "60x40:10  0@1", "60x40:10" + " 0@1".repeat(9), "60x40:10 0@1r9999",
    ]) assert.equal(parsePicture(text), null, text);
});
