#!/usr/bin/env python3
"""Measures how long a cluster of three takes no writes when its leader dies, hangs or is asked to stop; prints a Markdown table.

A client proposes a small command every 5 ms through a node that survives. A gap is the time from the signal to the leader's
consensus process until the first acknowledgement of a command that was sent after it. Real registry and consensus processes;
everything shares the machine.

    Benchmarks/failover.py --kills 100 --stops 30 --hangs 30
    Benchmarks/failover.py --quota 600        ten minutes under 0.25 CPU a node with a busy neighbour: counts elections
"""
import argparse
import math
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

from consensus import cpu  # noqa: E402
from System.consensus_client import ConsensusCluster, Writer  # noqa: E402
from System.stack import wait_for  # noqa: E402

#: Seconds until a leader's rhythm is known (LEADER_RHYTHM_MS), and for which one that hangs is left so: longer than an election
#: timeout, or it would be taken for one that is only slow (docs/decisions/0406).
RHYTHM, HANG = 10, 1.5

CGROUP = Path("/sys/fs/cgroup/cpu")


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else float("nan")  # nearest rank


def summary(values: list[float]) -> str:
    return (f"{percentile(values, 0.5) * 1000:.0f} / {percentile(values, 0.99) * 1000:.0f} / {max(values) * 1000:.0f} ms "
            f"(n = {len(values)})")


def settled(cluster: ConsensusCluster) -> int:
    """Waits for three caught-up voters; returns the leader's number."""
    return cluster.number(cluster.settled(voters=3, members=3).node_id)


def one(cluster: ConsensusCluster, signal_number: int) -> float:
    """Ends or stops the leader once and starts it again; returns the gap in seconds."""
    leader = settled(cluster)
    client = random.choice([n for n in cluster.numbers if n != leader])
    with Writer(cluster, lambda failed: client, interval=0.005) as writer:
        writer.wait_for_more()
        time.sleep(random.uniform(0.2, 0.5) + (RHYTHM if signal_number == signal.SIGSTOP else 0))
        pid = cluster.pid(leader)
        at = time.monotonic()
        os.kill(pid, signal_number)
        first = wait_for(lambda: next((t for t, sent in list(writer.times) if sent > at), None), 30, "a write is acknowledged")
    if signal_number == signal.SIGSTOP:
        time.sleep(max(0, at + HANG - time.monotonic()))
        os.kill(pid, signal.SIGCONT)
    else:
        cluster.processes[leader, "consensus"].wait(25)
        cluster.start(leader, services=("consensus",))
    # A command sent just before the signal may still be answered after it: the gap begins with the last answer or the signal.
    return first - at


def failovers(cluster: ConsensusCluster, count: int, signal_number: int, name: str) -> list[float]:
    gaps = []
    for i in range(count):
        gaps.append(one(cluster, signal_number))
        if (i + 1) % 10 == 0:
            print(f"{name}: {i + 1} of {count}, so far {summary(gaps)}", file=sys.stderr, flush=True)
    return gaps


def causes(cluster: ConsensusCluster) -> list[tuple[str, int]]:
    """What started the campaigns of the whole run, by the nodes' own words."""
    found: dict[str, int] = {}
    for node in cluster.numbers:
        for reason in re.findall(r'raft.role=preCandidate.* reason="([^"]*)"', cluster.log(node)):
            reason = re.sub(r"\d+(\.\d+)? s", "… s", re.sub(r"leader \d+", "the leader", reason))
            found[reason] = found.get(reason, 0) + 1
    return sorted(found.items(), key=lambda item: -item[1])


def quota(cluster: ConsensusCluster, seconds: float, share: float) -> list[tuple[str, str]]:
    """Each node in a control group of its own with a neighbour that never sleeps; 20 writes a second."""
    groups, neighbours = [], []
    try:
        for node in cluster.numbers:
            group = CGROUP / f"snaketron-bench-{os.getpid()}-{node}"
            group.mkdir()
            groups.append(group)
            (group / "cpu.cfs_period_us").write_text("100000")
            (group / "cpu.cfs_quota_us").write_text(str(int(share * 100_000)))
            neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            neighbours.append(neighbour)
            for pid in (neighbour.pid, cluster.pid(node, "registry"), cluster.pid(node)):
                for task in os.listdir(f"/proc/{pid}/task"):
                    (group / "tasks").write_text(task)
        time.sleep(1)
        settled(cluster)
        before = [(s.term, s.leader_id) for s in cluster.statuses().values()]
        follower = next(n for n in cluster.numbers if n != settled(cluster))
        with Writer(cluster, lambda failed: follower, interval=0.05) as writer:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                time.sleep(min(30, max(0.1, end - time.monotonic())))
                print(f"quota: {len(writer.times)} writes, {end - time.monotonic():.0f} s left, "
                      f"terms {[s.term for s in cluster.statuses().values()]}", file=sys.stderr, flush=True)
        delays = [t - sent for t, sent in writer.times]
        after = [(s.term, s.leader_id) for s in cluster.statuses().values()]
        throttled = [dict(line.split() for line in (g / "cpu.stat").read_text().splitlines()) for g in groups]
        rows = [(f"{share} CPU a node, busy neighbour, {seconds:.0f} s: elections", str(max(a for a, _ in after) - max(b for b, _ in before))),
                ("the same: commit latency at 20 writes/s, p50 / p99 / max", summary(delays)),
                ("the same: periods in which a node was throttled", " / ".join(
                    f"{100 * int(s['nr_throttled']) / max(1, int(s['nr_periods'])):.0f} %" for s in throttled))]
        return rows
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()
        for group in groups:
            for pid in (group / "tasks").read_text().split():
                try:
                    (CGROUP / "tasks").write_text(pid)
                except OSError:
                    pass  # it has ended
            group.rmdir()


def idle(cluster: ConsensusCluster, seconds: float) -> list[tuple[str, str]]:
    """CPU and memory of consensus while nothing happens; the leader's and the followers'."""
    leader = settled(cluster)
    time.sleep(3)

    def memory(pid: int) -> float:
        return next(int(line.split()[1]) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                    if line.startswith("Pss:")) / 1024

    def switches(pid: int) -> int:
        return sum(int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text())[1])
                   for task in Path(f"/proc/{pid}/task").iterdir())

    pids = {n: cluster.pid(n) for n in cluster.numbers}
    before = {n: (cpu(p), switches(p)) for n, p in pids.items()}
    time.sleep(seconds)
    shares = {n: (cpu(p) - before[n][0]) / seconds * 100 for n, p in pids.items()}
    wakes = {n: (switches(p) - before[n][1]) / seconds for n, p in pids.items()}
    followers = [n for n in cluster.numbers if n != leader]
    return [("idle consensus, CPU: leader / followers",
             f"{shares[leader]:.2f} % / " + " / ".join(f"{shares[n]:.2f} %" for n in followers) + " of a core"),
            ("idle consensus, wake-ups a second: leader / followers",
             f"{wakes[leader]:.0f} / " + " / ".join(f"{wakes[n]:.0f}" for n in followers)),
            ("idle consensus, memory (PSS), at most", f"{max(memory(p) for p in pids.values()):.1f} MB")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=0, help="leaders to kill (SIGKILL)")
    parser.add_argument("--stops", type=int, default=0, help="leaders to stop in order (SIGTERM)")
    parser.add_argument("--hangs", type=int, default=0, help="leaders to hang (SIGSTOP)")
    parser.add_argument("--idle", type=float, default=0, help="seconds of idling to watch")
    parser.add_argument("--quota", type=float, default=0, help="seconds under a CPU quota; needs a writable cgroup v1 hierarchy")
    parser.add_argument("--share", type=float, default=0.25, help="CPUs a node gets under the quota [0.25]")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        cluster = ConsensusCluster(Path(folder))
        cluster.start()
        try:
            settled(cluster)
            if options.idle:
                rows += idle(cluster, options.idle)
            if options.kills:
                gaps = failovers(cluster, options.kills, signal.SIGKILL, "kill -9")
                rows.append(("leader killed (SIGKILL) → next commit, p50 / p99 / max", summary(gaps)))
            if options.stops:
                gaps = failovers(cluster, options.stops, signal.SIGTERM, "SIGTERM")
                rows.append(("leader asked to stop (SIGTERM) → next commit, p50 / p99 / max", summary(gaps)))
            if options.hangs:
                gaps = failovers(cluster, options.hangs, signal.SIGSTOP, "SIGSTOP")
                rows.append(("leader hangs (SIGSTOP) → next commit, p50 / p99 / max", summary(gaps)))
            if options.kills or options.stops or options.hangs:
                rows += [(f"campaigns begun because: {reason}", str(count)) for reason, count in causes(cluster)]
            if options.quota:
                rows += quota(cluster, options.quota, options.share)
        finally:
            cluster.keep_logs("bench-failover")
            cluster.stop()
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end\n\n| | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
