import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ClientMatch, Core } from "../src/game/wasm";

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
