"""What may happen to a node or a link of a running cluster, one thing at a time.

Links are cut by nftables in the network namespace of the caller, which should be its own (`scripts/test-processes` gives one to
each file). All nodes share that namespace, and their clients' side of a connection is always 127.0.0.1. So each node's
processes start in a control group (v2) of their own, by which the first packet of a connection marks it with its node. Packets
are dropped as they arrive: to both ends it looks like a network that loses them.
"""
import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from System.crowd import Crowd
from System.stack import Stack, tool

SERVICES = ("gateway", "simulation", "consensus", "registry")
RAFT_PORT = 50052
#: The nodes that `attempt` knows: one that leads, one that has led for less than ten seconds, one that follows.
ROLES = ("leader", "new leader", "follower")


def _nft(rules: str) -> None:
    done = subprocess.run(["nft", "-f", "-"], input=rules, text=True, capture_output=True)
    if done.returncode != 0:
        raise OSError(f"nft: {done.stderr.strip()}")


def _groups() -> Path | None:
    """Where control groups of version 2 are."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, where, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(where)
    return None


class Nodes(Stack):
    """A cluster whose nodes can be cut off from each other, each with its own disk: `with Nodes(home).begun("logs") as nodes`.

    `links` and `disks` are false where the machine does not allow it: control groups, nftables and mounts take root, or a user
    namespace that maps to it. `why` says what was missing.
    """

    #: Bytes of a node's disk: its log takes 24 MiB at the start.
    DISK = 160 << 20

    def __init__(self, home: Path, nodes: int = 3, disks: bool = False):
        # A small disk is full only for what is written meanwhile: a snapshot every other second.
        super().__init__(home, nodes, {"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000",
                                       **({"SNAPSHOT_ENTRIES": "100"} if disks else {})})
        self.links, self.disks, self.why = True, disks, []
        self.numbers = range(1, nodes + 1)
        root = _groups()
        self._group = {n: root / f"snaketron-{os.getpid()}-{n}" for n in self.numbers} if root else {}
        self._mounted: list[Path] = []

    @contextlib.contextmanager
    def begun(self, logs: str):
        """The cluster, each node in its group and on its disk; taken down at the end, its logs in .build/artifacts/`logs`."""
        try:
            self._prepare_links()
            self.up()
            try:
                for node in self.numbers:
                    self._resettle(node)
                self.settled()
                yield self
            finally:
                self.heal()
                self.keep_logs(logs)
                self.down()
        finally:
            self._forget()

    def _prepare_links(self) -> None:
        try:
            if not self._group:
                raise OSError("no control groups of version 2")
            for group in self._group.values():
                group.mkdir()
                joined = subprocess.run(["sh", "-c", f'echo $$ > "{group}/cgroup.procs"'], capture_output=True, text=True)
                if joined.returncode != 0:
                    raise OSError(f"no process may enter a control group: {joined.stderr.strip()}")
            _nft("add table ip faults\nflush table ip faults\n"
                 "add chain ip faults owners { type filter hook output priority 0; }\n"
                 "add chain ip faults arrivals { type filter hook input priority 0; }\n"
                 + "".join(f'add rule ip faults owners ct state new ct direction original socket cgroupv2 level {level} "{path}" '
                           f"ct mark set {node}\n" for node, group in self._group.items()
                           for path in [os.path.relpath(group, "/sys/fs/cgroup")]
                           for level in [len(Path(os.path.relpath(group, _groups())).parts)]))
        except (OSError, FileNotFoundError) as error:
            self.links = False
            self.why.append(f"links cannot be cut: {error}")

    def _resettle(self, node: int) -> None:
        """Starts a node again, in its group and, if asked, on a small disk of its own."""
        if not self.links and not self.disks:
            return
        self.run("stop", "--node", str(node))
        folder = self.home / f"node-{node}"
        if self.disks:
            aside = self.home.with_name(f"aside-{node}")
            shutil.move(folder, aside)
            folder.mkdir()
            done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.DISK}", "tmpfs", str(folder)], capture_output=True, text=True)
            if done.returncode != 0:
                self.disks = False
                self.why.append(f"disks cannot be filled: {done.stderr.strip()}")
            else:
                self._mounted.append(folder)
            shutil.copytree(aside, folder, dirs_exist_ok=True)
            shutil.rmtree(aside)
        self.start(node)
        self.wait_ready(node)

    def start(self, node: int, service: str | None = None) -> None:
        if not self.links:
            super().start(node, service)
            return
        inside = self._group[node] / "cgroup.procs"
        # What joins is a process of its own, which the started ones descend from.
        joined = f'echo $$ > "{inside}" && exec "$@"'
        command = ["sh", "-c", joined, "sh", tool(), "start", "--node", str(node), *(["--service", service] if service else [])]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    def down(self) -> None:
        if not self._mounted:
            super().down()
            return
        self.run("down", "--keep")  # the files are on disks that are thrown away whole
        for folder in self._mounted:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(self.home)

    def _forget(self) -> None:
        if self.links:
            subprocess.run(["nft", "delete", "table", "ip", "faults"], capture_output=True)
        for group in self._group.values():
            try:
                group.rmdir()
            except OSError:
                pass  # never made

    # ---- links

    def cut(self, sender: int, receiver: int, port: int | None = None) -> None:
        """Nothing of one node reaches another, or nothing of the connections to one port of either."""
        to, of = ("", "") if port is None else (f"tcp dport {port} ", f"tcp sport {port} ")
        _nft(f"add rule ip faults arrivals ct direction original ct mark {sender} ip daddr 127.0.0.{receiver} {to}drop\n"
             f"add rule ip faults arrivals ct direction reply ct mark {receiver} ip saddr 127.0.0.{sender} {of}drop\n")

    def cut_players(self, node: int) -> None:
        """Nothing passes between a node's gateway and its players."""
        port = 8080 + node - 1
        _nft(f"add rule ip faults arrivals tcp dport {port} drop\nadd rule ip faults arrivals tcp sport {port} drop\n")

    def heal(self) -> None:
        if self.links:
            _nft("flush chain ip faults arrivals\n")

    def others(self, node: int) -> list[int]:
        return [n for n in self.numbers if n != node]

    # ---- processes and disks

    @contextlib.contextmanager
    def stopped(self, node: int, *services: str):
        """SIGSTOP to all services named, or to the whole node."""
        pids = [self.pids(node)[service] for service in services or SERVICES]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    @contextlib.contextmanager
    def slow(self, node: int, runs: float = 0.01, rests: float = 0.04):
        """A node that gets the CPU in pulses: `runs` seconds, then none for `rests`."""
        pids, over = list(self.pids(node).values()), threading.Event()

        def pulse():
            while not over.is_set():
                for number, seconds in ((signal.SIGSTOP, rests), (signal.SIGCONT, runs)):
                    for pid in pids:
                        os.kill(pid, number)
                    time.sleep(seconds)
        thread = threading.Thread(target=pulse)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    @contextlib.contextmanager
    def full(self, node: int):
        """No byte is left on the node's disk."""
        filler = self.home / f"node-{node}" / "filler"
        over = threading.Event()

        def fill():  # again and again, since what the node deletes is room
            with filler.open("ab", buffering=0) as file:
                while not over.is_set():
                    try:
                        file.write(bytes(1 << 16))
                    except OSError as error:
                        if error.errno != errno.ENOSPC:
                            raise
                        time.sleep(0.02)
        thread = threading.Thread(target=fill)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            filler.unlink()


class Kind:
    """A kind of fault: `needs` is what the machine must allow; `during(nodes, node, peer)` is a context in which it lasts."""

    def __init__(self, name: str, needs: str, during):
        self.name, self.needs, self.during = name, needs, contextlib.contextmanager(during)

    def possible(self, nodes: Nodes) -> bool:
        return not self.needs or getattr(nodes, self.needs)


def _killed(*services: str):
    def during(nodes: Nodes, node: int, peer: int):
        for service in services:
            nodes.kill(node, service)
        if not services:
            nodes.kill_node(node)
        yield
        for service in services or [None]:
            nodes.start(node, service)
    return during


def _stopped(*services: str):
    def during(nodes: Nodes, node: int, peer: int):
        with nodes.stopped(node, *services):
            yield
    return during


def _cut(pairs, port: int | None = None, players: bool = False):
    """`pairs(node, peer, others)` are the ways that are cut."""
    def during(nodes: Nodes, node: int, peer: int):
        for sender, receiver in pairs(node, peer, nodes.others(node)):
            nodes.cut(sender, receiver, port)
        if players:
            nodes.cut_players(node)
        try:
            yield
        finally:
            nodes.heal()
    return during


def _slow(nodes: Nodes, node: int, peer: int):
    with nodes.slow(node):
        yield


def _full(nodes: Nodes, node: int, peer: int):
    with nodes.full(node):
        yield


def _all(node, peer, others):
    return [pair for other in others for pair in ((node, other), (other, node))]


KINDS = [
    Kind("node killed", "", _killed()),
    Kind("gateway killed", "", _killed("gateway")),
    Kind("simulation killed", "", _killed("simulation")),
    Kind("consensus killed", "", _killed("consensus")),
    Kind("node stopped", "", _stopped()),
    Kind("gateway stopped", "", _stopped("gateway")),
    Kind("simulation stopped", "", _stopped("simulation")),
    Kind("consensus stopped", "", _stopped("consensus")),
    Kind("registry stopped", "", _stopped("registry")),
    Kind("node slow", "", _slow),
    Kind("disk full", "disks", _full),
    Kind("cut from its peers", "links", _cut(_all)),
    Kind("cut from everything", "links", _cut(_all, players=True)),
    Kind("hears no peer", "links", _cut(lambda node, peer, others: [(other, node) for other in others])),
    Kind("heard by no peer", "links", _cut(lambda node, peer, others: [(node, other) for other in others])),
    Kind("cut from one peer", "links", _cut(lambda node, peer, others: [(node, peer), (peer, node)])),
    Kind("does not hear one peer", "links", _cut(lambda node, peer, others: [(peer, node)])),
    Kind("not heard by one peer", "links", _cut(lambda node, peer, others: [(node, peer)])),
    Kind("Raft alone cut", "links", _cut(_all, RAFT_PORT)),
    Kind("Raft cut from one peer", "links", _cut(lambda node, peer, others: [(node, peer), (peer, node)], RAFT_PORT)),
]


@dataclass
class Trial:
    """What one fault did to the players."""
    what: str
    gap: float = 0  # seconds: the longest time in which a player in a running match learned of no newer tick
    whose: str = ""  # the player of that gap, and what became of its connections
    unready: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # outcomes that differ, 4001 on a newest socket, …


def attempt(nodes: Nodes, crowd: Crowd, kind: Kind, role: str, seconds: float, rng: random.Random, ready: float = 20, goes_on: float = 20) -> Trial:
    """One fault on a node of that role. `ready`, `goes_on`: seconds until nodes are ready and players play on, at most."""
    if role == "new leader":
        nodes.run("transfer")
        time.sleep(rng.uniform(0.3, 6))
    leader = nodes.leader()["node"]
    node = rng.choice(nodes.others(leader)) if role == "follower" else leader
    # Of a follower's links the leader's is the one that matters.
    peer = leader if role == "follower" else rng.choice(nodes.others(node))
    trial = Trial(f"{kind.name}: node {node} ({role}), peer {peer}, {seconds:.1f} s")
    began = time.monotonic()
    with kind.during(nodes, node, peer):
        time.sleep(seconds)
    ended = time.monotonic()
    trial.unready = nodes.unready(ready)
    trial.stuck = crowd.stuck(goes_on)
    if not trial.unready:
        nodes.settled()  # the next fault is to be the only one
    gaps = [(length, end, player) for player in crowd.players for end, length, _ in list(player.gaps) if end > began and end - length < ended + 1]
    if gaps:
        trial.gap, end, player = max(gaps, key=lambda gap: gap[0])
        story = "; ".join(player.story)
        trial.whose = f"{player.name}: nothing new for {trial.gap:.3f} s until {end - crowd.began:.2f}; the fault began at {began - crowd.began:.2f}; {story}"
    trial.broken = crowd.news()
    return trial


def namespace(command: list[str]) -> None:
    """Runs a command in namespaces of its own for network and mounts, in place of this process; returns where none is granted."""
    as_user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    within = ["unshare", *as_user, "--net", "--mount", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if subprocess.run([*within, "true"], capture_output=True).returncode == 0:
        os.execvp(within[0], [*within, *command])
