import assert from "node:assert/strict";
import { test } from "node:test";
import { Standstill } from "../../src/game/standstill";

function running(): Standstill {
    const standstill = new Standstill();
    for (let at = 0; at <= 1000; at += 100) standstill.updated(at);
    return standstill;
}

test("nothing is told before anything was done", () => {
    assert.equal(running().reading(1050), null);
});

test("the longest silence of the five seconds is told, and what is usual", () => {
    const standstill = running();
    standstill.begin(1040);
    assert.deepEqual(standstill.reading(1050), { longest: 50, usual: 100, isOver: false });
    assert.equal(standstill.reading(1300)?.longest, 300, "it grows while it lasts");
    standstill.updated(1420);
    for (let at = 1520; at <= 6120; at += 100) standstill.updated(at);
    assert.deepEqual(standstill.reading(6121), { longest: 420, usual: 100, isOver: true });
});

test("a silence that begins within the window is waited for", () => {
    const standstill = running();
    standstill.begin(1000);
    for (let at = 1100; at <= 5900; at += 100) standstill.updated(at);
    assert.deepEqual(standstill.reading(7000), { longest: 1100, usual: 100, isOver: false });
    standstill.updated(7200);
    assert.deepEqual(standstill.reading(7300), { longest: 1300, usual: 100, isOver: true });
    standstill.updated(20000);
    assert.equal(standstill.reading(20001)?.longest, 1300, "what comes later is something else");
});

test("a match that is not heard of at all stands still", () => {
    const standstill = new Standstill();
    standstill.begin(0);
    assert.deepEqual(standstill.reading(9000), { longest: 0, usual: null, isOver: true });
    standstill.updated(9100);
    standstill.begin(9200);
    assert.deepEqual(standstill.reading(60000), { longest: 50900, usual: null, isOver: false });
});
