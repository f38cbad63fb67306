"""Snapshots: taken while matches run, restored by a new simulation, pulled by a node that lost its disk."""
import asyncio
import os
import shutil
import signal

import grpc
import pytest
from System.player import Player, check, play_during
from System.protos import contract
from System.stack import Stack, wait_for


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A cluster that takes a snapshot each 100 entries, some five seconds of play, and keeps a third of that below it. None is taken
    for a copy of the world: below such a one more is kept."""
    env = {"SNAPSHOT_ENTRIES": "100", "WORLD_COPY_SECONDS": "0"}
    stack = Stack(tmp_path_factory.mktemp("snapshots") / "home", env=env)
    stack.up()
    yield stack
    stack.keep_logs("test_snapshots")
    stack.down()


def snapshots(stack: Stack, node: int) -> list[int]:
    """Indexes of the snapshot files of a node."""
    folder = stack.home / f"node-{node}" / "consensus"
    return sorted(int(p.name.split("-")[0], 16) for p in folder.glob("*.snapshot"))


async def game(stack: Stack, nodes: tuple[int, int], during) -> list[Player]:
    players = [Player([stack.gateway(n), stack.gateway(nodes[1 - i])], f"Snap{n}") for i, n in enumerate(nodes)]
    for player in players:
        await player.__aenter__()
    try:
        await play_during(during, players)
        assert check(players) == []
        assert all(len([c for c in p.commands.values() if c.outcome == "accepted"]) > 10 for p in players)
        return players
    finally:
        for player in players:
            await player.__aexit__()


def same_state(stack: Stack) -> None:
    """Every node holds the same world at the same index."""
    messages, stubs = contract("play")

    def summaries():
        answers = []
        for node in (1, 2, 3):
            with grpc.insecure_channel(f"127.0.0.{node}:50051") as channel:
                answers.append(stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=3))
        return answers if len({a.applied_index for a in answers}) == 1 else None

    answers = wait_for(summaries, 10, "all nodes at one index")
    assert len({a.state_hash for a in answers}) == 1
    assert all(a.state_hash for a in answers)


def test_a_killed_simulation_is_restored_from_a_snapshot_while_a_match_runs(stack):
    stack.settled()
    leader = stack.leader()["node"]
    others = tuple(n for n in (1, 2, 3) if n != leader)

    def during():
        # The first one is that of the raised version of behaviour: the whole log is still there beside it.
        wait_for(lambda: all(max(snapshots(stack, n), default=0) >= 100 for n in (1, 2, 3)), 60, "a snapshot on every node")
        stack.kill(others[0], "simulation")
        old = len(stack.log(others[0], "simulation"))
        stack.start(others[0], "simulation")
        wait_for(lambda: "caught up" in stack.log(others[0], "simulation")[old:], 15, "the new simulation catches up")
        assert "restored from a snapshot" in stack.log(others[0], "simulation")[old:]

    asyncio.run(game(stack, others, during))
    stack.settled()
    same_state(stack)


def test_a_node_without_its_disk_pulls_a_snapshot_and_the_match_goes_on(stack):
    stack.settled()
    before = {n["node"]: n["id"] for n in stack.status()}
    leader = stack.leader()["node"]
    victim, other = (n for n in (1, 2, 3) if n != leader)

    def during():
        stack.kill_node(victim)
        shutil.rmtree(stack.home / f"node-{victim}" / "consensus")
        old = len(stack.log(victim, "simulation"))
        stack.start(victim)
        wait_for(lambda: "restored from a snapshot" in stack.log(victim, "simulation")[old:], 30, "a snapshot")

    asyncio.run(game(stack, (leader, other), during))
    nodes = stack.settled()
    assert {n["id"] for n in nodes}.isdisjoint({before[victim]}), "a lost disk means a new identity"
    assert "pulling a snapshot" in stack.log(victim, "consensus")
    same_state(stack)


def test_a_snapshot_reaches_a_simulation_that_serves_players(stack):
    """Consensus stands still until the entries it lacks are gone everywhere; the simulation beside it lives on meanwhile."""
    stack.settled()
    leader = stack.leader()["node"]
    victim, other = (n for n in (1, 2, 3) if n != leader)
    before = stack.log(victim, "simulation").count("restored from a snapshot")

    def during():
        stopped = stack.pids(victim)["consensus"]
        os.kill(stopped, signal.SIGSTOP)
        try:
            # What follows it is in memory; what the node has ends long before.
            applied = max(n["applied"] for n in stack.status() if n["node"] != victim)
            wait_for(lambda: max(snapshots(stack, leader)) > applied + 100, 60, "a snapshot of later entries alone")
        finally:
            os.kill(stopped, signal.SIGCONT)
        wait_for(lambda: stack.log(victim, "simulation").count("restored from a snapshot") > before, 15,
                 "the simulation is given a snapshot")

    players = asyncio.run(game(stack, (victim, other), during))
    assert [len(player.connections) for player in players] == [1, 1], "the pages stay connected"
    assert [state for _, state in players[0].status][-2:] == ["recovering", "ok"], "its gateway attached again"
    stack.settled()
    same_state(stack)


def test_everything_restarted_at_once_goes_on_from_snapshot_and_log(stack):
    stack.settled()
    applied = max(n["applied"] for n in stack.status())
    for node in (1, 2, 3):
        stack.kill_node(node)
    for node in (1, 2, 3):
        stack.start(node)
    assert min(n["applied"] for n in stack.settled()) >= applied
    same_state(stack)
