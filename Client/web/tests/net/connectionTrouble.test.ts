import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, Effect, timing } from "../../src/net/connection";
import { Outbox } from "../../src/net/outbox";
import { connection, identity, open, running, sent, update, welcome, withStandby } from "./links";

test("what closes each socket that it is sent on is given up after three, and the waits between them grow", () => {
    for (const code of [1007, 1008, 1009]) {
        const subject = connection();
        subject.start(0);
        subject.command({ type: "chat", text: "\ud83d" });
        const closedAt: number[] = [];
        const given: Effect[] = [];
        for (let now = 0; now < 60_000; now += 10) {
            for (const effect of subject.passed(now)) {
                if (effect.do === "open") subject.opened(now);
            }
            if (subject.link.state === "connecting") subject.opened(now);
            if (subject.link.state !== "greeting") continue;
            if (sent(subject.receivedText(welcome(), now)).length === 0) continue;
            closedAt.push(now);
            given.push(...subject.closed(code, "no", now).filter((effect) => effect.do === "settled"));
        }
        assert.equal(closedAt.length, timing.refusedSockets, `${closedAt}`);
        assert.equal(given.length, 1);
        assert.equal(subject.outbox.waiting.length, 0);
    }
});

const stalled = '{"type":"status","state":"stalled"}';

test("a stalled gateway is left for its standby at once", () => {
    const subject = withStandby();
    const effects = subject.receivedText(stalled, 1000);
    assert.deepEqual(effects.slice(0, 1), [{ do: "promote" }]);
    assert.equal(subject.currentGateway, "ws://b/ws");
});

test("a standby that is stalled is not taken, and another gateway stands by", () => {
    const subject = withStandby(["ws://a/ws", "ws://b/ws", "ws://c/ws"]);
    assert.deepEqual(subject.standbyReceived(stalled, 1000), [{ do: "dropStandby" }]);
    assert.equal(subject.standbyGateway, null);
    const next = subject.passed(1300).find((effect) => effect.do === "openStandby");
    assert.deepEqual(next, { do: "openStandby", url: "ws://c/ws" });
});

test("without a standby a stalled gateway is left for one of which no trouble is known; where all are stalled it is kept", () => {
    const subject = connection();
    open(subject);
    assert.equal(subject.receivedText(stalled, 1000).some((effect) => effect.do === "drop"), true);
    assert.ok(subject.passed(1000 + timing.firstRetry).some((effect) => effect.do === "open" && effect.url === "ws://b/ws"));
    subject.opened(1200);
    assert.equal(subject.receivedText(stalled, 1210).some((effect) => effect.do === "drop"), false, "a was stalled too");
    for (let now = 1220; now < 5000; now += 20) assert.deepEqual(subject.passed(now), [], `at ${now}`);
    subject.receivedText('{"type":"status","state":"ok"}', 5000);
    subject.receivedText(welcome(), 5010);
    assert.equal(subject.link.state, "open");
});

test("a take that is refused leads to another gateway", () => {
    const subject = withStandby(["ws://a/ws", "ws://b/ws", "ws://c/ws"]);
    subject.closed(1006, "", 1000);
    assert.equal(subject.link.state, "taking");
    assert.deepEqual(subject.receivedText('{"type":"error","code":"stalled","message":"no"}', 1010), [{ do: "drop" }]);
    assert.equal(subject.currentGateway, "ws://c/ws");
});

test("in a long outage the changes become rare, at random times, and an Update ends that", () => {
    const gateways = ["ws://a/ws", "ws://b/ws", "ws://c/ws"];
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const subject = new Connection(identity, gateways, new Outbox(), random);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(welcome(), 0);
    subject.receivedText(running, 0);
    const changes: number[] = [];
    const run = (from: number, to: number) => {
        for (let now = from; now < to; now += 20) {
            for (const effect of subject.passed(now)) {
                if (effect.do === "openStandby") {
                    subject.standbyOpened();
                    subject.standbyReceived('{"type":"standby","version":1}', now);
                } else if (effect.do === "promote") {
                    changes.push(now);
                    subject.receivedText(welcome(), now);
                } else if (effect.do === "sendStandby") {
                    subject.standbyReceived(JSON.stringify({ type: "pong", t: now }), now);
                }
            }
            subject.receivedText(JSON.stringify({ type: "pong", t: now }), now);
        }
    };
    run(0, 120_000);
    const waits = changes.slice(1).map((at, index) => at - changes[index]!);
    assert.ok(changes.length >= 5 && changes.length <= 9, `${changes}`);
    assert.ok(waits[2]! > waits[1]! && waits[1]! > waits[0]! && Math.max(...waits) < 1.5 * timing.betweenChangesMost + 1000, `${waits}`);
    subject.receivedBinary(update, 120_000);
    const before = changes.length;
    run(120_000, 120_000 + timing.overdue + 100);
    assert.equal(changes.length, before + 1);
});
