#!/usr/bin/env python3
"""Runs three whole nodes, each in a control group of its own with 0.25 CPU and a neighbour that never sleeps, while a match is
played and 20 more commands a second are committed. Prints elections, latencies and how long the nodes were held up, as a
Markdown table; ends with 1 if there was an election, a simulation was taken for hung, or a player's command was lost.

Needs a writable cgroup v1 hierarchy (/sys/fs/cgroup/cpu). The neighbour shares its node's CPU, so that the node gets less than it has paid for.

    MINUTES=10 make bench-quota
"""
import argparse
import asyncio
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

import grpc  # noqa: E402
from failover import CGROUP, percentile, summary  # noqa: E402
from System.player import Player, check, play  # noqa: E402
from System.protos import contract  # noqa: E402
from System.stack import Stack, wait_for, with_secret  # noqa: E402

NODES = (1, 2, 3)
PROBE = b"\0"  # the command of the world that has no effect
COMMITTED = 1


class Group:
    """The control group of one node."""

    def __init__(self, node: int, share: float, neighbour: bool = True):
        self.folder = CGROUP / f"snaketron-bench-{os.getpid()}-{node}"
        self.folder.mkdir()
        (self.folder / "cpu.cfs_period_us").write_text("100000")
        (self.folder / "cpu.cfs_quota_us").write_text(str(int(share * 100_000)))
        self.neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if neighbour else None

    def hold(self, pids: list[int]) -> None:
        for pid in (*([self.neighbour.pid] if self.neighbour else []), *pids):
            (self.folder / "cgroup.procs").write_text(str(pid))

    def throttled(self) -> dict[str, int]:
        return {key: int(value) for key, value in (line.split() for line in (self.folder / "cpu.stat").read_text().splitlines())}

    def end(self) -> None:
        if self.neighbour:
            self.neighbour.kill()
            self.neighbour.wait()
        for pid in (self.folder / "cgroup.procs").read_text().split():
            try:
                (CGROUP / "cgroup.procs").write_text(pid)
            except OSError:
                pass  # it has ended
        self.folder.rmdir()


class Commits(threading.Thread):
    """Proposes 20 commands a second through one node's consensus; a new stream when one ends."""

    def __init__(self, stack: Stack, node: int):
        super().__init__(daemon=True)
        self.messages, stubs = contract("consensus")
        channel = with_secret(grpc.insecure_channel(f"127.0.0.{node}:50053", options=[("grpc.enable_http_proxy", 0)]), stack.secret(node))
        self.stub = stubs.ConsensusStub(channel)
        self.delays: list[float] = []
        self.others = 0
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.is_set():
            requests, sent = queue.SimpleQueue(), {}

            def pace(requests=requests, sent=sent):
                due = time.monotonic()
                while not self.ending.is_set():
                    sent[len(sent) + 1] = time.monotonic()
                    requests.put(self.messages.Proposal(id=len(sent), commands=[PROBE]))
                    due = max(due + 0.05, time.monotonic())
                    self.ending.wait(due - time.monotonic())
                requests.put(None)

            threading.Thread(target=pace, daemon=True).start()
            try:
                for result in self.stub.Propose(iter(requests.get, None)):
                    if result.result == COMMITTED:
                        self.delays.append(time.monotonic() - sent[result.id])
                    else:
                        self.others += 1
            except grpc.RpcError as error:
                print(f"quota: the stream of proposals ended: {error.code()}", file=sys.stderr)
                time.sleep(0.2)


def terms(stack: Stack) -> list[int]:
    return [n["term"] for n in stack.status() if n["term"]]


async def matches(stack: Stack, seconds: float) -> tuple[list[float], list[float], list[str], int]:
    """Two players on two nodes, one match after the other.
    Returns the delays of their commands and the longest gaps between Updates of each match, in seconds; broken promises; matches."""
    players = [Player([stack.gateway(n)], f"Quota{n}") for n in (1, 2)]
    gaps, played, end = [], 0, time.monotonic() + seconds
    for player in players:
        await player.__aenter__()
    try:
        while (left := end - time.monotonic()) > 5:
            await asyncio.gather(*(play(p, "duel", min(20, left), pace=0.6) for p in players))
            played += 1
            for player in players:
                arrivals = player.view.arrivals
                gaps += [max((b - a for a, b in zip(arrivals, arrivals[1:])), default=0)]
            print(f"quota: {played} matches, {end - time.monotonic():.0f} s left, terms {await asyncio.to_thread(terms, stack)}",
                  file=sys.stderr, flush=True)
            for player in players:
                if player.match["phase"] == "running":
                    await player.outcome(await player.command("leave"))
        await asyncio.sleep(1)
        delays = [c.answered - c.sent for p in players for c in p.commands.values() if c.turn and c.outcome == "accepted"]
        return delays, gaps, check(players), played
    finally:
        for player in players:
            await player.__aexit__()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--share", type=float, default=0.25, help="CPUs a node gets [0.25]")
    options = parser.parse_args()
    groups: list[Group] = []
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "home")
        stack.up()
        try:
            stack.settled()
            for node in NODES:
                groups.append(Group(node, options.share))
                groups[-1].hold(list(stack.pids(node).values()))
            time.sleep(2)
            before, held = max(terms(stack)), [g.throttled() for g in groups]
            began = time.monotonic()
            leader = stack.leader()["node"]
            commits = Commits(stack, next(n for n in NODES if n != leader))
            commits.start()
            turns, gaps, faults, played = asyncio.run(matches(stack, options.minutes * 60))
            commits.ending.set()
            commits.join(20)
            took = time.monotonic() - began
            elections = max(wait_for(lambda: found if len(found := terms(stack)) == len(NODES) else None, 30, "every node's term")) - before
            hung = sum(stack.log(n, "gateway").count("a simulation hangs") for n in NODES)
            periods = [{k: g.throttled()[k] - h[k] for k in h} for g, h in zip(groups, held)]
        finally:
            for group in groups:
                group.end()
            stack.keep_logs("bench-quota")
            stack.down()
    rows = [("elections", f"{elections} in {took / 60:.1f} minutes"),
            ("commit of a command through a follower, 20 a second, p50 / p99 / max", summary(commits.delays)),
            ("of these not committed, or unknown", str(commits.others)),
            (f"a player's turn → its outcome, {played} duels, p50 / p99 / max", summary(turns)),
            ("longest gap between Updates in a match, median / max", f"{percentile(gaps, 0.5) * 1000:.0f} / {max(gaps) * 1000:.0f} ms"),
            ("simulations that a gateway took for hung", str(hung)),
            ("broken promises to players", str(len(faults))),
            ("periods of 100 ms in which a node was held up", " / ".join(f"{100 * p['nr_throttled'] / max(1, p['nr_periods']):.0f} %" for p in periods)),
            ("held up, of the whole time", " / ".join(f"{p['throttled_time'] / 1e9 / took * 100:.0f} %" for p in periods))]
    print(f"\n{os.cpu_count()} cores, {options.share} CPU a node, load {os.getloadavg()[0]:.1f} at the end\n\n| | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")
    for fault in faults:
        print(fault, file=sys.stderr)
    if elections or faults or hung:
        print(f"quota: {elections} elections, {hung} simulations taken for hung, {len(faults)} broken promises; wanted none",
              file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
