import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Connection, Effect, timing } from "../src/net/connection";
import { encodeInput } from "../src/net/messages";
import { Outbox, outboxCapacity, outboxLimit, parseSavedOutbox } from "../src/net/outbox";

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
    assert.deepEqual(sent(subject.opened(5)), [{ type: "hello", version: 1, token: "t", session: identity.session, connection: 1, nextSeq: 1 }]);
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
    const effects = subject.receivedBinary(Uint8Array.of(0x12, 12, 1, 0, 42, 2), 3);
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

/** The numbers in the hellos and takes among the effects. */
function numbers(effects: Effect[]): number[] {
    return sent(effects).flatMap((frame) => {
        const { type, connection } = frame as { type?: string; connection?: number };
        return (type === "hello" || type === "take") && connection !== undefined ? [connection] : [];
    });
}

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

const running = JSON.stringify({
    type: "match", id: "12", code: null, mode: "duel", phase: "running", remainingMs: 0, you: 0, players: [], commitment: "", seed: null, endReason: null,
});
const update = Uint8Array.of(0x11, 12, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** In a running match with a standby socket at the other gateway, at time `now` + 1000. */
function withStandby(gateways = urls, now = 0): Connection {
    const subject = connection(gateways);
    open(subject, now);
    subject.receivedText(running, now);
    const opened = subject.passed(now + 1).find((effect) => effect.do === "openStandby");
    assert.deepEqual(opened, { do: "openStandby", url: gateways[1] });
    assert.deepEqual(subject.standbyOpened(), [{
        do: "sendStandby",
        frame: JSON.stringify({ type: "hello", version: 1, token: "t", session: identity.session, standby: true }),
    }]);
    subject.standbyReceived('{"type":"standby","version":1}', now + 20);
    assert.equal(subject.standbyGateway, gateways[1]);
    subject.standbyReceived(JSON.stringify({ type: "pong", t: now + 20 }), now + 50);
    subject.receivedBinary(update, now + 999);
    return subject;
}

test("without a match, or another gateway, no second socket is opened", () => {
    const subject = connection();
    open(subject);
    subject.receivedText(JSON.stringify({ type: "pong", t: 0 }), 1);
    assert.deepEqual(subject.passed(10), []);
    const alone = connection(["ws://a/ws"]);
    open(alone);
    alone.receivedText(running, 0);
    assert.deepEqual(alone.passed(10), []);
    assert.deepEqual(withStandby().receivedText('{"type":"match","phase":"none"}', 1000).map((effect) => effect.do), ["deliver"]);
    const left = withStandby();
    left.receivedText('{"type":"match","phase":"none"}', 1000);
    assert.deepEqual(left.passed(1001).filter((effect) => effect.do !== "send"), [{ do: "dropStandby" }]);
});

for (const [what, lose] of [
    ["a lost socket", (subject: Connection) => subject.closed(1006, "", 1000)],
    ["a socket closed for draining", (subject: Connection) => subject.closed(1001, "stops", 1000)],
    ["the word draining", (subject: Connection) => subject.receivedText('{"type":"status","state":"draining"}', 1000)],
    ["a malformed frame", (subject: Connection) => subject.failed(1000).filter((effect) => effect.do !== "drop")],
] as const) {
    test(`${what}: the standby socket takes over at once, and the outbox is sent again on it`, () => {
        const subject = withStandby();
        subject.input(12n, 40, 1);
        let effects = lose(subject);
        // Its command may still be on its way to a gateway that lives.
        if (effects.length === 1) effects = subject.passed(1001 + timing.farewell);
        assert.deepEqual(effects.slice(0, 3), [
            { do: "promote" }, { do: "send", frame: '{"type":"take","connection":2,"nextSeq":2}' }, { do: "send", frame: encodeInput(1, 12n, 40, 1) },
        ]);
        assert.equal(subject.link.state, "taking");
        assert.equal(subject.currentGateway, "ws://b/ws");
        assert.deepEqual(sent(subject.input(12n, 44, 2).effects), [encodeInput(2, 12n, 44, 2)]);
        assert.deepEqual(sent(subject.receivedText(welcome(0, "3"), 1510)), [], "all was sent already");
        assert.deepEqual(subject.link, { state: "open", node: "3", recovering: false });
        assert.deepEqual(subject.samples, [30], "the way of the standby was measured before");
    });
}

test("two overdue updates in a running match change the socket, one does not, and not twice at once", () => {
    const subject = withStandby();
    for (let now = 1000; now <= 999 + timing.overdue; now += 100) {
        assert.equal(subject.passed(now).some((effect) => effect.do === "promote"), false, `at ${now}`);
        subject.receivedText(JSON.stringify({ type: "queue", mode: null, waiting: 0 }), now);
    }
    assert.equal(subject.passed(1000 + timing.overdue).some((effect) => effect.do === "promote"), true);
    subject.receivedText(welcome(), 1650);
    let opened = 0;
    for (let now = 1650; now < 1599 + timing.betweenChanges; now += 100) {
        const effects = subject.passed(now);
        assert.equal(effects.some((effect) => effect.do === "promote"), false, `at ${now}`);
        if (effects.some((effect) => effect.do === "openStandby")) {
            opened += 1;
            subject.standbyReceived('{"type":"standby","version":1}', now);
        }
        subject.receivedText(JSON.stringify({ type: "queue", mode: null, waiting: 0 }), now);
    }
    assert.equal(opened, 1, "a new one stands by");
    assert.equal(subject.standbyGateway, "ws://a/ws");
});

test("a silent gateway is asked, then the standby too, and left when only that one answers", () => {
    const subject = withStandby();
    subject.passed(1000);
    const since = 1001 + timing.quiet;
    assert.deepEqual(subject.passed(since), [{ do: "send", frame: `{"type":"ping","t":${-since}}` }]);
    assert.deepEqual(subject.passed(since), [], "asked once");
    assert.equal(subject.passed(since + timing.secondOpinion - 1).some((effect) => effect.do === "sendStandby"), false);
    assert.equal(subject.passed(since + timing.secondOpinion).some((effect) => effect.do === "sendStandby"), true);
    // A page whose own link is silent hears nothing from either.
    for (let now = since + 50; now < 999 + timing.overdue; now += 40) {
        assert.equal(subject.passed(now).some((effect) => effect.do === "promote"), false, `at ${now}`);
    }
    // Its word is enough, without a beat of the timer.
    const answered = subject.standbyReceived(`{"type":"pong","t":${since + timing.secondOpinion}}`, 999 + timing.overdue);
    assert.deepEqual(answered.slice(0, 2), [{ do: "promote" }, { do: "send", frame: '{"type":"take","connection":2,"nextSeq":1}' }]);
});

test("a sign of the first gateway settles the question, and is no sample of the way", () => {
    const subject = withStandby();
    subject.passed(1000);
    const since = 1001 + timing.quiet;
    subject.passed(since);
    subject.passed(since + timing.secondOpinion);
    assert.deepEqual(subject.receivedText(`{"type":"pong","t":${-since}}`, since + 90), []);
    subject.standbyReceived(`{"type":"pong","t":${since + timing.secondOpinion}}`, since + 150);
    assert.equal(subject.passed(since + 151).some((effect) => effect.do === "promote"), false);
    assert.deepEqual(subject.samples, []);
});

test("a draining gateway without a standby is left as soon as one stands by, whose simulation is waited for", () => {
    const subject = connection();
    open(subject);
    subject.receivedText('{"type":"status","state":"draining"}', 10);
    assert.equal(subject.link.state, "open");
    assert.equal(subject.passed(20).some((effect) => effect.do === "openStandby"), true);
    subject.standbyOpened();
    const ready = subject.standbyReceived('{"type":"standby","version":1}', 40);
    assert.equal(ready.some((effect) => effect.do === "promote"), true);
    assert.equal(subject.currentGateway, "ws://b/ws");
    subject.receivedText('{"type":"status","state":"recovering"}', 50);
    for (let now = 60; now < 5900; now += 40) assert.equal(subject.passed(now).some((effect) => effect.do === "drop"), false, `at ${now}`);
    subject.receivedText(welcome(), 5900);
    assert.equal(subject.link.state, "open");
});

test("a draining gateway is left at once when nothing is on its way to it, else with the outcome", () => {
    const idle = withStandby();
    assert.equal(idle.receivedText('{"type":"status","state":"draining"}', 1000).some((effect) => effect.do === "promote"), true);
    const busy = withStandby();
    busy.input(12n, 40, 1);
    busy.receivedText('{"type":"status","state":"draining"}', 1000);
    assert.equal(busy.link.state, "open");
    busy.receivedBinary(Uint8Array.of(0x12, 12, 1, 0, 42, 0), 1020);
    assert.deepEqual(busy.passed(1025).slice(0, 2), [{ do: "promote" }, { do: "send", frame: '{"type":"take","connection":2,"nextSeq":2}' }]);
});

test("the gateway that was left is the last one to stand by", () => {
    const subject = withStandby(["ws://a/ws", "ws://b/ws", "ws://c/ws"]);
    subject.closed(1006, "", 1000);
    subject.receivedText(welcome(), 1010);
    const next = subject.passed(1600).find((effect) => effect.do === "openStandby");
    assert.deepEqual(next, { do: "openStandby", url: "ws://c/ws" });
    subject.standbyClosed(1610);
    assert.deepEqual(subject.passed(2400).find((effect) => effect.do === "openStandby"), { do: "openStandby", url: "ws://a/ws" });
});

test("a taken gateway that gives no sign is left as well", () => {
    const subject = withStandby();
    subject.closed(1006, "", 1000);
    for (let now = 1000; now <= 1000 + timing.taking; now += 100) {
        assert.equal(subject.passed(now).some((effect) => effect.do === "drop"), false, `at ${now}`);
    }
    assert.equal(subject.passed(1001 + timing.taking).some((effect) => effect.do === "drop"), true);
    assert.equal(subject.link.state, "waiting");
});

test("a page that slept reads what waits for it before it judges the socket", () => {
    const subject = withStandby();
    assert.equal(subject.passed(9000).some((effect) => effect.do === "promote"), false);
    subject.receivedBinary(update, 9001);
    assert.equal(subject.link.state, "open");
});

test("while the gateway looks for a simulation it is given more time", () => {
    const subject = withStandby();
    subject.receivedText('{"type":"status","state":"recovering"}', 1000);
    let changed = 0;
    for (let now = 1000; now < 4000 && changed === 0; now += 100) {
        if (subject.passed(now).some((effect) => effect.do === "promote")) changed = now;
        subject.receivedText(JSON.stringify({ type: "queue", mode: null, waiting: 0 }), now);
    }
    assert.ok(changed > 999 + timing.overdueRecovering && changed <= 1100 + timing.overdueRecovering, `${changed}`);
});

test("a standby that does not answer is dropped, and the next gateway is asked, with growing waits", () => {
    const gateways = ["ws://a/ws", "ws://b/ws", "ws://c/ws"];
    const subject = withStandby(gateways);
    const opened: [string, number][] = [];
    for (let now = 1000; now < 60_000; now += 100) {
        subject.receivedBinary(update, now);
        for (const effect of subject.passed(now)) {
            if (effect.do === "openStandby") {
                opened.push([effect.url, now]);
                subject.standbyClosed(now);
            } else if (effect.do === "send" && effect.frame.toString().includes("ping")) {
                subject.receivedText(JSON.stringify({ type: "pong", t: now }), now);
            }
        }
    }
    assert.deepEqual(opened.slice(0, 3).map(([url]) => url), ["ws://c/ws", "ws://b/ws", "ws://c/ws"]);
    const waits = opened.slice(1).map(([, at], index) => at - opened[index]![1]);
    assert.ok(waits[2]! > waits[1]! && waits[1]! > waits[0]! && Math.max(...waits) <= 30_100, `${waits}`);
});

test("a standby socket costs a ping each 5 s while the match is busy", () => {
    const subject = withStandby();
    let pings = 0;
    for (let now = 3000; now < 63_000; now += 100) {
        subject.receivedBinary(update, now);
        for (const effect of subject.passed(now)) {
            if (effect.do === "sendStandby") {
                pings += 1;
                subject.standbyReceived(JSON.stringify({ type: "pong", t: now }), now + 10);
            } else if (effect.do === "send" && effect.frame.toString().includes("ping")) {
                subject.receivedText(JSON.stringify({ type: "pong", t: now }), now);
            }
        }
    }
    assert.ok(pings >= 12 && pings <= 15, `${pings}`);
});

test("without a standby a lost socket is replaced as ever", () => {
    const subject = withStandby();
    subject.standbyClosed(1000);
    assert.deepEqual(subject.closed(1006, "", 1001), []);
    assert.equal(subject.link.state, "waiting");
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

test("no more than 64 commands are under way: the next one goes when one of them is answered", () => {
    const subject = connection();
    open(subject);
    for (let index = 0; index < outboxLimit; index++) assert.ok(subject.input(1n, index, 0).entry);
    assert.equal(subject.input(1n, 99, 0).entry, null, "a turn that has to wait is worth nothing");
    assert.deepEqual(sent(subject.command({ type: "leave" })), []);
    assert.deepEqual(sent(subject.command({ type: "ready" })), []);
    // Acks of the 5th and the 1st.
    assert.deepEqual(sent(subject.receivedBinary(Uint8Array.of(0x12, 1, 5, 0, 0, 0), 3)), [{ type: "leave", seq: 65 }]);
    subject.closed(1006, "", 10);
    subject.passed(10 + timing.firstRetry);
    subject.opened(200);
    assert.equal(sent(subject.receivedText(welcome(5), 201)).length, outboxLimit);
    assert.deepEqual(sent(subject.receivedBinary(Uint8Array.of(0x12, 1, 1, 0, 0, 0), 300)), [{ type: "ready", seq: 66 }]);
});

test("a full outbox tells the player, and takes commands again when it has room", () => {
    const subject = connection();
    open(subject);
    for (let index = 0; index < outboxCapacity; index++) subject.command({ type: "ready" });
    assert.deepEqual(subject.command({ type: "ready" }).map((effect) => effect.do), ["deliver"]);
    subject.receivedText(JSON.stringify({ type: "outcome", seq: 1, ok: true, code: "accepted" }), 2);
    assert.deepEqual(subject.command({ type: "ready" }).map((effect) => effect.do), ["save"]);
});

test("damaged storage is not an outbox", () => {
    for (const value of [null, 3, "x", {}, { nextSeq: 0, entries: [] }, { nextSeq: 1.5, entries: [] }, { nextSeq: 2 }]) {
        assert.equal(parseSavedOutbox(value), undefined);
    }
    const saved = parseSavedOutbox({ nextSeq: 4, entries: [{ seq: 3, kind: "input", matchID: "x", tick: 1, code: 0 }, { seq: 2, kind: "command", command: { type: "ready" } }] });
    assert.deepEqual(saved?.entries.map((entry) => entry.seq), [2]);
});

/** As the gateway of that name says it. */
const named = (name: string) => ({
    welcome: JSON.stringify({ ...JSON.parse(welcome()) as object, gateway: name }),
    standby: JSON.stringify({ type: "standby", version: 1, node: null, gateway: name }),
});

test("the gateway in use does not stand by under another address", () => {
    const subject = connection(["ws://localhost:8080/ws"]);
    subject.start(0);
    subject.learned(["ws://127.0.0.1:8080/ws", "ws://127.0.0.1:8081/ws"]);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    assert.deepEqual(subject.passed(1).find((effect) => effect.do === "openStandby"), { do: "openStandby", url: "ws://127.0.0.1:8080/ws" });
    subject.standbyOpened();
    assert.deepEqual(subject.standbyReceived(named("a").standby, 20).map((effect) => effect.do), ["dropStandby"]);
    assert.equal(subject.standbyGateway, null);
    assert.deepEqual(subject.passed(21).find((effect) => effect.do === "openStandby"), { do: "openStandby", url: "ws://127.0.0.1:8081/ws" });
    subject.standbyOpened();
    subject.standbyReceived(named("b").standby, 40);
    assert.equal(subject.standbyGateway, "ws://127.0.0.1:8081/ws");
});

test("where all addresses are one gateway's none stands by, and none is asked twice", () => {
    const subject = connection(["ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws"]);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    let opened = 0;
    for (let now = 1; now < 60_000; now += 25) {
        for (const effect of subject.passed(now)) {
            if (effect.do === "openStandby") {
                opened += 1;
                subject.standbyOpened();
                subject.standbyReceived(named("a").standby, now);
            }
            if (effect.do === "send" && typeof effect.frame === "string" && effect.frame.includes('"ping"')) {
                subject.receivedText(JSON.stringify({ type: "pong", t: (JSON.parse(effect.frame) as { t: number }).t }), now);
            }
        }
        subject.receivedBinary(update, now);
    }
    assert.equal(opened, 1);
});

/** A page behind a load balancer, in a running match, which answers each further socket as `answers` says; all standbys' times. */
function behindBalancer(answers: (count: number) => string | null, until: number): { subject: Connection; asked: number[] } {
    const subject = connection(["wss://play.example/ws"]);
    subject.start(0);
    subject.learned([], true);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    const asked: number[] = [];
    for (let now = 1; now < until; now += 25) {
        const effects = subject.passed(now);
        for (const effect of effects) {  // grows on the way
            if (effect.do === "openStandby") {
                assert.equal(effect.url, "wss://play.example/ws");
                asked.push(now);
                const name = answers(asked.length);
                if (name === null) subject.standbyClosed(now);
                else {
                    subject.standbyOpened();
                    effects.push(...subject.standbyReceived(named(name).standby, now));
                }
            }
            const frame = effect.do === "send" || effect.do === "sendStandby" ? effect.frame : "";
            if (typeof frame !== "string" || !frame.includes('"ping"')) continue;
            const pong = JSON.stringify({ type: "pong", t: (JSON.parse(frame) as { t: number }).t });
            if (effect.do === "send") subject.receivedText(pong, now);
            else subject.standbyReceived(pong, now);
        }
        subject.receivedBinary(update, now);
    }
    return { subject, asked };
}

test("behind a load balancer a standby is tried until it comes to another gateway, and then no more", () => {
    const { subject, asked } = behindBalancer((count) => count === 2 ? null : count < 4 ? "a" : "b", 20_000);
    assert.equal(asked.length, 4);
    assert.equal(subject.standbyGateway, "wss://play.example/ws");
    // Gateway a dies: the socket at b takes over, and the next standby may not stand at b.
    const effects = subject.closed(1006, "", 20_000);
    assert.deepEqual(effects.map((effect) => effect.do).slice(0, 2), ["promote", "send"]);
    subject.receivedText(named("b").welcome, 20_010);
    const opening = [];
    for (let now = 20_020; opening.length < 2; now += 25) {
        if (!subject.passed(now).some((effect) => effect.do === "openStandby")) continue;
        opening.push(now);
        subject.standbyOpened();
        subject.standbyReceived(named(opening.length === 1 ? "b" : "c").standby, now);
        assert.equal(subject.standbyGateway, opening.length === 1 ? null : "wss://play.example/ws");
        subject.receivedText('{"type":"queue","modes":[]}', now);
    }
});

test("where one gateway alone stands at the address, further tries become rare", () => {
    const { subject, asked } = behindBalancer(() => "a", 120_000);
    assert.equal(subject.standbyGateway, null);
    // 0.25 s, doubled each time up to 30 s.
    assert.ok(asked.length >= 8 && asked.length <= 12, `${asked.length} tries in two minutes`);
});

test("a single address that was listed is one gateway: none stands by there", () => {
    const subject = connection(["ws://127.0.0.1:8080/ws"]);
    open(subject);
    subject.learned(["ws://127.0.0.1:8080/ws"], false);
    subject.receivedText(running, 0);
    assert.deepEqual(subject.passed(10).filter((effect) => effect.do === "openStandby"), []);
});

test("the gateway that was left is the last to stand by under any of its addresses", () => {
    const subject = connection(["ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws", "ws://127.0.0.1:8081/ws", "ws://127.0.0.1:8082/ws"]);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    subject.passed(1);
    subject.standbyOpened();
    subject.standbyReceived(named("a").standby, 20);
    subject.passed(21);
    subject.standbyOpened();
    subject.standbyReceived(named("b").standby, 40);
    subject.closed(1006, "", 1000);
    subject.receivedText(named("b").welcome, 1010);
    const asked = [];
    for (let now = 1600; asked.length < 3; now += 1000) {
        const opening = subject.passed(now).find((effect) => effect.do === "openStandby");
        if (opening?.do !== "openStandby") continue;
        asked.push(opening.url);
        subject.standbyClosed(now + 1);
        subject.receivedText('{"type":"queue","modes":[]}', now + 1);
    }
    assert.deepEqual(asked, ["ws://127.0.0.1:8082/ws", "ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws"]);
});

test("a saved entry that no gateway can take is not sent for ever", () => {
    const saved = parseSavedOutbox({ nextSeq: 9, entries: [
        { seq: 1, kind: "command", command: { type: "chat", text: "x".repeat(5000) } },
        { seq: 2, kind: "input", matchID: "99999999999999999999", tick: 1, code: 0 },
        { seq: 0, kind: "command", command: { type: "ready" } },
        { seq: 9, kind: "command", command: { type: "ready" } },
        { seq: 8, kind: "command", command: { type: "ready" } },
    ] });
    assert.deepEqual(saved?.entries.map((entry) => entry.seq), [8]);
    assert.equal(new Outbox(saved).unsent, 9, "a page that did not say what it had sent may have sent all");
});

test("the page's bound of commands under way is the servers'", () => {
    const limits = readFileSync("Shared/Identity/SessionLimits.swift", "utf8");
    assert.equal(/commandsUnderWay = (\d+)/.exec(limits)?.[1], `${outboxLimit}`);
});
