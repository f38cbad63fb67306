"""A simulation that outlives its cluster takes nothing of it into the next one."""
import asyncio
import shutil

import grpc
from player import Player, play
from protos import contract
from stack import Stack, wait_for


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


def test_a_simulation_starts_over_when_the_cluster_beside_it_is_another(stack):
    play_alone(stack, 1)
    old = worlds(stack)[0]
    survivor = stack.pids(1)["simulation"]
    for node in (1, 2, 3):  # the cluster is lost with its database and all its disks, and so are the other simulations
        for service in ("consensus", "registry", *(["simulation"] if node > 1 else [])):
            stack.kill(node, service)
    for file in stack.home.glob("registry.sqlite*"):
        file.unlink()
    for node in (1, 2, 3):
        shutil.rmtree(stack.home / f"node-{node}" / "consensus")
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
