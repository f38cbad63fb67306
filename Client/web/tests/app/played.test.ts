import assert from "node:assert/strict";
import { test } from "node:test";
import { endedBy, keptAfter, savedMatch, saveMatch } from "../../src/app/saved/played";
import { ReplayFacts } from "../../src/game/film";
import { Match, parseMessage } from "../../src/net/messages";
import { stores } from "../../src/net/storage";

function match(fields: Record<string, unknown> = {}): Match {
    const message = parseMessage(JSON.stringify({
        type: "match", id: "12", mode: "duel", phase: "running", you: 1, commitment: "ab".repeat(32), rules: { zone: 6 },
        players: [{ id: "3", name: "Ada", team: 0 }, { id: "4", name: "Grace", team: 1, connected: false, standIn: true, idleMs: 900 }], ...fields,
    }));
    assert.ok(message?.type === "match" && message.match);
    return message.match;
}

function facts(fields: Partial<ReplayFacts> = {}): ReplayFacts {
    return { match: "12", parent: null, verdict: "accepted", verdictTick: 900, seed: "07", names: ["Ada", "Grace"], scores: [25, 8], ranks: [1, 2], ...fields };
}

test("a match that is played is kept from its countdown on, until a player comes back to none", () => {
    const running = match();
    assert.equal(keptAfter(null, match({ phase: "ready" }), true), null, "it may be called off");
    assert.equal(keptAfter(null, match({ you: null }), true), null, "one that is only watched");
    const counts = match({ phase: "countdown" });
    assert.equal(keptAfter(null, counts, true), counts);
    assert.equal(keptAfter(counts, running, false), running);
    assert.equal(keptAfter(running, null, true), running, "its end was missed");
    assert.equal(keptAfter(running, null, false), null, "left in another tab, while this one was connected");
});

test("a player who was removed for being idle still hears of the own match", () => {
    const running = match();
    assert.equal(keptAfter(running, match({ you: null }), true), running);
    assert.equal(keptAfter(running, match({ you: null, id: "13" }), true), null, "another one is watched");
    assert.equal(keptAfter(running, match({ id: "13", phase: "ready" }), true), null, "another one begins");
});

test("a result that was seen is kept for a reload when the servers have forgotten it", () => {
    const ended = match({ phase: "ended", endReason: "score" });
    assert.equal(keptAfter(match(), ended, false), ended);
    assert.equal(keptAfter(ended, null, false), ended, "30 s later");
    assert.equal(keptAfter(ended, null, true), ended, "and after a reload");
});

test("what is kept comes back from the storage as it was, and nothing else does", () => {
    const running = match();
    saveMatch(running);
    assert.deepEqual(savedMatch(), running);
    for (const damaged of ["", "{", "null", "{}", '{"type":"match"}', '{"type":"pong"}', '{"type":"match","phase":"running","players":[]}',
        JSON.stringify({ type: "match", ...match({ phase: "ready" }) }), JSON.stringify({ type: "match", ...running, you: 9 })]) {
        stores.session.set("snaketron.match", damaged);
        assert.equal(savedMatch(), null, damaged);
    }
    saveMatch(running);
    saveMatch(null);
    assert.equal(savedMatch(), null);
});

test("the replay tells places and scores, and whether it was a draw", () => {
    const ended = endedBy(facts(), match());
    assert.ok(ended);
    assert.deepEqual(ended.players.map(({ rank, score }) => [rank, score]), [[1, 25], [2, 8]]);
    assert.deepEqual([ended.phase, ended.you, ended.seed, ended.endReason], ["ended", 1, "07", null]);
    assert.ok(ended.players.every(({ connected, standIn, idleMs }) => connected && !standIn && idleMs === null), "tags of the running match are gone");
    assert.equal(endedBy(facts({ ranks: [1, 1] }), match())?.endReason, "draw");
    assert.equal(endedBy(facts({ ranks: [1, 1] }), match({ rules: { zone: 0 } }))?.endReason, null, "without teams a win is shared");
    assert.equal(endedBy(facts({ ranks: [0, 0] }), match())?.endReason, "noContest");
});

test("a replay that is false, or of another match, tells nothing", () => {
    assert.equal(endedBy(facts({ match: "13" }), match()), null);
    assert.equal(endedBy(facts({ verdict: "falseResult" }), match()), null);
    assert.equal(endedBy(facts({ ranks: [1] }), match()), null);
});
