import assert from "node:assert/strict";
import { test } from "node:test";
import { emoteMs, emotePictures, Emotes } from "../../src/game/emotes";
import { emotes, parseMessage } from "../../src/net/messages";

test("an emote is shown for two seconds, and the next one of the same player takes its place", () => {
    const shown = new Emotes();
    shown.show(0, "gg", 100);
    shown.show(1, "wow", 1_000);
    shown.show(0, "hello", 1_500);
    assert.deepEqual([...shown.at(1_600)], [[0, { emote: "hello", since: 1_500 }], [1, { emote: "wow", since: 1_000 }]]);
    assert.deepEqual([...shown.at(1_000 + emoteMs)].map(([slot]) => slot), [0]);
    assert.equal(shown.at(1_500 + emoteMs).size, 0);
});

test("the page asks for no more than the servers take on and on", () => {
    const shown = new Emotes();
    assert.deepEqual([0, 10, 999, 1_000, 1_999, 2_000].map((now) => shown.mayAsk(now)), [true, false, false, true, false, true]);
});

test("an emote or a slot that this page does not know is passed over", () => {
    const message = (fields: object) => parseMessage(JSON.stringify({ type: "emote", match: "12", slot: 1, emote: "gg", ...fields }));
    assert.deepEqual(message({}), { type: "emote", match: "12", slot: 1, emote: "gg" });
    for (const fields of [{ emote: "dance" }, { emote: 3 }, { emote: "toString" }, { slot: -1 }, { slot: 0.5 }, { slot: "1" }, { slot: null }]) assert.equal(message(fields), null);
});

test("there is a picture of each", () => {
    for (const emote of emotes) assert.ok(emotePictures[emote].body || emotePictures[emote].lines);
});

test("emotes are offered where the servers say that they take them", () => {
    const match = (fields: object) => parseMessage(JSON.stringify({ type: "match", id: "12", phase: "running", ...fields }));
    const offered = (fields: object) => {
        const message = match(fields);
        return message?.type === "match" && message.match?.emotes;
    };
    assert.equal(offered({ emotes: true }), true);
    assert.equal(offered({}), false);
    assert.equal(offered({ emotes: "yes" }), false);
});
