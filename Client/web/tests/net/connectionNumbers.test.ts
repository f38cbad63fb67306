import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, timing } from "../../src/net/connection";
import { Outbox, parseSavedOutbox } from "../../src/net/outbox";
import { connection, identity, numbers, open, sent, urls, welcome, withStandby } from "./links";

test("each connection of a session has a higher number than the one before, after a reload too, and it is saved first", () => {
    const subject = withStandby();
    assert.equal(subject.count, 1);
    assert.deepEqual(numbers(subject.closed(1006, "", 1000)), [2]);
    subject.receivedText(welcome(), 1010);
    subject.standbyClosed(1020);
    subject.closed(1006, "", 1030);
    assert.equal(subject.passed(1030 + timing.firstRetry).some((effect) => effect.do === "open"), true);
    const effects = subject.opened(1200);
    assert.deepEqual(effects.map((effect) => effect.do), ["save", "send"]);
    assert.deepEqual(numbers(effects), [3]);
    const reloaded = new Connection(identity, urls, subject.outbox, () => 1, subject.count);
    reloaded.start(0);
    assert.deepEqual(numbers(reloaded.opened(1)), [4]);
});

test("the hello says from which sequence on nothing was ever sent", () => {
    const subject = connection();
    subject.start(0);
    subject.command({ type: "ready" });
    assert.equal((sent(subject.opened(1))[0] as { nextSeq: number }).nextSeq, 1, "it waits");
    subject.receivedText(welcome(), 2);
    subject.command({ type: "leave" });
    subject.closed(1006, "", 10);
    subject.command({ type: "start" });
    subject.passed(10 + timing.firstRetry);
    assert.equal((sent(subject.opened(200))[0] as { nextSeq: number }).nextSeq, 3);
    const reloaded = connection(urls, new Outbox(parseSavedOutbox(JSON.parse(JSON.stringify(subject.outbox.saved())))));
    reloaded.start(0);
    assert.equal((sent(reloaded.opened(1))[0] as { nextSeq: number }).nextSeq, 3);
});

test("a page closed with 4001 comes back by itself, once, with a higher number; then it says where the game is", () => {
    const subject = connection();
    open(subject);
    assert.deepEqual(subject.receivedText('{"type":"replaced","connection":7}', 5), []);
    subject.closed(4001, "replaced", 5);
    assert.equal(subject.link.state, "waiting");
    const url = subject.passed(5 + timing.firstRetry).find((effect) => effect.do === "open");
    assert.deepEqual(url, { do: "open", url: "ws://b/ws" });
    assert.deepEqual(numbers(subject.opened(200)), [2], "not above the newest: that is for the player to say");
    subject.closed(4001, "replaced", 210);
    assert.ok(subject.link.state === "refused" && subject.link.why === "replaced");
    assert.deepEqual(subject.passed(100_000), []);
    assert.equal(subject.restart(100_000).some((effect) => effect.do === "open"), true);
    assert.deepEqual(numbers(subject.opened(100_010)), [8], "above the one that was told");
});

test("a page that came back and stayed may come back again later", () => {
    const subject = connection();
    open(subject);
    subject.closed(4001, "replaced", 5);
    subject.passed(5 + timing.firstRetry);
    subject.opened(200);
    subject.receivedText(welcome(), 210);
    for (let now = 210; now < 400 + timing.stable; now += 100) {
        subject.passed(now);
        subject.receivedText(JSON.stringify({ type: "pong", t: now }), now);
    }
    subject.closed(4001, "replaced", 10_000);
    assert.equal(subject.link.state, "waiting");
});

test("a tab whose place newer ones have taken stays away until the player asks", () => {
    const subject = connection();
    open(subject);
    subject.closed(4003, "too many", 5);
    assert.ok(subject.link.state === "refused" && subject.link.why === "sessions");
    assert.deepEqual(subject.passed(100_000), []);
    assert.equal(subject.restart(100_000).some((effect) => effect.do === "open"), true);
});

test("another player starts a session of their own", () => {
    const subject = connection();
    open(subject);
    subject.command({ type: "ready" });
    const effects = subject.become({ token: "u", session: "00000000000000aa" }, 5);
    assert.deepEqual(effects, [{ do: "save" }, { do: "drop" }, { do: "open", url: "ws://a/ws" }]);
    assert.deepEqual(sent(subject.opened(6)), [{ type: "hello", version: 1, token: "u", session: "00000000000000aa", connection: 1, nextSeq: 1 }]);
    assert.deepEqual(sent(subject.receivedText(welcome(), 7)), []);
    assert.deepEqual(sent(subject.command({ type: "start" })), [{ type: "start", seq: 1 }]);
});
