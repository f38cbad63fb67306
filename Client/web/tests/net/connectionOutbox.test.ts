import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { timing } from "../../src/net/connection";
import { encodeInput } from "../../src/net/messages";
import { Outbox, outboxCapacity, outboxLimit, parseSavedOutbox } from "../../src/net/outbox";
import { connection, open, sent, urls, welcome } from "./links";

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

test("a frame leaves before the outbox is saved; one that has to wait is saved at once", () => {
    const subject = connection();
    const kinds = (effects: { do: string }[]) => effects.map((effect) => effect.do);
    assert.deepEqual(kinds(subject.command({ type: "ready" })), ["save"]);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(welcome(), 0);
    assert.deepEqual(kinds(subject.input(12n, 40, 1).effects), ["send", "save"]);
    assert.deepEqual(kinds(subject.command({ type: "leave" })), ["send", "save"]);
});

test("a page that was lost between the frame and the save goes on after what the server has seen", () => {
    const before = connection();
    open(before);
    const saved = parseSavedOutbox(JSON.parse(JSON.stringify(before.outbox.saved())));
    before.input(7n, 9, 2);
    const after = connection(urls, new Outbox(saved));
    after.start(0);
    after.opened(0);
    assert.deepEqual(sent(after.receivedText(welcome(1), 0)), []);
    assert.deepEqual(sent(after.input(7n, 12, 3).effects), [encodeInput(2, 7n, 12, 3)]);
});
