#!/usr/bin/env python3
"""Measures a real three-node cluster on this machine and prints a Markdown table.

Everything shares the machine: twelve processes, the players and whatever else runs. The figures are what a player would
see here; compare them with another run on the same machine, not with a number on paper.

    Benchmarks/cluster.py --turns 200 --kills 5
"""
import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

from consensus import cpu  # noqa: E402
from System.player import TICK, Player, check, play  # noqa: E402
from System.stack import Stack  # noqa: E402

SERVICES = ("gateway", "simulation", "consensus", "registry")


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def milliseconds(values: list[float]) -> str:
    return f"{percentile(values, 0.5) * 1000:.0f} / {percentile(values, 0.99) * 1000:.0f} / {max(values) * 1000:.0f} ms (n = {len(values)})"


def resident(pid: int) -> float:
    """MB of physical memory, shared pages counted by share (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def idle(stack: Stack, seconds: float) -> list[tuple[str, str]]:
    pids = {(node, service): pid for node in (1, 2, 3) for service, pid in stack.pids(node).items()}
    before = {key: cpu(pid) for key, pid in pids.items()}
    time.sleep(seconds)
    rows = []
    for service in SERVICES:
        memory = [resident(pids[node, service]) for node in (1, 2, 3)]
        busy = [(cpu(pids[node, service]) - before[node, service]) / seconds for node in (1, 2, 3)]
        rows.append((f"idle {service}: memory (PSS), CPU", f"{max(memory):.1f} MB, {max(busy) * 100:.2f} % of a core"))
    total = max(sum(resident(pids[node, service]) for service in SERVICES) for node in (1, 2, 3))
    rows.append(("idle node: memory of the four processes", f"{total:.1f} MB"))
    return rows


async def latency(stack: Stack, turns: int) -> list[tuple[str, str]]:
    """Two players on two gateways; how long until a turn's outcome is back, and until the other one has the input."""
    players = [Player([stack.gateway(n)], f"Bench{n}") for n in (1, 2)]
    answered, seen, faults, rate = [], [], [], []
    while len(seen) < turns:
        for player in players:
            await player.__aenter__() if player._task is None else None
        began = time.monotonic()
        old = [sum(v.bytes for v in p.views.values()) for p in players]
        await asyncio.gather(*(play(p, "duel", 20, pace=0.4) for p in players))
        await asyncio.sleep(0.5)
        rate += [(sum(v.bytes for v in p.views.values()) - o) / (time.monotonic() - began) for p, o in zip(players, old)]
        for sender, other in (players, players[::-1]):
            view, theirs = sender.view, other.view
            for command in sender.commands.values():
                if command.turn and command.outcome == "accepted" and command.answered > began:
                    answered.append(command.answered - command.sent)
                    arrival = theirs.seen.get((command.tick, view.slot, command.turn[1]))
                    if arrival and arrival > command.sent:
                        seen.append(arrival - command.sent)
        for player in players:
            if player.match["phase"] == "running":
                await player.outcome(await player.command("leave"))
    faults = check(players)
    for player in players:
        await player.__aexit__()
    return [("turn → outcome, p50 / p99 / max", milliseconds(answered)),
            ("turn → the other player has it, p50 / p99 / max", milliseconds(seen)),
            ("bytes down a player, 2.5 turns/s each", f"{max(rate):.0f} B/s"),
            ("broken promises", str(len(faults)))]


async def failover(stack: Stack, kills: int) -> list[tuple[str, str]]:
    """kill -9 of the leader's whole node in the middle of a Duel whose players are on the other two nodes."""
    gaps, stalls, lost = [], [], 0
    for _ in range(kills):
        await asyncio.to_thread(stack.settled)
        leader = (await asyncio.to_thread(stack.leader))["node"]
        players = [Player([stack.gateway(n)], f"Bench{n}") for n in (1, 2, 3) if n != leader]
        for player in players:
            await player.__aenter__()
        games = asyncio.gather(*(play(p, "duel", 8) for p in players))
        await players[0].until(lambda: players[0].view and len(players[0].view.arrivals) > 10, "play", 40)
        await asyncio.sleep(random.uniform(0.5, 1.5))
        killed = time.monotonic()
        stack.kill_node(leader)
        await games
        await asyncio.sleep(0.5)
        for player in players:
            updates = [(t, tick) for t, tick in zip(player.view.arrivals, player.view.barriers) if killed - 1 < t < killed + 4]
            steps = [(t2 - t1, (t2 - t1) - (tick2 - tick1) * TICK) for (t1, tick1), (t2, tick2) in zip(updates, updates[1:])]
            gaps.append(max(gap for gap, _ in steps))
            stalls.append(max(stall for _, stall in steps))
        lost += len(check(players))
        for player in players:
            await player.__aexit__()
        await asyncio.to_thread(stack.start, leader)
    return [("leader's node killed: longest gap between Updates, p50 / p99 / max", milliseconds(gaps)),
            ("leader's node killed: how long the game stood still, p50 / p99 / max", milliseconds(stalls)),
            ("acknowledged inputs lost or doubled", str(lost))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200, help="turns to time at least [200]")
    parser.add_argument("--kills", type=int, default=5, help="leaders to kill [5]")
    parser.add_argument("--idle", type=float, default=10, help="seconds of idling to watch [10]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "home")
        began = time.monotonic()
        stack.up()
        rows = [("start to three voters and a playable page, warm", f"{time.monotonic() - began:.1f} s")]
        try:
            print("idle …", file=sys.stderr)
            rows += idle(stack, options.idle)
            print("latency …", file=sys.stderr)
            rows += asyncio.run(latency(stack, options.turns))
            print("failover …", file=sys.stderr)
            rows += asyncio.run(failover(stack, options.kills))
        finally:
            stack.down()
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end\n\n| | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
