"""What outlives its cluster takes nothing of it into the next one."""
import asyncio
import shutil
import subprocess
from pathlib import Path

import grpc
from System.player import Player, play
from System.protos import contract
from System.stack import Stack, tool, wait_for


def worlds(stack: Stack) -> list:
    messages, stubs = contract("play")
    answers = []
    for node in (1, 2, 3):
        with grpc.insecure_channel(f"127.0.0.{node}:50051") as channel:
            answers.append(stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=3))
    return answers


def play_alone(stack: Stack, node: int) -> None:
    async def game():
        async with Player([stack.gateway(node)], "Robinson") as player:
            await play(player, "solo", 2)
            assert [c.outcome for c in player.commands.values()].count("accepted") > 2 and not player.faults

    asyncio.run(game())


def lose(stack: Stack, services: tuple[str, ...], disks: tuple[int, ...]) -> None:
    """Kills services of all nodes, and takes the database and the logs of some nodes away."""
    for node in (1, 2, 3):
        for service in services:
            stack.kill(node, service)
    for file in stack.home.glob("registry.sqlite*"):
        file.unlink()
    for node in disks:
        shutil.rmtree(stack.home / f"node-{node}" / "consensus")


def test_a_simulation_starts_over_when_the_cluster_beside_it_is_another(stack):
    play_alone(stack, 1)
    old = worlds(stack)[0]
    survivor = stack.pids(1)["simulation"]
    lose(stack, ("consensus", "registry"), disks=(1, 2, 3))
    for node in (2, 3):
        stack.kill(node, "simulation")
    for node in (1, 2, 3):
        for service in ("registry", "consensus", *(["simulation"] if node > 1 else [])):
            stack.start(node, service)
    stack.settled()
    assert stack.pids(1)["simulation"] == survivor and "starting over" in stack.log(1, "simulation")
    assert worlds(stack)[0].applied_index < old.applied_index, "the new cluster's log is short"
    play_alone(stack, 1)

    def level():
        answers = worlds(stack)
        return answers if len({a.applied_index for a in answers}) == 1 else None

    answers = wait_for(level, 10, "all nodes at one index")
    assert len({a.state_hash for a in answers}) == 1, "the survivor holds the same world as simulations that are new"


def test_an_identity_of_another_cluster_is_set_aside(stack):
    """A node that has its identity but no log yet when its cluster is lost: the next one will never take it."""
    stack.settled()
    folder = stack.home / "node-3" / "consensus"
    before = stack.log(3, "consensus").count("reason=joining")
    for node in (1, 2, 3):  # so that nobody is there to give it a log
        stack.kill(node, "consensus")
    shutil.rmtree(folder)
    stack.start(3, "consensus")
    wait_for(lambda: stack.log(3, "consensus").count("reason=joining") > before, 10, "a node without a log")
    process = stack.pids(3)["consensus"]
    environment = dict(pair.split("=", 1) for pair in Path(f"/proc/{process}/environ").read_text().split("\0") if pair)
    stack.kill(3, "consensus")
    lose(stack, ("registry",), disks=(1, 2))
    for node in (1, 2, 3):
        for service in ("registry", "consensus")[:2 if node < 3 else 1]:
            stack.start(node, service)
    wait_for(lambda: sum(n["role"] in ("leader", "follower") for n in stack.status()) == 2, 20, "a cluster of the other two")

    refused = subprocess.run([Path(tool()).parent / "snaketron-consensus"], env=environment, capture_output=True,
                             text=True, timeout=20)
    last = refused.stderr.splitlines()[-1]
    assert refused.returncode == 75 and "refuses this node's identity" in last and "start again" in last, refused.stderr
    assert not folder.exists() and list(folder.parent.glob("consensus.refused-*")), "its directory is set aside"
    stack.start(3, "consensus")
    stack.settled()
