import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Film, FilmCore, isAnswer } from "../../src/game/film";

test("a look back begins with the answer, not with a Snapshot of the present that comes before it", () => {
    assert.equal(isAnswer(0, 300, 900), true, "all of it");
    assert.equal(isAnswer(300, 300, 900), true, "from there on");
    assert.equal(isAnswer(900, 300, 900), false, "the present, after a resync");
    assert.equal(isAnswer(880, 300, 900), false, "the present of another node, which is a little behind");
    assert.equal(isAnswer(900, 900, 900), true, "the present, where that is wanted");
    assert.equal(isAnswer(20_000, 300, 40_000), true, "cut, for the match is long");
});

/** The module for replays as the page loads it; scripts/test-client builds it. */
async function core(): Promise<FilmCore> {
    const { instance } = await WebAssembly.instantiate(readFileSync(process.env.FILM_WASM as string), {});
    return instance.exports as unknown as FilmCore;
}

const file = new Uint8Array(readFileSync("Tests/EndToEnd/Fixtures/gallery.snkr"));

test("a replay is opened a few ticks at a time: a page can do something else meanwhile", async () => {
    const exports = await core();
    const film = new Film(exports);
    const address = exports.film_input(file.length);
    new Uint8Array(exports.memory.buffer, address, file.length).set(file);
    assert.equal(exports.film_open(file.length), 1);
    let parts = 1;
    while (exports.film_work(10) === 1) parts += 1;
    assert.equal(exports.replay_verdict(), 0, "accepted");
    assert.equal(film.last - film.first, exports.replay_verdict_tick(), "all that was judged can be shown");
    assert.ok(parts >= 2 * exports.replay_verdict_tick() / 10, `${parts} parts: each tick is judged, and told to the film`);
});

test("it is the same replay however often it rests, and it rests once it has worked for 8 ms", async (t) => {
    let now = 0, step = 5, rests = 0;
    t.mock.method(performance, "now", () => now += step);
    const rested = await new Film(await core()).open(file, () => true, async () => { rests += 1; });
    assert.ok(rests > 1, `${rests} rests`);
    step = 0;
    const atOnce = await new Film(await core()).open(file, () => true, async () => assert.fail("it has not worked for so long"));
    assert.equal(rested?.verdict, "accepted");
    assert.deepEqual(rested, atOnce);
});

test("a replay that nobody waits for is opened no further, and another film takes its place", async (t) => {
    let now = 0;
    t.mock.method(performance, "now", () => now += 5);
    const exports = await core();
    assert.equal(await new Film(exports).open(file, () => false), null);
    const first = new Film(exports);
    let second: Film | null = null;
    assert.equal(await first.open(file, () => true, async () => { second ??= new Film(exports); }), null);
    first.restart();
    assert.equal((await (second as unknown as Film).open(file, () => true))?.verdict, "accepted");
});

test("bytes that are no replay are none", async () => {
    const film = new Film(await core());
    assert.equal(await film.open(Uint8Array.of(1, 2, 3), () => true), null);
    assert.equal(await film.open(file.slice(0, -1), () => true), null);
});
