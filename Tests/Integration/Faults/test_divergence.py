"""A node whose world goes wrong is named, serves nobody, gets a healthy world, and serves again; players play on."""
import asyncio
import os
import re
import signal
import subprocess
import time
import urllib.request

import pytest
from System.player import Player, check, play_during
from System.stack import Stack, http, tool, wait_for


def test_without_the_setting_there_is_no_such_signal(tmp_path):
    """The default of SIGUSR1 ends the process: nothing in it listens."""
    stack = Stack(tmp_path / "home", nodes=1)
    stack.up()
    try:
        pid = stack.pids(1)["simulation"]
        os.kill(pid, signal.SIGUSR1)
        wait_for(lambda: not any(p["alive"] for n in stack.status() for p in n["processes"] if p["pid"] == pid), 5,
                 "the process ends")
        assert "flipped" not in stack.log(1, "simulation")
    finally:
        stack.down()


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("divergence") / "home", env={"ALLOW_STATE_CORRUPTION": "true"})
    stack.up()
    yield stack
    stack.keep_logs("test_divergence")
    stack.down()


@pytest.mark.parametrize("victim", ["a follower", "the leader's node"])
def test_a_flipped_bit_is_found_and_mended(stack, tmp_path, victim):
    stack.settled()
    leader = stack.leader()
    node = leader["node"] if victim == "the leader's node" else next(n for n in (1, 2, 3) if n != leader["node"])
    raft_id = next(n["id"] for n in stack.status() if n["node"] == node)
    others = [n for n in (1, 2, 3) if n != node]
    old = {n: len(stack.log(n, "consensus")) for n in (1, 2, 3)}
    old_simulation = len(stack.log(node, "simulation"))

    def news(number: int) -> str:
        return stack.log(number, "consensus")[old[number]:]

    def during() -> dict[str, float]:
        assert "ALLOW_STATE_CORRUPTION is set" in stack.log(node, "simulation")
        begin = time.monotonic()
        os.kill(stack.pids(node)["simulation"], signal.SIGUSR1)
        times = {}
        for number in (1, 2, 3):
            said = "this node's world differs" if number == node else "a node's world differs"
            wait_for(lambda: said in news(number), 10, f"node {number} says so")
            times["named"] = time.monotonic() - begin
        wait_for(lambda: "this node's world is restored" in news(node), 20, "the node is restored")
        times["restored"] = time.monotonic() - begin
        return times

    async def match():
        # One player on the node that goes wrong, one elsewhere.
        bases = [stack.gateway(node), *map(stack.gateway, others)]
        async with Player(bases, "Ada") as ada, Player(bases[1:], "Grace") as grace:
            times = await play_during(during, [ada, grace], longer=160)
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            faults = [fault for fault in check([ada, grace]) if "was told (tick, hash)" not in fault]
            assert faults == []
            return ada, grace, times

    ada, grace, times = asyncio.run(match())
    print(f"\n{victim}: named by all three nodes after {times['named'] * 1000:.0f} ms, restored and serving after "
          f"{times['restored'] * 1000:.0f} ms; Ada waited {ada.longest_silence() * 1000:.0f} ms at most")

    # All three nodes name the same node, tick and hashes.
    lines = [re.search(r"world differs from the majority's.*", news(n))[0] for n in (1, 2, 3)]
    fields = [dict(re.findall(r"(\S+)=(\S+)", line)) for line in lines]
    assert {f["peer.id"] for f in fields} == {str(raft_id)}
    for key in ("world.tick", "raft.index", "state.hash", "state.hash.majority"):
        assert len({f[key] for f in fields}) == 1, fields
    assert fields[0]["state.hash"] != fields[0]["state.hash.majority"]
    flipped = re.search(r"a bit of this node's world was flipped.*", stack.log(node, "simulation")[old_simulation:])[0]
    assert int(fields[0]["world.tick"]) == int(re.search(r"world.tick=(\d+)", flipped)[1]) + 1, "the first wrong tick"

    # It was not left to its own word, nor to its own snapshot.
    arrived = re.search(r"a healthy world has arrived.*", news(node))[0]
    assert re.search(r"peer.id=(\d+)", arrived)[1] != str(raft_id)
    assert "players are sent away" in stack.log(node, "simulation")[old_simulation:]
    if victim == "the leader's node":
        assert stack.leader()["node"] != node, "leadership was handed over"

    # What Ada was told before the wrong world was found is the only thing that may be wrong; after that, hashes are equal.
    match = int(ada.match["id"])
    mine, theirs = ada.views[match].hashes, grace.views[match].hashes
    wrong = sorted(number for number in mine.keys() & theirs.keys() if mine[number] != theirs[number])
    assert len(mine.keys() & theirs.keys()) > 50
    assert len(wrong) <= 25, f"{len(wrong)} Updates of a wrong world"  # a second of Updates and more
    assert not wrong or max(mine.keys() & theirs.keys()) > wrong[-1] + 20, "equal hashes long before the end"

    nodes = stack.settled()
    assert all(n["ready"] for n in nodes)
    assert [n["quarantined"] for n in nodes] == [False] * 3
    told = [n["divergences"][-1] for n in nodes]
    assert {(d["node"], d["tick"]) for d in told} == {(raft_id, int(fields[0]["world.tick"]))}
    assert "differed first at tick" in stack.run("status").stdout
    wait_for(lambda: http(stack.gateway(node) + "/health/ready")[0] == 200, 10, "the node is ready again")

    url = f"{stack.gateway(node)}/api/replays/{ada.replay()}"
    wait_for(lambda: http(url)[0] == 200, 15, "the replay")
    path = tmp_path / "match.snkr"
    path.write_bytes(urllib.request.urlopen(url, timeout=3).read())
    verdict = subprocess.run([tool(), "verify", path], capture_output=True, text=True, timeout=30)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_what_lies_outside_the_boards_is_compared_too(stack):
    """Nobody plays, so the bit is one of the pool that seeds and codes come from: nothing would show it before the next draw."""
    stack.settled()
    leader = stack.leader()["node"]
    node = next(n for n in (1, 2, 3) if n != leader)
    old = {n: len(stack.log(n, "consensus")) for n in (1, 2, 3)}

    def during() -> float:
        begin = time.monotonic()
        os.kill(stack.pids(node)["simulation"], signal.SIGUSR1)
        for number in (1, 2, 3):
            said = "this node's world differs" if number == node else "a node's world differs"
            wait_for(lambda: said in stack.log(number, "consensus")[old[number]:], 10, f"node {number} says so")
        took = time.monotonic() - begin
        wait_for(lambda: "this node's world is restored" in stack.log(node, "consensus")[old[node]:], 80, "restored")
        return took

    async def lobby():
        async with Player([stack.gateway(leader)], "Ada") as ada, Player([stack.gateway(leader)], "Alan") as alan:
            assert await ada.done("create", mode="duel") == "accepted"
            assert await ada.done("queue", modes=["duel"], ranked=True) == "accepted"  # time runs while somebody waits
            took = await asyncio.to_thread(during)
            assert await ada.done("leaveQueue") == "accepted"
            # All nodes draw the same code for the next lobby: each of them knows it.
            assert await alan.done("create", mode="duel") == "accepted"
            await alan.until(lambda: alan.lobby["code"], "the lobby")
            async with Player([stack.gateway(node)], "Grace") as grace:
                assert await grace.done("join", code=alan.lobby["code"]) == "accepted"
            return took

    print(f"\nnamed by all three nodes after {asyncio.run(lobby()) * 1000:.0f} ms")
    line = re.search(r"this node's world differs.*", stack.log(node, "consensus")[old[node]:])[0]
    assert "outside the boards" in line
    stack.settled()


def test_of_two_that_are_left_nobody_is_named_until_the_third_is_back(stack):
    stack.settled()
    leader = stack.leader()["node"]
    wrong, absent = [n for n in (1, 2, 3) if n != leader]
    raft_id = next(n["id"] for n in stack.status() if n["node"] == wrong)
    old = {n: len(stack.log(n, "consensus")) for n in (leader, wrong)}

    def news(number: int) -> str:
        return stack.log(number, "consensus")[old[number]:]

    def during() -> None:
        stack.kill_node(absent)
        os.kill(stack.pids(wrong)["simulation"], signal.SIGUSR1)
        for number in (leader, wrong):
            wait_for(lambda: "no majority tells which is right" in news(number), 10, f"node {number} says so")
        assert "this node's world differs" not in news(wrong) + news(leader)
        stack.start(absent)
        wait_for(lambda: "this node's world is restored" in news(wrong), 30, "the third tells who is wrong")
        assert f"peer.id={raft_id}" in re.search(r"a node's world differs.*", news(leader))[0]

    async def match():
        async with Player([stack.gateway(leader)], "Ada") as ada, Player([stack.gateway(leader)], "Grace") as grace:
            await play_during(during, [ada, grace])
            assert check([ada, grace]) == [], "who plays on the right node notices nothing"

    asyncio.run(match())
    stack.settled()
