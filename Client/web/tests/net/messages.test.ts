import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeInput, parseBinary, parseMessage } from "../../src/net/messages";
import { FrameReader, WireError, writeVarint } from "../../src/net/varint";

test("varints of every length come back", () => {
    for (let bits = 0n; bits < 64n; bits++) {
        for (const value of [1n << bits, (1n << bits) - 1n]) {
            const bytes: number[] = [];
            writeVarint(bytes, value);
            const reader = new FrameReader(Uint8Array.from(bytes));
            assert.equal(reader.varint(), value);
            reader.end();
        }
    }
});

test("300 is AC 02", () => {  // the example of the Protocol Buffers encoding guide
    const bytes: number[] = [];
    writeVarint(bytes, 300);
    assert.deepEqual(bytes, [0xac, 0x02]);
});

test("long forms, overlong and cut varints are refused", () => {
    for (const bytes of [[0x80, 0x00], [0xff], Array(10).fill(0xff), [...Array(9).fill(0x80), 0x02], []]) {
        assert.throws(() => new FrameReader(Uint8Array.from(bytes)).varint(), WireError);
    }
});

test("a Boost frame is 02, seq, match, tick, 1 while held", () => {
    assert.deepEqual(Array.from(encodeInput(5, 300n, 7, 6)), [0x02, 5, 0xac, 0x02, 7, 1]);
    assert.deepEqual(Array.from(encodeInput(5, 300n, 7, 5)), [0x02, 5, 0xac, 0x02, 7, 0]);
});

test("a Turn frame is 01, seq, match, tick, direction", () => {
    assert.deepEqual(Array.from(encodeInput(5, 300n, 7, 3)), [0x01, 5, 0xac, 0x02, 7, 3]);
});

test("binary frames: kinds are told apart, nonsense is refused", () => {
    assert.deepEqual(parseBinary(Uint8Array.of(0x11, 9, 1)), { type: "update", matchID: 9n, streamSeq: 1 });
    assert.throws(() => parseBinary(Uint8Array.of(0x33, 1)), WireError);
    assert.throws(() => parseBinary(Uint8Array.of(0x12, 9, 1, 0)), WireError);
    assert.throws(() => parseBinary(Uint8Array.of(0x12, 9, 1, 0, 4, 0, 0)), WireError);
});

test("a match message is read with what is missing made safe", () => {
    const message = parseMessage('{"type":"match","id":"12","code":"KX4QZ","mode":"duel","phase":"countdown","remainingMs":3000,"you":5,"players":[{"name":"Ada"}]}');
    assert.ok(message?.type === "match" && message.match);
    assert.equal(message.match.you, null);
    assert.equal(message.match.players[0]?.name, "Ada");
    assert.deepEqual(parseMessage('{"type":"match","phase":"none"}'), { type: "match", match: null });
});

test("unknown and broken text is passed over", () => {
    for (const frame of ["", "[]", "null", "{", '{"type":"later"}']) assert.equal(parseMessage(frame), null);
});
