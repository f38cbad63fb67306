import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection, timing } from "../../src/net/connection";
import { encodeInput } from "../../src/net/messages";
import { connection, open, running, sent, update, welcome, withStandby } from "./links";

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

for (const speaks of [true, false]) {
    test(`a gateway left for silence that ${speaks ? "speaks again doubles the patience with" : "stays silent leaves the patience as it was for"} the next one`, () => {
        const subject = withStandby(["ws://a/ws", "ws://b/ws", "ws://c/ws"]);
        // The standby answers in 30 ms, so the patience is the least one.
        let answers: { at: number; frame: string }[] = [];
        /** When the gateway is left, in milliseconds after `from`. */
        const leftAfter = (from: number, until: number, speaks: boolean): number => {
            for (let now = from; now < until; now += 1) {
                if (speaks) subject.receivedBinary(update, now);
                const due = answers.filter(({ at }) => at <= now);
                answers = answers.filter(({ at }) => at > now);
                for (const effect of [...due.flatMap(({ frame }) => subject.standbyReceived(frame, now)), ...subject.passed(now)]) {
                    if (effect.do === "openStandby") answers.push({ at: now + 30, frame: '{"type":"standby","version":1}' });
                    if (effect.do === "sendStandby") answers.push({ at: now + 30, frame: effect.frame.replace("ping", "pong") });
                    if (effect.do === "promote") return now - from;
                }
            }
            return Infinity;
        };
        const least = timing.quiet + timing.patience;
        const first = leftAfter(1000, 3000, false);
        assert.ok(first >= least && first < least + 10, `${first} ms, not ${least}`);
        const left = 1000 + first;
        if (speaks) subject.retiredReceived(left + timing.retired);
        // What comes later, or again, says nothing more.
        subject.retiredReceived(left + timing.retired + 1);
        subject.receivedText(welcome(), left + 10);
        assert.equal(leftAfter(left + 10, left + 3000, true), Infinity);
        const second = leftAfter(left + 3000, left + 5000, false);
        const expected = timing.quiet + timing.patience * (speaks ? 2 : 1);
        assert.ok(second >= expected && second < expected + 10, `${second} ms, not ${expected}`);
    });
}

test("a change for another reason than silence is no doubt, whatever the left gateway says", () => {
    const subject = withStandby();
    subject.receivedText('{"type":"status","state":"draining"}', 1000);
    assert.equal(subject.link.state, "taking");
    subject.retiredReceived(1010);
    assert.deepEqual((subject as unknown as { doubts: number[] }).doubts, []);
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
