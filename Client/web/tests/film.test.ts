import assert from "node:assert/strict";
import { test } from "node:test";
import { isAnswer } from "../src/game/film";

test("a look back begins with the answer, not with a Snapshot of the present that comes before it", () => {
    assert.equal(isAnswer(0, 300, 900), true, "all of it");
    assert.equal(isAnswer(300, 300, 900), true, "from there on");
    assert.equal(isAnswer(900, 300, 900), false, "the present, after a resync");
    assert.equal(isAnswer(880, 300, 900), false, "the present of another node, which is a little behind");
    assert.equal(isAnswer(900, 900, 900), true, "the present, where that is wanted");
    assert.equal(isAnswer(20_000, 300, 40_000), true, "cut, for the match is long");
});
