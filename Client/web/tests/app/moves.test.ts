import assert from "node:assert/strict";
import { test } from "node:test";
import { Moves } from "../../src/app/moves";

test("each way that the own sockets have gone is told once, oldest first", () => {
    const moves = new Moves();
    assert.equal(moves.note(null, null, 0, 1), false);
    assert.equal(moves.note("1", null, 0, 2), true);
    assert.equal(moves.note("1", null, 0, 3), false, "nothing has moved");
    moves.note("1", "2", 0, 4);
    // The node dies: its socket is taken from by the standby, and another one stands by.
    moves.note(null, null, 1, 5);
    moves.note("2", null, 1, 6);
    moves.note("2", "3", 1, 7);
    // The link breaks, and a new socket comes to the same node.
    moves.note(null, null, 1, 8);
    moves.note("2", "3", 1, 9);
    assert.deepEqual(moves.list.map(({ kind, node, at }) => `${at} ${kind} ${node}`), [
        "2 socket 1", "4 standby 2", "6 taken 2", "7 standby 3", "9 socket 2", "9 standby 3",
    ]);
});

test("a standby that is away for a moment is told once", () => {
    const moves = new Moves();
    moves.note("1", "2", 0, 1);
    assert.equal(moves.note("1", null, 0, 2), false);
    assert.equal(moves.note("1", "2", 0, 3), false);
    assert.equal(moves.note("1", "3", 0, 4), true);
    assert.deepEqual(moves.list.map(({ kind, node }) => `${kind} ${node}`), ["socket 1", "standby 2", "standby 3"]);
});

test("the last twenty are kept", () => {
    const moves = new Moves();
    for (let at = 0; at < 50; at++) moves.note(String(at), null, 0, at);
    assert.deepEqual(moves.list.map(({ at }) => at), Array.from({ length: 20 }, (_, index) => 30 + index));
});
