import assert from "node:assert/strict";
import { test } from "node:test";
import { timing } from "../../src/net/connection";
import { Outbox } from "../../src/net/outbox";
import { connection, identity, open, sent } from "./links";

test("the first frame of a socket is hello", () => {
    const subject = connection();
    assert.deepEqual(subject.start(0), [{ do: "open", url: "ws://a/ws" }]);
    assert.deepEqual(sent(subject.opened(5)), [{ type: "hello", version: 1, token: "t", session: identity.session, connection: 1, nextSeq: 1 }]);
});

test("a reconnect tries every gateway quickly before it backs off", () => {
    const subject = connection();
    open(subject);
    subject.closed(1006, "", 1000);
    const tried: [string, number][] = [];
    for (let now = 1000; now < 3000; now += 10) {
        for (const effect of subject.passed(now)) {
            if (effect.do !== "open") continue;
            tried.push([effect.url, now]);
            subject.closed(1006, "", now);
        }
    }
    assert.deepEqual(tried.slice(0, 3).map(([url]) => url), ["ws://b/ws", "ws://a/ws", "ws://b/ws"]);
    assert.ok(tried[0]![1] <= 1000 + timing.firstRetry && tried[1]![1] <= 1000 + 2 * timing.firstRetry);
    const waits = tried.slice(1).map(([, at], index) => at - tried[index]![1]);
    assert.ok(waits[3]! > waits[1]!, `waits grow: ${waits}`);
});

test("waits are jittered between half and the whole, and never over the longest", () => {
    for (const [random, factor] of [[0, 0.5], [1, 1]] as const) {
        const subject = connection(["ws://a/ws"], new Outbox(), () => random);
        subject.start(0);
        for (let failure = 0; failure < 40; failure++) {
            subject.closed(1006, "", 0);
            assert.ok(subject.link.state === "waiting");
            assert.ok(subject.link.until <= timing.retryMost * factor);
            if (failure === 39) assert.equal(subject.link.until, timing.retryMost * factor);
            subject.hurry(0);
        }
    }
});

test("a socket that answers no ping is dropped and replaced", () => {
    const subject = connection();
    open(subject, 0);
    assert.deepEqual(subject.passed(timing.silence), []);
    const effects = subject.passed(timing.silence + 1);
    assert.deepEqual(effects, [{ do: "drop" }]);
    assert.equal(subject.link.state, "waiting");
});

test("the round trip is a median, and a single slow answer does not move it", () => {
    const subject = connection();
    open(subject, 0);
    let now = 0;
    for (const delay of [900, 40, 42, 44, 41]) {
        subject.receivedText(JSON.stringify({ type: "pong", t: now }), now + delay);
        now += 1000;
    }
    assert.equal(subject.roundTrip, 42);
    assert.deepEqual(subject.samples, [900, 40, 42, 44, 41]);
});

test("any frame after the ping counts as an answer", () => {
    const subject = connection();
    open(subject, 0);
    subject.receivedText(JSON.stringify({ type: "queue", modes: [], ranked: false }), 2000);
    assert.deepEqual(subject.passed(timing.silence + 1).filter((effect) => effect.do === "drop"), []);
    assert.equal(subject.link.state, "open");
});

test("a refused token asks for a new one", () => {
    const subject = connection();
    subject.start(0);
    subject.opened(1);
    subject.closed(4002, "expired", 2);
    assert.ok(subject.link.state === "refused" && subject.link.why === "token");
});

test("recovering is shown from the status until the status", () => {
    const subject = connection();
    open(subject);
    subject.receivedText('{"type":"status","state":"recovering"}', 1);
    assert.deepEqual(subject.link, { state: "open", node: "2", recovering: true });
    subject.receivedText('{"type":"status","state":"ok"}', 2);
    assert.deepEqual(subject.link, { state: "open", node: "2", recovering: false });
});
