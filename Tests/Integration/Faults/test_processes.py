"""Each process can be killed and started alone; what is damaged or missing is said in one sentence."""
import json
import os
import subprocess
from pathlib import Path

from System.stack import Stack, http, is_running, tool, wait_for


def test_no_process_needs_a_privilege(tmp_path):
    """They have given up all of theirs, root's and those of a namespace, so that the kernel refuses them what it refuses any user."""
    stack = Stack(tmp_path / "home", nodes=1)
    # Root has what is in its bounding set; a user in a namespace has ambient ones, and may not change that set elsewhere.
    bare = ["setpriv", "--ambient-caps=-all", "--inh-caps=-all", *(["--bounding-set=-all"] if os.geteuid() == 0 else []), "--"]
    try:
        done = subprocess.run([*bare, tool(), "up", "--nodes", "1", "--detach"], env=stack.env, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, done.stdout + done.stderr
        for service, pid in stack.pids(1).items():
            assert "\nCapEff:\t0000000000000000\n" in Path(f"/proc/{pid}/status").read_text(), f"{service} has a privilege"
        stack.settled()
    finally:
        stack.keep_logs("test_no_privilege")
        stack.down()


def test_every_process_of_a_follower_killed_and_started_alone(stack):
    leader = stack.leader()["node"]
    node = next(n for n in (1, 2, 3) if n != leader)
    others = [n for n in (1, 2, 3) if n != node]
    for service in ("gateway", "simulation", "consensus", "registry"):
        stack.kill(node, service)
        for other in others:
            assert http(stack.gateway(other) + "/health/ready")[0] == 200, f"node {other} noticed the death of {service}"
        stack.start(node, service)
        stack.wait_ready(node)
    assert len({n["id"] for n in stack.settled()}) == 3


def test_a_killed_node_comes_back_with_its_identity_and_catches_up(stack):
    before = {n["node"]: n["id"] for n in stack.settled()}
    victim = stack.leader()
    stack.kill_node(victim["node"])
    new = stack.leader()
    assert new["node"] != victim["node"] and new["term"] > victim["term"]
    stack.start(victim["node"])
    assert {n["node"]: n["id"] for n in stack.settled()} == before


def test_a_damaged_log_is_set_aside_and_the_node_joins_anew(stack):
    old_ids = {n["node"]: n["id"] for n in stack.settled()}
    leader = stack.leader()["node"]
    node = next(n for n in (1, 2, 3) if n != leader)
    stack.run("stop", "--node", str(node), "--service", "consensus")
    folder = stack.home / f"node-{node}" / "consensus"
    segment = min(folder.glob("*.wal"))  # the oldest; a spare one, all zeros, may follow
    with segment.open("r+b") as file:  # past the header, inside what has long been synced
        file.seek(200)
        byte = file.read(1)
        file.seek(200)
        file.write(bytes([byte[0] ^ 0x40]))
    stack.start(node, "consensus")
    wait_for(lambda: not is_running(stack.pids(node)["consensus"]), 10, "consensus refuses a damaged log")
    last = stack.log(node, "consensus").strip().splitlines()[-1]
    assert "damaged" in last or "set aside" in last, last
    stack.start(node, "consensus")
    new = next(n["id"] for n in stack.settled() if n["node"] == node)
    assert new not in old_ids.values(), "a lost disk means a new identity"


def test_a_leader_that_is_asked_to_stop_hands_over_first(stack):
    stack.settled()
    leader = stack.leader()
    stack.run("stop", "--node", str(leader["node"]), "--service", "consensus")
    new = stack.leader()
    assert new["node"] != leader["node"]
    assert new["term"] == leader["term"] + 1, "one election, the ordered one"
    stack.start(leader["node"], "consensus")
    stack.wait_ready(leader["node"])


def test_status_json_is_a_list_of_nodes(stack):
    stack.settled()
    nodes = json.loads(stack.run("status", "--json").stdout)
    assert [n["node"] for n in nodes] == [1, 2, 3]
    for node in nodes:
        assert {"id", "address", "role", "term", "commit", "applied", "leader", "processes"} <= node.keys()
        assert {p["service"] for p in node["processes"]} == {"registry", "consensus", "simulation", "gateway"}
        assert all(isinstance(p["pid"], int) and p["alive"] for p in node["processes"])
    assert sum(n["role"] == "leader" for n in nodes) == 1
