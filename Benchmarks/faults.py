#!/usr/bin/env python3
"""Plays on some nodes while any one of them, or any one link, fails in any way, and prints what players noticed.

A player's gap is the longest time in which it learned of no newer tick of its running match; of each fault the longest gap of
any player counts. Lost: accepted turns that no Update told. Doubled: turns told without an accepted command, or twice, and
commands with two outcomes. Ends with 1 if anything but a gap is above 0; gaps are for the reader to judge: 500 ms at p99.

Cutting links takes control groups (v2), nftables and a network namespace; full disks take mounts. What the machine does not
grant is left out, and said.

    FAULTS=20 make bench-faults
    Benchmarks/faults.py --faults 3 --kind 'consensus stopped' --kind 'cut from its peers'
"""
import argparse
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests"))

from System.crowd import Crowd  # noqa: E402
from System.node_faults import KINDS, ROLES, Kind, Nodes, Trial, attempt, namespace  # noqa: E402
from System.stack import wait_for  # noqa: E402

#: Seconds for which a leader has led before it is no new one.
SETTLED = 10
#: Seconds: of a longer gap the whole story is told.
LONG = 0.45
INSIDE = "SNAKETRON_BENCH_INSIDE"


def milliseconds(values: list[float], share: float) -> str:
    ordered = sorted(values)
    return f"{ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000:.0f}"


class Bench:
    def __init__(self, nodes: Nodes, players: int, rng: random.Random, say):
        self.nodes, self.players, self.rng, self.say = nodes, players, rng, say
        self.leader, self.since = None, 0.0

    def settle(self, role: str) -> None:
        leader = self.nodes.leader()["id"]
        if leader != self.leader:
            self.leader, self.since = leader, time.monotonic()
        if role == "leader":
            time.sleep(max(0, self.since + SETTLED - time.monotonic()))

    def kind(self, kind: Kind, faults: int, longest: float) -> list[dict]:
        """A row for each role."""
        rows = {role: dict(kind=f"{kind.name}, {role}", trials=[], lost=0, unanswered=0, broken=[]) for role in ROLES}
        # A crowd for each role: what is wrong at its end was done by these faults.
        for place, role in enumerate(ROLES):
            row = rows[role]
            count = len(range(place, faults, len(ROLES)))
            if not count:
                continue
            with Crowd([self.nodes.gateway(n) for n in self.nodes.numbers], self.players, pace=0.35) as crowd:
                wait_for(lambda: crowd.playing() >= self.players - 1, 60, "everybody plays")
                for _ in range(count):
                    self.settle(role)
                    trial = attempt(self.nodes, crowd, kind, role, self.rng.uniform(1, longest), self.rng)
                    row["trials"].append(trial)
                    self.say(f"{trial.what}: gap {trial.gap * 1000:.0f} ms, {len(trial.stuck)} stuck; took {dict(crowd.takes)}")
                    if trial.gap > LONG:
                        self.say(f"    {trial.whose}")
                    for problem in [*trial.unready, *trial.stuck[:3], *trial.broken[:5]]:
                        self.say(f"    {problem}")
                row["unanswered"] = len(problems := crowd.settle())
                wrong = crowd.review(self.players)
                row["lost"] = len(wrong)
                late = [*crowd.misplaced(), *crowd.news()]
                row["broken"] = [*late, *(problem for trial in row["trials"] for problem in trial.broken)]
                for problem in [*problems, *wrong, *late][:10]:
                    self.say(f"    {problem}")
        return [row for row in rows.values() if row["trials"]]


def told(row: dict) -> tuple[str, int]:
    trials: list[Trial] = row["trials"]
    gaps = [trial.gap for trial in trials]
    newest = sum("4001" in problem for problem in row["broken"])
    counts = [row["lost"], len(row["broken"]) - newest, row["unanswered"], newest, sum(len(t.stuck) for t in trials), sum(len(t.unready) for t in trials)]
    cells = [row["kind"], len(trials), *(milliseconds(gaps, share) for share in (0.5, 0.99, 1)), *counts]
    return "| " + " | ".join(str(cell) for cell in cells) + " |", sum(counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=20, help="faults a kind [20], a third each on a leader, a new one and a follower")
    parser.add_argument("--players", type=int, default=24)
    parser.add_argument("--nodes", type=int, default=3, choices=range(3, 10), metavar="N", help="3 to 9 nodes [3]")
    parser.add_argument("--longest", type=float, default=10, help="seconds that a fault lasts at most [10]")
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS], help="only these; may be given again")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if INSIDE not in os.environ:
        os.environ[INSIDE] = "1"
        namespace([sys.executable, *sys.argv])
    rng = random.Random(options.seed)
    kinds = [kind for kind in KINDS if not options.kind or kind.name in options.kind]
    rows, failed = [], 0
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", file=sys.stderr, flush=True)

    for disks in (False, True):
        chosen = [kind for kind in kinds if (kind.needs == "disks") == disks]
        if not chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            nodes = Nodes(Path(folder) / "home", options.nodes, disks=disks)
            with nodes.begun("bench-faults"):
                for why in nodes.why:
                    say(why)
                bench = Bench(nodes, options.players, rng, say)
                for kind in chosen:
                    if kind.possible(nodes):
                        rows += bench.kind(kind, options.faults, options.longest)
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; {options.nodes} nodes, {options.players} players; 1 to {options.longest:.0f} s a fault; "
          f"gaps in ms, the longest of any player in each fault\n\n"
          "| kind, node | n | p50 | p99 | max | lost | doubled | unanswered | 4001 on the newest socket | stuck | not ready |\n"
          "|---|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        line, wrong = told(row)
        failed += wrong
        print(line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
