import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, Effect, timing } from "../src/net/connection";
import { encodeInput } from "../src/net/messages";
import { Outbox, outboxLimit, parseSavedOutbox } from "../src/net/outbox";

const identity = { token: "t", session: "9f86d081884c7d65" };
const urls = ["ws://a/ws", "ws://b/ws"];

function connection(gateways = urls, outbox = new Outbox(), random = () => 1) {
    return new Connection(identity, gateways, outbox, random);
}

function welcome(lastSeq = 0, node = "2"): string {
    return JSON.stringify({ type: "welcome", version: 1, user: { id: "17", name: "Ada", guest: true }, session: identity.session, lastSeq, node });
}

function open(subject: Connection, now = 0): Effect[] {
    subject.start(now);
    subject.opened(now);
    return subject.receivedText(welcome(), now);
}

/** The frames sent, pings aside. */
function sent(effects: Effect[]): unknown[] {
    return effects.flatMap((effect) => effect.do === "send" ? [typeof effect.frame === "string" ? JSON.parse(effect.frame) : effect.frame] : [])
        .filter((frame) => frame.type !== "ping");
}

test("the first frame of a socket is hello", () => {
    const subject = connection();
    assert.deepEqual(subject.start(0), [{ do: "open", url: "ws://a/ws" }]);
    assert.deepEqual(sent(subject.opened(5)), [{ type: "hello", version: 1, token: "t", session: identity.session }]);
});

test("commands given before the welcome are sent after it, in order, each once", () => {
    const subject = connection();
    subject.start(0);
    assert.deepEqual(sent(subject.command({ type: "queue", modes: ["duel"] })), []);
    subject.opened(0);
    assert.deepEqual(sent(subject.command({ type: "ready" })), []);
    assert.deepEqual(sent(subject.receivedText(welcome(), 1)), [
        { type: "queue", modes: ["duel"], seq: 1 }, { type: "ready", seq: 2 },
    ]);
});

test("after a reconnect just what has no outcome is sent again, with its own sequence and the same bytes", () => {
    const subject = connection();
    open(subject);
    subject.command({ type: "ready" });
    const { effects } = subject.input(12n, 40, 3);
    subject.input(12n, 300, 0);
    subject.receivedText(JSON.stringify({ type: "outcome", seq: 1, ok: true, code: "accepted" }), 2);
    subject.closed(1006, "", 10);
    subject.passed(10 + timing.firstRetry);
    subject.opened(200);
    const again = sent(subject.receivedText(welcome(2), 201));
    assert.deepEqual(again, [encodeInput(2, 12n, 40, 3), encodeInput(3, 12n, 300, 0)]);
    assert.deepEqual(again[0], sent(effects)[0]);
});

test("a second outcome of one sequence is not reported again", () => {
    const subject = connection();
    open(subject);
    subject.command({ type: "start" });
    const outcome = JSON.stringify({ type: "outcome", seq: 1, ok: false, code: "not_allowed" });
    assert.equal(subject.receivedText(outcome, 1).filter((effect) => effect.do === "settled").length, 1);
    assert.deepEqual(subject.receivedText(outcome, 2), []);
    assert.equal(subject.outbox.waiting.length, 0);
});

test("an Ack settles the turn and tells how late it was", () => {
    const subject = connection();
    open(subject);
    subject.input(12n, 40, 1);
    // 0x12, match 12, seq 1, accepted, tick 42, 2 late
    const effects = subject.receivedBinary(Uint8Array.of(0x12, 12, 1, 0, 42, 2));
    const settled = effects.find((effect) => effect.do === "settled");
    assert.ok(settled?.do === "settled");
    assert.equal(settled.code, "accepted");
    assert.deepEqual(settled.ack, { matchID: 12n, seq: 1, code: "accepted", tick: 42, late: 2 });
    assert.equal(subject.outbox.waiting.length, 0);
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

test("a newer socket of the session is not fought over", () => {
    const subject = connection();
    open(subject);
    subject.closed(4001, "replaced", 5);
    assert.equal(subject.link.state, "refused");
    assert.deepEqual(subject.passed(100_000), []);
    assert.deepEqual(subject.restart(100_000), [{ do: "open", url: "ws://a/ws" }]);
});

test("another player starts a session of their own", () => {
    const subject = connection();
    open(subject);
    subject.command({ type: "ready" });
    const effects = subject.become({ token: "u", session: "00000000000000aa" }, 5);
    assert.deepEqual(effects, [{ do: "save" }, { do: "drop" }, { do: "open", url: "ws://a/ws" }]);
    assert.deepEqual(sent(subject.opened(6)), [{ type: "hello", version: 1, token: "u", session: "00000000000000aa" }]);
    assert.deepEqual(sent(subject.receivedText(welcome(), 7)), []);
    assert.deepEqual(sent(subject.command({ type: "start" })), [{ type: "start", seq: 1 }]);
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

test("a reload goes on with the sequences and the waiting commands of before", () => {
    const before = connection();
    open(before);
    before.input(7n, 9, 2);
    before.command({ type: "leave" });
    const saved = parseSavedOutbox(JSON.parse(JSON.stringify(before.outbox.saved())));
    const after = connection(urls, new Outbox(saved));
    after.start(0);
    after.opened(0);
    assert.deepEqual(sent(after.receivedText(welcome(2), 0)), [encodeInput(1, 7n, 9, 2), { type: "leave", seq: 2 }]);
    assert.deepEqual(sent(after.command({ type: "start" })), [{ type: "start", seq: 3 }]);
});

test("sequences that a copied tab has used are skipped", () => {
    const subject = connection();
    subject.start(0);
    subject.opened(0);
    subject.receivedText(welcome(9), 0);
    assert.deepEqual(sent(subject.command({ type: "ready" })), [{ type: "ready", seq: 10 }]);
});

test("no more than 64 commands wait", () => {
    const subject = connection();
    open(subject);
    for (let index = 0; index < outboxLimit; index++) assert.ok(subject.input(1n, index, 0).entry);
    assert.equal(subject.input(1n, 99, 0).entry, null);
});

test("damaged storage is not an outbox", () => {
    for (const value of [null, 3, "x", {}, { nextSeq: 0, entries: [] }, { nextSeq: 1.5, entries: [] }, { nextSeq: 2 }]) {
        assert.equal(parseSavedOutbox(value), undefined);
    }
    const saved = parseSavedOutbox({ nextSeq: 4, entries: [{ seq: 3, kind: "input", matchID: "x", tick: 1, code: 0 }, { seq: 2, kind: "command", command: { type: "ready" } }] });
    assert.deepEqual(saved?.entries.map((entry) => entry.seq), [2]);
});
