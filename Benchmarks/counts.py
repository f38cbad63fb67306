#!/usr/bin/env python3
"""Counts what the hot paths cost and compares each count with its limit in Benchmarks/counts.txt: bytes that a player is sent,
allocations, system calls. No times.

    scripts/bench/counts

Ends with 1 when a count is over its limit.
"""
import os
import re
import subprocess
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))
from rpc import Bench  # noqa: E402

RELEASE = ROOT / ".build/release"
LIMITS = ROOT / "Benchmarks/counts.txt"
#: Matches of each mode; the same seeds each time.
MATCHES = 100
PLAYERS, SHORT, LONG = 100, 5, 15
TICKS_A_SECOND = 20


def game():
    """Bytes by the game's own frames and files, of matches that are the same on every machine."""
    text = subprocess.run([RELEASE / "game-bench", str(MATCHES)], check=True, text=True, stdout=subprocess.PIPE).stdout
    found = dict(line.split() for line in text.splitlines())
    for mode in ("2v2", "ffa"):
        for key in ("bytes", "largestUpdate", "largestSnapshot", "largestReplay"):
            yield f"game.{mode}.{key}", float(found[f"{mode}.{key}"])


def allocations(library, *command):
    """Of a process, by what is loaded before its own allocator. Its dictionaries have the same order each time."""
    done = subprocess.run(command, env={**os.environ, "LD_PRELOAD": library, "SWIFT_DETERMINISTIC_HASHING": "1"},
                          check=True, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(re.search(r"allocations (\d+)", done.stderr)[1])


def world(library):
    """A second of duels of which each player turns twice, less the beginning."""
    few, many = (allocations(library, RELEASE / "world-bench", "busy", str(PLAYERS), str(seconds)) for seconds in (SHORT, LONG))
    yield "world.allocations", (many - few) / ((LONG - SHORT) * TICKS_A_SECOND)


def least(count, limit):
    """The least of up to three counts, the first that keeps the limit: what else the machine does only adds to a count."""
    found = []
    while len(found) < 3 and not any(one <= limit for one in found):
        one = count()
        if one is None:
            return None
        found.append(one)
    return min(found)


def rpc(library, known):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Namespace(ours=RELEASE, cpp=None, grpc_swift=None), Path(folder))
        for mode in ("unary", "task"):
            limit = known.get(f"rpc.{mode}.allocations", (0, ""))[0]
            yield f"rpc.{mode}.allocations", least(lambda: bench.allocations(library, mode, 1), limit)
            limit = known.get(f"rpc.{mode}.systemCalls", (0, ""))[0]
            calls = least(lambda: bench.syscalls(mode, 1), limit)
            if calls is None:
                print(f"!! NOT COUNTED: rpc.{mode}.systemCalls; strace may not look at processes here", file=sys.stderr)
            else:
                yield f"rpc.{mode}.systemCalls", calls


def limits():
    """Name to (limit, the line's explanation)."""
    found = {}
    for line in LIMITS.read_text().splitlines():
        if line and not line.startswith("#"):
            name, limit, meaning = line.split(maxsplit=2)
            found[name] = (float(limit), meaning)
    return found


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    known = limits()
    with tempfile.TemporaryDirectory() as folder:
        library = f"{folder}/malloc_count.so"
        # Swift's own C compiler: a machine with Swift has it.
        subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", library, ROOT / "Benchmarks/RPC/malloc_count.c"], check=True)
        counted = {name: value for part in (game(), world(library), rpc(library, known)) for name, value in part}
    faults = [f"{name}: counted, but Benchmarks/counts.txt has no limit for it" for name in counted.keys() - known.keys()]
    for name, (limit, meaning) in known.items():
        if name not in counted:
            # On GitHub Actions the workflow gives what is needed.
            if not name.endswith(".systemCalls") or os.environ.get("GITHUB_ACTIONS") == "true":
                faults.append(f"{name}: has a limit, but nothing counts it")
            continue
        print(f"{name:28} {counted[name]:10.2f} of {limit:10.2f}  {meaning}")
        if counted[name] > limit:
            faults.append(f"{name}: {counted[name]:.2f}, more than the limit {limit:.2f} ({meaning}). Find what the change added; "
                          "raise the limit in Benchmarks/counts.txt only with the reason in the commit")
    for fault in faults:
        print(f"counts: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
