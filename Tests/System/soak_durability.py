"""Kills consensus processes at random moments, round after round, while a client writes; then looks for what was acknowledged.

Run by `make soak-durability ROUNDS=500`, or `python3 Tests/System/soak_durability.py --rounds 500 --seed 7`. A round ends with a write
that is acknowledged after everything lives again; every 25 rounds all replicas are compared with what was acknowledged.
"""
import argparse
import collections
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from System.consensus_client import ConsensusCluster, Replica, Writer, check_replicas  # noqa: E402
from System.stack import is_running, wait_for  # noqa: E402

NODES = (1, 2, 3)


class Soak:
    def __init__(self, home: Path, seed: int, snapshot_entries: int = 500):
        self.random = random.Random(seed)
        self.cluster = ConsensusCluster(home, nodes=3, env={"SNAPSHOT_ENTRIES": str(snapshot_entries), "LOG_LEVEL": "notice"})
        self.counts: collections.Counter = collections.Counter()
        self.replicas: list[Replica] = []
        self.writer = Writer(self.cluster, self.choose, interval=0.004, name="soak")

    def choose(self, failed):
        """A living node, at random: followers pass proposals on."""
        living = [n for n in self.cluster.living() if n != failed]
        return random.choice(living) if living else None

    def __enter__(self) -> "Soak":
        self.cluster.start()
        self.cluster.settled(voters=3)
        self.replicas = [Replica(self.cluster, n).start() for n in NODES]
        self.writer.__enter__()
        self.writer.wait_for_more()
        return self

    def __exit__(self, *_) -> None:
        self.writer.__exit__()
        for replica in self.replicas:
            replica.stop()
        self.cluster.stop()

    def round(self) -> None:
        """One fault, its repair, and a write that proves it."""
        faults = [(self.kill_leader, 4), (self.kill_follower, 3), (self.kill_two, 2), (self.kill_all, 1),
                  (self.kill_while_starting, 2), (self.pause_leader, 1)]
        fault = self.random.choices([f for f, _ in faults], [w for _, w in faults])[0]
        time.sleep(self.random.uniform(0, 0.15))  # the moment is the point: anywhere between two syncs
        fault()
        self.counts[fault.__name__] += 1
        for node in NODES:
            if not self.cluster.alive(node):
                self.start(node)
        self.writer.wait_for_more(seconds=30)

    def start(self, node: int) -> None:
        code = self.cluster.processes[node, "consensus"].poll()
        assert code == -signal.SIGKILL, f"consensus of node {node} ended by itself with {code}:\n{self.cluster.log(node)[-600:]}"
        self.cluster._start(node, "consensus")
        self.counts["starts"] += 1

    def kill(self, nodes) -> None:
        processes = [self.cluster.processes[n, "consensus"] for n in nodes]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait(10)
        wait_for(lambda: not any(is_running(p.pid) for p in processes), 10, "the kernel ends what was killed")
        self.counts["kills"] += len(processes)

    def leader(self) -> int:
        """Who leads as far as anybody says; anyone while nobody does."""
        for node, status in self.cluster.statuses().items():
            if status.role == 4:
                return node
        return self.random.choice(NODES)

    def kill_leader(self) -> None:
        self.kill([self.leader()])

    def kill_follower(self) -> None:
        leader = self.leader()
        self.kill([self.random.choice([n for n in NODES if n != leader])])

    def kill_two(self) -> None:
        self.kill(self.random.sample(NODES, 2))

    def kill_all(self) -> None:
        self.kill(NODES)

    def kill_while_starting(self) -> None:
        """Once more before, or just when, it has read its log."""
        node = self.random.choice(NODES)
        self.kill([node])
        self.start(node)
        time.sleep(self.random.uniform(0, 0.08))
        self.kill([node])

    def pause_leader(self) -> None:
        """SIGSTOP until another one leads; then it wakes and must not believe itself."""
        leader = self.leader()
        pid = self.cluster.pid(leader)
        os.kill(pid, signal.SIGSTOP)
        try:
            time.sleep(self.random.uniform(0.2, 2.5))
        finally:
            os.kill(pid, signal.SIGCONT)
        self.counts["pauses"] += 1

    def check(self) -> None:
        check_replicas(self.replicas, [self.writer])

    def summary(self) -> str:
        snapshots = sum(r.taken for r in self.replicas)
        return (f"{len(self.writer.acknowledged)} acknowledged, {len(self.writer.unknown)} unknown, "
                f"{len(self.writer.refused)} refused; {self.counts['kills']} kills, {self.counts['starts']} starts, "
                f"{self.counts['pauses']} pauses, {snapshots} snapshots taken, {sum(r.restored for r in self.replicas)} restored")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=500)
    options.add_argument("--seed", type=int, default=int(time.time()))
    arguments = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), arguments.seed)
        done = 0
        try:
            with soak:
                for done in range(1, arguments.rounds + 1):
                    soak.round()
                    if done % 25 == 0 or done == arguments.rounds:
                        soak.check()
                        print(f"round {done} of {arguments.rounds}, {time.monotonic() - began:.0f} s: {soak.summary()}", flush=True)
        except AssertionError as fault:
            soak.cluster.keep_logs("soak-durability")
            print(f"FAULT in round {done}, seed {arguments.seed}: {fault}\nlogs: .build/artifacts/soak-durability", flush=True)
            return 1
    print(f"{arguments.rounds} rounds, seed {arguments.seed}: nothing acknowledged is lost; faults: "
          + ", ".join(f"{name} {count}" for name, count in sorted(soak.counts.items()) if name not in ("kills", "starts", "pauses")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
