#!/usr/bin/env python3
"""Measures this project's consensus against etcd, three nodes each on this machine, in one run; prints a Markdown table.

One load generator (this project's gRPC client) commits values of 128 bytes through the leader of the one or the other, in turn,
several rounds; each figure is the median. CPU is what the kernel counts for the three consensus processes, divided by the
commits; the load generator is not in it, nor, in the same process, the counter that follows each of our nodes as the simulation would: over the
connection that also proposes. The one that is not measured is stopped (SIGSTOP). `floor` is Benchmarks/Consensus/floor.c, in the same rounds. Compare the ratios.

    scripts/bench/consensus --rounds 3 --milliseconds 3000
    scripts/bench/consensus --rows 1 --rounds 9      one client alone
"""
import argparse
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests"))
CLIENTS = [1, 16, 64, 256]
NAMES = {"ours": "SnakeTron", "etcd": "etcd"}
CGROUP = Path("/sys/fs/cgroup/cpu")


@dataclass
class Sample:
    rate: float  # commits/s
    p50: float  # ms
    p99: float
    cpu: float  # µs of three processes a commit
    memory: float  # MB, the largest of the three, resident at most


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used. Its clock (CPUCLOCK_SCHED of clock_getcpuclockid(3)) has the nanoseconds of threads that
    have ended too; a sum over /proc/PID/task lacks them, and can fall."""
    return time.clock_gettime(~pid << 3 | 2)


def peak(pid: int) -> float:
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Ours:
    def __init__(self, folder: Path, load: Path):
        from System.consensus_client import SECRET, ConsensusCluster
        self.cluster = ConsensusCluster(folder, env={"LOG_LEVEL": "warning"})
        self.cluster.start()
        self.cluster.settled(voters=3)
        self.pids = [self.cluster.pid(n) for n in self.cluster.numbers]
        self.follower = subprocess.Popen([str(load), "ours", *(f"127.0.0.{n}" for n in self.cluster.numbers)], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "NODE_SECRET": SECRET})
        self.all = [p.pid for p in self.cluster.processes.values()] + [self.follower.pid]

    def load(self, words: list[str]) -> str:
        self.follower.stdin.write(" ".join([f"127.0.0.{self.cluster.leader()}", *words]) + "\n")
        self.follower.stdin.flush()
        return self.follower.stdout.readline()

    def leader(self) -> int:
        return self.cluster.leader()

    def stop(self) -> None:
        self.follower.kill()
        self.follower.wait()
        self.cluster.stop()


class Etcd:
    def __init__(self, folder: Path, load: Path):
        self.program = load
        ports = []
        for _ in range(6):
            with socket.create_server(("127.0.0.1", 0)) as probe:
                ports.append(probe.getsockname()[1])
        self.clients, peers = ports[:3], ports[3:]
        everybody = ",".join(f"n{i}=http://127.0.0.1:{p}" for i, p in enumerate(peers))
        self.processes = [subprocess.Popen(
            ["etcd", "--name", f"n{i}", "--data-dir", str(folder / f"etcd-{i}"), "--log-level", "error",
             "--listen-client-urls", f"http://127.0.0.1:{self.clients[i]}", "--advertise-client-urls", f"http://127.0.0.1:{self.clients[i]}",
             "--listen-peer-urls", f"http://127.0.0.1:{peers[i]}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peers[i]}",
             "--initial-cluster", everybody, "--initial-cluster-state", "new"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for i in range(3)]
        self.pids = self.all = [p.pid for p in self.processes]
        self.leader()

    def leader(self) -> tuple[str, int]:
        for _ in range(100):
            done = subprocess.run(
                ["etcdctl", "--endpoints", ",".join(f"127.0.0.1:{p}" for p in self.clients), "endpoint", "status", "-w", "json"],
                capture_output=True, text=True, env={**os.environ, "ETCDCTL_API": "3"})
            if done.returncode == 0:
                for one in json.loads(done.stdout):
                    if one["Status"]["header"]["member_id"] == one["Status"].get("leader"):
                        return "127.0.0.1", int(one["Endpoint"].rsplit(":", 1)[1])
            time.sleep(0.1)
        sys.exit("etcd has no leader")

    def load(self, words: list[str]) -> str:
        host, port = self.leader()
        return subprocess.run([str(self.program), "etcd", host, str(port), *words], capture_output=True, text=True, timeout=240).stdout

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


class Bench:
    def __init__(self, options):
        self.options = options

    def load(self, name: str, server, clients: int, milliseconds: int, rate: float | None = None) -> list[float]:
        found = server.load([str(clients), "128", str(milliseconds), *([str(rate)] if rate else [])])
        if len(found.split()) != 4:
            sys.exit(f"{name}, {clients} clients: the load generator has failed")
        return [float(word) for word in found.split()]

    def floor(self, folder: str, milliseconds: int, *more: str) -> Sample:
        rate, p50, cpu = map(float, subprocess.run(
            [str(self.options.floor), folder, str(milliseconds), *more], check=True, capture_output=True, text=True).stdout.split())
        return Sample(rate, p50 / 1000, float("nan"), cpu, float("nan"))

    def sample(self, name: str, server, clients: int, milliseconds: int, rate: float | None = None) -> Sample:
        before = [cpu(pid) for pid in server.pids]
        commits, seconds, p50, p99 = self.load(name, server, clients, milliseconds, rate)
        used = sum(cpu(pid) - was for pid, was in zip(server.pids, before))
        return Sample(commits / seconds, p50 / 1000, p99 / 1000, used / commits * 1e6, max(peak(p) for p in server.pids))

    def signal(self, server, number: int) -> None:
        for pid in server.all:
            os.kill(pid, number)
        time.sleep(0.3)


def median(samples: list[Sample]) -> Sample:
    return Sample(*(statistics.median(getattr(s, field) for s in samples) for field in Sample.__dataclass_fields__))


def idle(server, seconds: float) -> float:
    """% of a core, the average of the three processes."""
    before = [cpu(pid) for pid in server.pids]
    time.sleep(seconds)
    return statistics.mean((cpu(pid) - was) / seconds * 100 for pid, was in zip(server.pids, before))


def under_quota(pids: list[int], share: float):
    """Each process in a control group of its own."""
    groups = []
    for number, pid in enumerate(pids):
        group = CGROUP / f"snaketron-bench-{os.getpid()}-{pid}"
        group.mkdir()
        groups.append(group)
        (group / "cpu.cfs_period_us").write_text("100000")
        (group / "cpu.cfs_quota_us").write_text(str(int(share * 100_000)))
        (group / "cgroup.procs").write_text(str(pid))
    return groups


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--load", type=Path, default=ROOT / ".build/release/consensus-bench-load")
    parser.add_argument("--floor", type=Path, default=ROOT / ".build/consensus-floor", help="the program of floor.c")
    parser.add_argument("--rows", default="1,16,64,256,20", help="numbers of clients, and 20 for 20 values a second")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--milliseconds", type=int, default=3000, help="of each measurement")
    parser.add_argument("--idle", type=float, default=20, help="seconds of idling to watch")
    parser.add_argument("--quota", type=float, default=0.25, help="CPUs a process gets at 20 commits a second")
    options = parser.parse_args()
    bench, missed = Bench(options), []
    with tempfile.TemporaryDirectory() as folder:
        servers = {"ours": Ours(Path(folder) / "ours", options.load), "etcd": Etcd(Path(folder) / "etcd", options.load)}
        rows = options.rows.split(",")
        try:
            idling = {name: idle(server, options.idle) for name, server in servers.items()}
            print("| clients | | commits/s | p50 / p99, ms | CPU of three nodes a commit, µs | memory of one, MB |\n|---|---|---|---|---|---|")

            def row(title: str, found: dict[str, Sample], paced: bool) -> None:
                ours, etcd = found["ours"], found["etcd"]
                for name, one in found.items():
                    more = f" ({ours.rate / etcd.rate:.1f}×)" if name == "ours" and not paced else ""
                    less = f" ({etcd.cpu / ours.cpu:.1f}× less)" if name == "ours" else ""
                    print(f"| {title if name == 'ours' else ''} | {NAMES[name]} | {one.rate:,.0f}{more} | {one.p50:.1f} / {one.p99:.1f} | "
                          f"{one.cpu:,.0f}{less} | {one.memory:.0f} |", flush=True)
                if not paced and ours.rate < 2 * etcd.rate:
                    missed.append(f"{title}: {ours.rate / etcd.rate:.2f}× etcd's commits/s, wanted 2×")
                if ours.cpu > etcd.cpu / 2:
                    missed.append(f"{title}: CPU {etcd.cpu / ours.cpu:.2f}× less than etcd, wanted 2×")
                if ours.memory > 40:
                    missed.append(f"{title}: {ours.memory:.0f} MB, wanted 40 at most")

            def measure(clients: int, milliseconds: int, rate: float | None = None, floors={}) -> dict[str, Sample]:
                samples = {name: [] for name in servers}
                for _ in range(options.rounds):
                    for name, server in servers.items():
                        other = next(s for n, s in servers.items() if n != name)
                        self_leader = server.leader()  # settled again after it was stopped
                        assert self_leader
                        bench.signal(other, signal.SIGSTOP)
                        try:
                            bench.load(name, server, clients, 300, rate)  # warm
                            samples[name].append(bench.sample(name, server, clients, milliseconds, rate))
                        finally:
                            bench.signal(other, signal.SIGCONT)
                            time.sleep(2.5)  # the woken elect again, if they must
                    for kind, found in floors.items():
                        for server in servers.values():
                            bench.signal(server, signal.SIGSTOP)
                        found.append(bench.floor(folder, milliseconds, *kind))
                        for server in servers.values():
                            bench.signal(server, signal.SIGCONT)
                        time.sleep(2.5)
                return {name: median(many) for name, many in samples.items()}

            floors = {(): [], ("threads",): []}
            for clients in CLIENTS:
                if str(clients) in rows:
                    row(str(clients), measure(clients, options.milliseconds, floors=floors if clients == 1 else {}), False)
                for kind, found in floors.items() if clients == 1 and "1" in rows else ():
                    one = median(found)
                    name = "floor, syncs on threads of their own" if kind else "floor"
                    print(f"|  | {name} | {one.rate:,.0f} | {one.p50:.2f} | {one.cpu:,.0f} | |", flush=True)
            if "20" in rows:
                row("20 a second", measure(1, 10_000, 20), True)
            groups = []
            try:
                for server in servers.values():
                    groups += under_quota(server.pids, options.quota)
                if "20" in rows:
                    row(f"20 a second, {options.quota} CPU a node", measure(1, 10_000, 20), True)
            except OSError as error:
                print(f"\nno CPU quota here: {error}")
            finally:
                for group in groups:
                    for pid in (group / "cgroup.procs").read_text().split():
                        (CGROUP / "cgroup.procs").write_text(pid)
                    group.rmdir()
            print(f"\nidle, CPU of one node: " + ", ".join(f"{NAMES[n]} {share:.2f} %" for n, share in idling.items()) + " of a core")
            if idling["ours"] > 0.4:
                missed.append(f"idle: {idling['ours']:.2f} % of a core, wanted 0.4 % at most")
        finally:
            for server in servers.values():
                server.stop()
    print("\n" + ("\n".join("missed: " + line for line in missed) if missed else "every bar is met"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
