"""`GET /api/cluster`: what a page or a pipeline learns of a real cluster, and what it never learns."""
import json
import re

from System.stack import http, wait_for

KINDS = {"elected", "joined", "left", "promoted", "demoted", "unreachable", "reachable"}


def cluster(stack, node: int) -> dict:
    status, text = http(stack.gateway(node) + "/api/cluster")
    assert status == 200, f"{status} {text}"
    return json.loads(text)


def number_of(stack, raft_id: str) -> int:
    return next(n["node"] for n in stack.status() if n["id"] == int(raft_id))


def whole(stack, node: int):
    seen = cluster(stack, node)
    fine = seen["mayTakeANode"] and len(seen["nodes"]) == 3 and all(n["ready"] and n["lag"] < 50 for n in seen["nodes"])
    return seen if fine else None


def test_all_gateways_tell_of_the_same_whole_cluster(stack):
    stack.settled()
    views = [wait_for(lambda: whole(stack, node), 30, f"a whole cluster at gateway {node}") for node in (1, 2, 3)]
    statuses = {str(n["id"]): n for n in stack.status()}
    assert len({view["gateway"] for view in views}) == 3
    assert {view["node"] for view in views} == set(statuses), "each gateway knows its own node"
    for view in views:
        assert view["voterSeats"] == 3 and view["whyNot"] is None
        assert [n["node"] for n in view["nodes"]] == sorted(statuses, key=int)
        for node in view["nodes"]:
            known = statuses[node["node"]]
            assert node["state"] == known["role"] and node["build"] == known["version"]
            assert node["voter"] and not node["draining"] and not node["quarantined"]
        assert [n["node"] for n in view["nodes"] if n["state"] == "leader"] == [view["leader"]]
        assert statuses[view["leader"]]["role"] == "leader" and statuses[view["leader"]]["term"] == view["term"]
        kinds = [event["kind"] for event in view["events"]]
        assert set(kinds) <= KINDS and kinds.count("joined") == 2 and kinds.count("promoted") == 2, kinds
        ages = [event["agoMs"] for event in view["events"]]
        assert ages == sorted(ages), "the newest first"


def test_no_address_no_port_and_no_secret_is_told(stack):
    _, text = http(stack.gateway(1) + "/api/cluster")
    assert not re.search(r"127\.|localhost|5005[1-4]|808[0-2]", text), text
    for secret in (stack.secret(node) for node in (1, 2, 3)):
        assert secret not in text


def test_who_asks_at_once_gets_one_answer(stack):
    url = stack.gateway(2) + "/api/cluster"
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: http(url)[1], range(64)))
    # Several seconds may pass on a busy machine: far fewer answers than questions, not exactly one.
    assert len(set(answers)) < 32


def test_a_dead_leader_and_its_return_are_events(stack):
    before = wait_for(lambda: whole(stack, 1), 30, "a whole cluster")
    dead = before["leader"]
    victim = number_of(stack, dead)
    watcher = next(n for n in (1, 2, 3) if n != victim)
    stack.kill_node(victim)

    def noticed():
        seen = cluster(stack, watcher)
        lost = next(n for n in seen["nodes"] if n["node"] == dead)
        return seen if lost["state"] == "unreachable" and seen["leader"] not in (dead, None) else None

    seen = wait_for(noticed, 20, "the death of the leader and a new one")
    assert seen["term"] > before["term"] and not seen["mayTakeANode"]
    assert dead in seen["whyNot"], seen["whyNot"]

    def events(kind, node):
        return [e for e in cluster(stack, watcher)["events"] if e["kind"] == kind and e["node"] == node]

    wait_for(lambda: events("unreachable", dead), 10, "the death among the events")
    elected = events("elected", seen["leader"])
    assert elected and elected[0]["term"] == seen["term"]

    stack.start(victim)
    after = wait_for(lambda: whole(stack, watcher), 60, "a whole cluster again")
    assert next(n for n in after["nodes"] if n["node"] == dead)["state"] == "follower"
    for node in (1, 2, 3):
        kinds = [e["kind"] for e in reversed(cluster(stack, node)["events"]) if e["node"] == dead]
        assert kinds[-2:] == ["unreachable", "reachable"], "every gateway tells of the death and of the return"


def test_without_consensus_beside_them_gateways_still_answer(stack):
    stack.settled()
    for node in (2, 3):
        stack.kill(node, "consensus")
    try:
        def leaderless():
            seen = cluster(stack, 1)
            return seen if seen["leader"] is None else None
        seen = wait_for(leaderless, 20, "no majority, no leader")
        assert not seen["mayTakeANode"] and seen["whyNot"] == "no node is known to lead"
        assert len(seen["nodes"]) == 3, "the members are known still"
    finally:
        for node in (2, 3):
            stack.start(node, "consensus")
    wait_for(lambda: whole(stack, 1), 60, "a whole cluster again")


def test_only_reading_is_answered(stack):
    assert http(stack.gateway(1) + "/api/cluster", method="POST")[0] == 405
    assert http(stack.gateway(1) + "/api/cluster/1")[0] == 404
