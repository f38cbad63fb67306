"""No acknowledged turn is lost or applied twice, told by clients that know nothing but docs/guide/protocol.md."""
import asyncio

import pytest
from System.player import TICK, Command, Player, View, check, level, play, varint
from System.stack import wait_for


def seen_and_acknowledged(inputs: list[tuple[int, int, int]]) -> list[Player]:
    """Ada (slot 0) has acknowledgements for turns at ticks 5 and 9; both players saw `inputs`."""
    players = [Player([], name) for name in ("Ada", "Grace")]
    for slot, player in enumerate(players):
        player.views[1] = View(1, slot=slot, stream=3, tick=20, inputs=list(inputs))
    for seq, (tick, direction) in enumerate([(5, 0), (9, 1)], 1):
        frame = bytes([1]) + varint(seq) + varint(1) + varint(tick) + bytes([direction])
        players[0].commands[seq] = Command(seq, frame, turn=(tick, direction), outcome="accepted", tick=tick)
    return players


@pytest.mark.parametrize("inputs, faults", [
    ([(5, 0, 0), (9, 0, 1)], 0),
    ([(5, 0, 0)], 2),  # lost, and both see it
    ([(5, 0, 0), (9, 0, 1), (9, 0, 1)], 2),  # doubled
    ([(5, 0, 0), (9, 0, 1), (10, 0, 1)], 2),  # run again a tick later
    ([(5, 0, 0), (9, 0, 2)], 4),  # another direction: one lost, one that nobody asked for
    ([(5, 0, 0), (9, 1, 1)], 4),  # another snake
])
def test_the_check_notices(inputs, faults):
    assert len(check(seen_and_acknowledged(inputs))) == faults


def test_the_check_notices_divergence():
    ada, grace = seen_and_acknowledged([(5, 0, 0), (9, 0, 1)])
    ada.views[1].hashes[7], grace.views[1].hashes[7] = (10, 1), (10, 2)
    assert len(check([ada, grace])) == 1


def duel(stack, seconds: float, disturb, standby: bool = False) -> list[Player]:
    """Plays a Duel on the gateways of the first two nodes and calls `disturb(players)` in the middle."""
    async def run():
        bases = [stack.gateway(node) for node in (1, 2, 3)]
        async with (Player(bases, "Ada", standby=standby) as ada,
                    Player(bases[1:] + bases[:1], "Grace", standby=standby) as grace):
            games = asyncio.gather(play(ada, "duel", seconds), play(grace, "duel", seconds))
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "running", "the start")
            await ada.until(lambda: ada.view and ada.view.tick * TICK > seconds / 3, "the middle")
            await asyncio.to_thread(disturb)
            await games
            assert ada.match["phase"] == grace.match["phase"] == "running", "the match goes on"
            await level([ada, grace])
            return [ada, grace]

    players = asyncio.run(run())
    assert check(players) == []
    for player in players:
        accepted = [c for c in player.commands.values() if c.turn and c.outcome == "accepted"]
        assert len(accepted) >= seconds, f"{player.name} hardly played: {len(accepted)} turns"
    return players


def test_a_lost_simulation_costs_no_turn_and_no_connection(stack):
    leader = stack.leader()["node"]
    victim = 2 if leader == 1 else 1
    players = duel(stack, 6, lambda: stack.kill(victim, "simulation"))
    assert [len(player.connections) for player in players] == [1, 1], "the gateways found another simulation"
    assert [s for _, s in players[victim - 1].status][-2:] == ["recovering", "ok"]
    stack.start(victim, "simulation")


def test_the_leaders_whole_node_dies(stack):
    leader = stack.leader()["node"]
    duel(stack, 9, lambda: stack.kill_node(leader))
    wait_for(lambda: len([n for n in stack.status() if n["role"] == "leader"]) == 1, 5, "a new leader")
    stack.start(leader)
    stack.settled()


@pytest.mark.parametrize("ends", ["is killed", "drains"])
def test_a_standby_socket_as_the_protocol_has_it(stack, ends):
    """A client from docs/guide/protocol.md alone takes its standby, goes on without a gap worth the name, and finds another one."""
    def end():
        if ends == "drains":
            stack.run("stop", "--node", "1", "--service", "gateway")
        else:
            stack.kill(1, "gateway")

    ada, grace = duel(stack, 8, end, standby=True)
    stack.start(1, "gateway")
    stack.wait_ready(1)
    assert len(ada.takes) == 1 and not grace.takes
    assert [base for _, base in ada.connections] == [stack.gateway(1), stack.gateway(2)]
    print(f"{ends}: longest time between two Updates {ada.longest_silence() * 1000:.0f} ms, of the other {grace.longest_silence() * 1000:.0f} ms")
    if ends == "drains":
        others_view = [item for item in grace.view.steered if item[1] == ada.view.slot]
        assert not others_view, "no bot stood in for a player who was never away"
