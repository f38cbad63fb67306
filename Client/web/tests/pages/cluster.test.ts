import assert from "node:assert/strict";
import { test } from "node:test";
import { readCluster } from "../../src/pages/cluster/clusterFacts";

const node = { node: "1", state: "leader", voter: true, term: 7, applied: 5120, lag: 0, silentMs: null, ready: true, quarantined: false, draining: false, build: "0.9.0", sessions: 3 };

test("the cluster is read as docs/guide/protocol.md has it", () => {
    const facts = readCluster({
        gateway: "6b86b273ff34fce1", node: "2", leader: "1", term: 7, commit: 5120, voterSeats: 3, mayTakeANode: false, whyNot: "voter 3 silent for 2100 ms", mayKill: true,
        players: 4, matches: 2, lobbies: 1, spectators: 0, nodes: [node], events: [{ kind: "unreachable", node: "3", term: 7, agoMs: 1100 }],
    });
    assert.equal(facts?.leader, "1");
    assert.equal(facts?.whyNot, "voter 3 silent for 2100 ms");
    assert.equal(facts?.mayKill, true);
    assert.deepEqual(facts?.nodes, [{ node: "1", state: "leader", voter: true, draining: false, quarantined: false, lag: 0, sessions: 3, build: "0.9.0" }]);
    assert.deepEqual(facts?.events, [{ kind: "unreachable", node: "3", term: 7, agoMs: 1100 }]);
});

test("what is no such answer is none, and what is not as it should be is not known", () => {
    for (const value of [null, 3, [], {}, { nodes: 3 }]) assert.equal(readCluster(value), null);
    const facts = readCluster({ nodes: [null, 3, {}, { node: 1, state: "leader" }, { node: "2", state: "new", lag: "many", sessions: -1 }], events: [{ kind: "exploded", node: "1", agoMs: 1 }, { kind: "left", node: "1" }] });
    assert.deepEqual(facts?.nodes, [{ node: "2", state: "new", voter: false, draining: false, quarantined: false, lag: null, sessions: null, build: null }]);
    assert.deepEqual(facts?.events, []);
    assert.equal(facts?.mayTakeANode, false);
    assert.equal(facts?.mayKill, false);
});
