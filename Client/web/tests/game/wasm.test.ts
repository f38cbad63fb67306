import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LocalGame } from "../../src/game/local";
import { ClientMatch, Core } from "../../src/game/core/wasm";

/** The game core as the page loads it; scripts/test-client builds it. */
async function core(): Promise<Core> {
    const { instance } = await WebAssembly.instantiate(readFileSync(process.env.GAME_WASM as string), {});
    return instance.exports as unknown as Core;
}

function varint(value: number): number[] {
    return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...varint(value >> 7)];
}

test("milliseconds go in and ticks with their fraction come out: the clock is the core's", async () => {
    const match = new ClientMatch(await core(), 12n);
    assert.equal(match.predict(5), null, "no time before the match runs");
    match.measured(100);
    match.started(1000.5);
    assert.equal(match.predict(1000.5), null, "nor before a snapshot");
    assert.equal(match.lead, 100 + 12.5 + 25);
});

test("a frame that is none is malformed, one of another match is ignored, and neither starts the clock", async () => {
    const match = new ClientMatch(await core(), 12n);
    assert.equal(match.receive(Uint8Array.of(0x55), 1), "malformed");
    assert.equal(match.receive(Uint8Array.of(0x11, 13, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1), "ignored");
    assert.equal(match.receive(Uint8Array.of(0x11, 12, ...varint(300), 5, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1), "needsResync");
    assert.equal(match.stamp(0), null);
    assert.equal(match.hasState, false);
});

test("bots play a game of the page's own to its end, the same one for the same seed", async () => {
    const play = async (seed: number) => {
        const game = new LocalGame(await core(), { mode: "duel", players: 2, level: 3, isPlayed: false, seed });
        let view = game.committedView(), now = 0;
        for (; !view.over && now < 1_200_000; now += 50) view = game.frame(now).view;
        return { view, ranks: [game.rank(0), game.rank(1)] };
    };
    const { view, ranks } = await play(7);
    assert.ok(view.over, "a duel of two hard bots ends within 20 minutes");
    assert.ok(Math.max(...view.banks) >= view.bankTarget);
    assert.deepEqual(ranks.slice().sort(), [1, 2]);
    assert.deepEqual((await play(7)).view, view);
    assert.notEqual((await play(8)).view.tick, view.tick);
});

test("a game of the page's own waits for the first turn, and tells how the snake died", async () => {
    const game = new LocalGame(await core(), { mode: "solo", players: 1, level: 1, isPlayed: true, seed: 1 });
    const cues: string[] = [];
    game.onCue = (cue) => cues.push(cue.kind);
    for (let now = 0; now < 1000; now += 50) game.frame(now);
    assert.equal(game.committedView().tick, 0);
    game.turn(0);
    assert.equal(game.turns, 1);
    let now = 1000;
    while (!game.committedView().over && now < 60_000) game.frame(now += 50);
    assert.ok(game.committedView().over);
    assert.equal(game.notice?.text, "You left the field");
    assert.equal(cues[cues.length - 1], "crash");
});

test("what cannot be played is refused", async () => {
    const exports = await core();
    assert.throws(() => new LocalGame(exports, { mode: "duel", players: 3, level: 1, isPlayed: true, seed: 1 }));
    assert.equal(exports.local_start(9, 2, 1, 1, 1n), 0);
    assert.equal(exports.local_start(1, 300, 1, 1, 1n), 0);
});
