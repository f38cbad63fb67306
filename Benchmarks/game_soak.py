#!/usr/bin/env python3
"""Starts and ends thousands of matches on a real three-node cluster and prints, along the way, what its processes hold.

Each player starts a solo game, sees it run, leaves it and starts the next one. Memory is the proportional set size, the
largest of the three nodes. Ends with 1 if a process grows by more than 4 MB or a quarter after the first fifth.

    Benchmarks/game_soak.py --games 10000 --players 120
"""
import argparse
import asyncio
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

from cluster import SERVICES, resident  # noqa: E402
from System.player import Player  # noqa: E402
from System.stack import Stack  # noqa: E402


class Round:
    def __init__(self, games: int):
        self.wanted, self.started, self.ended = games, 0, 0


async def play(player: Player, count: Round) -> None:
    last = None
    while count.started < count.wanted:
        count.started += 1
        outcome = await player.outcome(await player.command("create", mode="solo"), 60)
        assert outcome == "accepted", outcome
        await player.until(lambda: player.match.get("id") != last and player.match["phase"] == "running", "a start", 120)
        last = player.match["id"]
        await player.outcome(await player.command("leave"), 60)
        # Left, or dead a moment before: either way the match is over.
        await player.until(lambda: player.match["phase"] in ("ended", "none"), "the end", 120)
        # A page forgets a match that it has left; what was seen of it is of no use here.
        player.views.clear()
        count.ended += 1


def metric(address: str, name: str) -> int:
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=5) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(name + " "):
                return int(float(line.split()[1]))
    raise KeyError(name)


def look(stack: Stack) -> dict[str, float]:
    found = {service: 0.0 for service in SERVICES}
    for node in (1, 2, 3):
        for service, pid in stack.pids(node).items():
            found[service] = max(found[service], resident(pid))
    return found


async def watch(stack: Stack, count: Round, every: int, rows: list) -> None:
    due, began = 0, time.monotonic()
    while True:
        if count.ended >= due or count.ended >= count.wanted:
            held = await asyncio.to_thread(look, stack)
            world = metric("127.0.0.1:9103", "snaketron_simulation_world_bytes")
            matches = metric("127.0.0.1:9103", "snaketron_simulation_matches")
            rows.append((count.ended, held))
            print(f"| {count.ended:,} | {time.monotonic() - began:.0f} | {matches} | {world / 1000:.0f} | "
                  + " | ".join(f"{held[s]:.1f}" for s in SERVICES) + " |", flush=True)
            if count.ended >= count.wanted:
                return
            due = (count.ended // every + 1) * every
        await asyncio.sleep(0.2)


async def run(stack: Stack, options) -> int:
    print("| matches ended | s | in the world | its snapshot, kB | " + ", MB | ".join(SERVICES) + ", MB |")
    print("|---|---|---|---|" + "---|" * len(SERVICES))
    count, rows = Round(options.games), []
    players = []
    try:
        for number in range(options.players):
            bases = [stack.gateway(1 + (number + k) % 3) for k in range(3)]
            players.append(await Player(bases, f"Player {number}").__aenter__())
        await asyncio.gather(watch(stack, count, max(1, options.games // 10), rows), *(play(p, count) for p in players))
    finally:
        for player in players:
            await player.__aexit__()
    warm = next(held for ended, held in rows if ended >= options.games // 5)
    grown = [s for s in SERVICES if rows[-1][1][s] > max(warm[s] + 4, warm[s] * 1.25)]
    for service in grown:
        print(f"{service} grew from {warm[service]:.1f} to {rows[-1][1][service]:.1f} MB", file=sys.stderr)
    return 1 if grown else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=10_000)
    parser.add_argument("--players", type=int, default=120, help="at once, over three nodes [120]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="snaketron-games-") as home:
        stack = Stack(Path(home), nodes=3).up()
        try:
            return asyncio.run(run(stack, options))
        finally:
            stack.down()


if __name__ == "__main__":
    sys.exit(main())
