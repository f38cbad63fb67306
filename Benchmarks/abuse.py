#!/usr/bin/env python3
"""Plays with 300 honest users on three nodes of 0.25 CPU each, alone and beside 50 hostile ones, and prints what the honest
ones noticed, as a Markdown table. Ends with 1 if an honest player lost anything, or nothing was refused to a hostile one.

Needs a writable cgroup v1 hierarchy (/sys/fs/cgroup/cpu); `--share 0` does without, on all of the machine.

    SECONDS=60 make bench-abuse
"""
import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

from System.hostile_users import BEHIND_A_PROXY, Window, compare, cpu_seconds  # noqa: E402
from quota import Group  # noqa: E402
from System.stack import Stack  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--honest", type=int, default=300)
    parser.add_argument("--hostile", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60, help="alone, and as long again under attack [60]")
    parser.add_argument("--share", type=float, default=0.25, help="CPUs a node gets; 0: all [0.25]")
    options = parser.parse_args()
    groups: list[Group] = []
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "home", env=BEHIND_A_PROXY)
        stack.up()

        def hold() -> None:
            """Once all play: to come in at once would take a quarter of a CPU a minute."""
            if options.share:
                for node in range(1, stack.nodes + 1):
                    groups.append(Group(node, options.share, neighbour=False))
                    groups[-1].hold(list(stack.pids(node).values()))

        def meter() -> dict[str, float]:
            """In how many periods of 100 ms the kernel has held a node up, and the milliseconds of CPU that it has had."""
            told: dict[str, float] = {}
            for node in range(1, stack.nodes + 1):
                told[f"node {node}: CPU, ms"] = sum(cpu_seconds(stack, [node]).values()) * 1000
                if groups:
                    told[f"node {node}: periods held up"] = groups[node - 1].throttled()["nr_throttled"]
            return told

        try:
            stack.settled()
            report = compare(stack, options.honest, options.hostile, options.seconds, hold, meter)
        finally:
            for group in groups:
                group.end()
            stack.keep_logs("bench-abuse")
            stack.down()

    def row(name: str, value) -> None:
        print(f"| {name} | {value(report.calm)} | {value(report.attacked)} |")

    def milliseconds(window: Window) -> str:
        return " / ".join(f"{window.percentile(share) * 1000:.0f}" for share in (0.5, 0.99, 1)) + f" ms (n = {len(window.turns)})"

    share = f"{options.share} CPU a node" if options.share else "no quota"
    print(f"\n{os.cpu_count()} cores, {share}, load {os.getloadavg()[0]:.1f} at the end\n")
    print(f"| {options.honest} honest players | alone | beside {options.hostile} hostile users |\n|---|---|---|")
    row("turn → outcome, p50 / p99 / max", milliseconds)
    row("ticks a second of a match, median / least", lambda w: f"{statistics.median(w.ticks or [0]):.1f} / {min(w.ticks or [0]):.1f}")
    for service in sorted(report.calm.cpu):
        row(f"CPU of {service}, all nodes", lambda w: f"{w.cpu[service] * 1000:.0f} ms/s")
    for name in report.calm.meters:
        row(f"{name}, a second", lambda w: f"{w.meters[name]:.1f}")
    print(f"| p99 against alone (bar: 2.0) | 1 | {report.attacked.percentile(0.99) / report.calm.percentile(0.99):.2f} |")
    print(f"| faults of honest players | | {len(report.faults)} |")
    for name, value in sorted(report.told.items()):
        print(f"| hostile users: {name} | | {value} |")
    for name in sorted(report.metrics):
        if report.metrics[name] and ("refus" in name or "delayed" in name or "pasts" in name):
            print(f"| {name} | | {report.metrics[name]:.0f} |")
    for fault in report.faults[:20]:
        print(fault, file=sys.stderr)
    if not report.told["outcomes"].get("overloaded"):
        print("abuse: no hostile user was answered `overloaded`", file=sys.stderr)
        return 1
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
