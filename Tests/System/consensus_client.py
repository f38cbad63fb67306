"""Consensus by itself: registry and consensus processes of real nodes, without a game, and a client of their API.

A test stands where the simulation would: it proposes commands of its own and reads the log back, so it can say for each
command whether it was acknowledged, refused or left unknown, and compare that with what every node holds.
"""
import os
import queue
import shutil
import signal
import struct
import subprocess
import threading
import time
from pathlib import Path

import grpc
from System.protos import contract
from System.stack import ARTIFACTS, is_running, tool, wait_for, with_secret

LEARNER, FOLLOWER, CANDIDATE, LEADER = 1, 2, 3, 4
COMMITTED, REJECTED, UNKNOWN = 1, 2, 3


#: Shared by the processes of all nodes here, and by the tests.
SECRET = "the secret of the nodes of a test"


class ConsensusCluster:
    """Nodes are numbered from 1; node n has 127.0.0.n. A node here is its registry and its consensus process."""

    def __init__(self, home: Path, nodes: int = 3, env: dict | None = None):
        self.home = Path(home)
        self.numbers = list(range(1, nodes + 1))
        self.env = env or {}
        self.processes: dict[tuple[int, str], subprocess.Popen] = {}
        self.plain: dict[int, grpc.Channel] = {}
        self.channels: dict[int, grpc.Channel] = {}
        self.bin = Path(tool()).resolve().parent
        self.messages, self.stubs = contract("consensus")

    # Processes.

    def folder(self, node: int) -> Path:
        return self.home / f"node-{node}"

    def log(self, node: int, service: str = "consensus") -> str:
        return (self.folder(node) / f"{service}.log").read_text(errors="replace")

    def start(self, *nodes: int, services=("registry", "consensus")) -> None:
        for node in nodes or self.numbers:
            for service in services:
                self._start(node, service)

    def _start(self, node: int, service: str, under: tuple = (), env: dict | None = None) -> None:
        """`under`: a command that runs the process, such as `fiu-run` with its options; `env`: of this process alone."""
        folder = self.folder(node)
        folder.mkdir(parents=True, exist_ok=True)
        address = f"127.0.0.{node}"
        env = {"PATH": os.environ["PATH"], "LOG_LEVEL": os.environ.get("LOG_LEVEL", "info"), "CLUSTER": "test",
               "NODE_SECRET": SECRET,
               "BIND_ADDR": address, "LOOPBACK_ADDR": address, "ADVERTISE_ADDR": address, "DATA_DIR": str(folder),
               "DATABASE_URL": f"sqlite://{self.home}/registry.sqlite", "METRICS_PORT": {"registry": "9101"}.get(service, "9102"),
               **self.env, **(env or {})}
        with (folder / f"{service}.log").open("ab") as log:
            self.processes[node, service] = subprocess.Popen(
                [*under, self.bin / f"snaketron-{service}"], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def pid(self, node: int, service: str = "consensus") -> int:
        return self.processes[node, service].pid

    def alive(self, node: int) -> bool:
        process = self.processes.get((node, "consensus"))
        return process is not None and process.poll() is None

    def living(self) -> list[int]:
        return [n for n in self.numbers if self.alive(n)]

    def kill(self, node: int, services=("consensus", "registry")) -> None:
        """kill -9, as fast as signals go; waits until the kernel has ended them."""
        self.end(node, signal.SIGKILL, services)

    def terminate(self, node: int, services=("consensus", "registry")) -> None:
        """SIGTERM, consensus first: it says goodbye to the registry."""
        for service in services:
            self.end(node, signal.SIGTERM, (service,))

    def end(self, node: int, signal_number: int, services) -> None:
        ending = [self.processes[node, s] for s in services if (node, s) in self.processes]
        for process in ending:
            if process.poll() is None:
                process.send_signal(signal_number)
        for process in ending:
            process.wait(25)
            assert not is_running(process.pid)

    def wipe(self, node: int) -> None:
        """The disk of a node that has ended is lost."""
        shutil.rmtree(self.folder(node) / "consensus")

    def stop(self) -> None:
        for channel in self.plain.values():
            channel.close()
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
        for process in self.processes.values():
            process.wait(10)

    def keep_logs(self, name: str) -> None:
        target = ARTIFACTS / name
        shutil.rmtree(target, ignore_errors=True)
        for log in sorted(self.home.glob("node-*/*.log")):
            (target / log.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(log, target / log.parent.name / log.name)

    # What the nodes say.

    def channel(self, node: int) -> grpc.Channel:
        if node not in self.channels:
            options = [("grpc.initial_reconnect_backoff_ms", 50), ("grpc.min_reconnect_backoff_ms", 50),
                       ("grpc.max_reconnect_backoff_ms", 200), ("grpc.enable_http_proxy", 0),
                       ("grpc.use_local_subchannel_pool", 1)]
            self.plain[node] = grpc.insecure_channel(f"127.0.0.{node}:50053", options=options)
            self.channels[node] = with_secret(self.plain[node], SECRET)
        return self.channels[node]

    def stub(self, node: int):
        return self.stubs.ConsensusStub(self.channel(node))

    def status(self, node: int):
        """The node's StatusReply; `None` while it does not answer."""
        if not self.alive(node):
            return None
        try:
            return self.stub(node).Status(self.messages.StatusRequest(), timeout=1)
        except grpc.RpcError:
            return None

    def statuses(self) -> dict:
        """Of the living nodes that answer, by number."""
        return {n: s for n in self.numbers if (s := self.status(n)) is not None}

    def leader(self, seconds: float = 15) -> int:
        """The number of the node that leads, once every living member follows it in its term."""
        def agreed():
            found = self.statuses()
            leaders = [n for n, s in found.items() if s.role == LEADER]
            if len(leaders) != 1 or set(found) != set(self.living()):
                return None
            term, own = found[leaders[0]].term, found[leaders[0]].node_id
            return leaders[0] if all((s.term, s.leader_id) == (term, own) for s in found.values()) else None
        return wait_for(agreed, seconds, "one leader that every living node follows")

    def keeps_leader(self, seconds: float = 30) -> int:
        """The leader, which stays what it is, in its term, for longer than an election timeout (1 to 2 s): only time shows that.
        A busy machine can hold a leader up for as long, so one term may end; terms that go on ending for `seconds` fail."""
        def kept():
            leader = self.leader()
            term = self.status(leader).term
            time.sleep(2.5)
            after = self.leader()
            return leader if (after, self.status(after).term) == (leader, term) else None
        return wait_for(kept, seconds, "a leader that stays")

    def leader_status(self, seconds: float = 15):
        return self.status(self.leader(seconds))

    def settled(self, voters: int, members: int | None = None, seconds: float = 60):
        """Waits until the leader has that many voters, all of them alive, and every living node as a member that has its
        whole log; `members`: and nobody else. Returns the leader's status."""
        def whole():
            found = self.statuses()
            if set(found) != set(self.living()):
                return None
            leaders = [s for s in found.values() if s.role == LEADER]
            if len(leaders) != 1:
                return None
            leader = leaders[0]
            ids = {s.node_id for s in found.values()}
            voting = {m.node_id for m in leader.members if m.voter}
            known = {m.node_id: m.match_index for m in leader.members}
            fine = (len(voting) == voters and voting <= ids and ids <= set(known)
                    and (members is None or len(known) == members)
                    and all(known[i] >= leader.commit_index for i in ids)
                    and all(s.role in (LEARNER, FOLLOWER, LEADER) and s.leader_id == leader.node_id
                            and s.commit_index >= leader.commit_index for s in found.values()))
            return leader if fine else None
        try:
            return wait_for(whole, seconds, f"{voters} living voters" + (f" of {members} members" if members else ""))
        except AssertionError as error:
            found = self.statuses()
            silent = "\n".join(f"{n} lives and does not answer:\n{self.threads(n)}" for n in self.living() if n not in found)
            raise AssertionError(f"{error}\n{silent}" + "\n".join(f"{n}: {s}" for n, s in found.items())) from None

    def threads(self, node: int) -> str:
        """What each thread of a node's process is in, as the kernel has it."""
        lines = []
        for task in sorted(Path(f"/proc/{self.pid(node)}/task").iterdir()):
            try:
                name, call, waits = ((task / file).read_text().strip() for file in ("comm", "syscall", "wchan"))
                lines.append(f"  {task.name} {name}: system call {call}, waits in {waits}")
            except OSError:
                pass  # it has ended
        return "\n".join(lines) + "\n"

    def number(self, node_id: int) -> int | None:
        """The living node that has this Raft id."""
        return next((n for n, s in self.statuses().items() if s.node_id == node_id), None)

    def commands(self, node: int, through: int | None = None, seconds: float = 60) -> list[tuple[int, bytes]]:
        """(index, command) of all that is committed on a node, from the log's first entry; it must not be compacted."""
        through = through or self.status(node).commit_index
        requests = queue.SimpleQueue()
        requests.put(self.messages.FollowUp(start=self.messages.FollowStart()))
        call = self.stub(node).Follow(iter(requests.get, None), timeout=seconds)
        found = []
        for down in call:
            assert down.WhichOneof("event") != "snapshot", "the log was compacted"
            if down.WhichOneof("event") == "committed":
                found += [(e.index, e.command) for e in down.committed.entries]
                if down.committed.through_index >= through:
                    break
        requests.put(None)
        call.cancel()
        return found


class Writer:
    """Proposes a new command each `interval` seconds through a node that `choose(failed)` names, on one stream at a time.

    Each command is sent once. `acknowledged`, `refused` and `unknown` say what became of it.
    """

    def __init__(self, cluster: ConsensusCluster, choose, interval: float = 0.02, name: str = "w", size: int = 0):
        self.cluster, self.choose, self.interval = cluster, choose, interval
        self.name, self.size = name, size
        self.acknowledged: dict[bytes, int] = {}
        self.refused: set[bytes] = set()
        self.unknown: set[bytes] = set()
        #: When each acknowledgement came, and what its proposal's sending time was; monotonic seconds.
        self.times: list[tuple[float, float]] = []
        self._stop = threading.Event()
        self._count = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive(), "the writer hangs"

    def command(self) -> bytes:
        self._count += 1
        return f"{self.name}-{self._count}".encode().ljust(self.size, b".")

    def _run(self) -> None:
        failed = None
        while not self._stop.is_set():
            node = self.choose(failed)
            if node is None:
                time.sleep(0.005)
                continue
            self._stream(node)
            failed = node

    def _stream(self, node: int) -> None:
        """Until the stream ends or the writer is told to stop; then waits a moment for answers that are on their way."""
        requests, waiting = queue.SimpleQueue(), {}
        call = self.cluster.stub(node).Propose(iter(requests.get, None))
        ended = threading.Event()

        def answers():
            try:
                for result in call:
                    now = time.monotonic()
                    command, sent = waiting.pop(result.id)
                    if result.result == COMMITTED:
                        self.acknowledged[command] = result.index
                        self.times.append((now, sent))
                    else:
                        (self.refused if result.result == REJECTED else self.unknown).add(command)
            except grpc.RpcError:
                pass
            ended.set()

        reader = threading.Thread(target=answers, daemon=True)
        reader.start()
        due = time.monotonic()
        while not self._stop.is_set() and not ended.is_set():
            command = self.command()
            waiting[self._count] = (command, time.monotonic())
            requests.put(self.cluster.messages.Proposal(id=self._count, commands=[command]))
            due = max(due + self.interval, time.monotonic() - self.interval)
            ended.wait(max(0, due - time.monotonic()))
        requests.put(None)
        reader.join(5)
        call.cancel()
        reader.join(5)
        self.unknown |= {command for command, _ in waiting.values()}

    def wait_for_more(self, seconds: float = 20) -> None:
        """Until a command that is sent from now on is acknowledged."""
        now = time.monotonic()
        wait_for(lambda: self.times and self.times[-1][1] >= now, seconds, "a write is acknowledged")

    def gaps(self, least: float = 0.1) -> list[float]:
        """Times without an acknowledgement that were longer than `least` seconds."""
        times = [t for t, _ in self.times]
        return [b - a for a, b in zip(times, times[1:]) if b - a > least]

    def check(self, node: int) -> None:
        """Nothing acknowledged is missing, nothing refused is there, nothing is there twice."""
        held = self.cluster.commands(node)
        found = {command: index for index, command in held}
        assert len(found) == len(held), f"node {node} holds a command twice"
        lost = [c for c, index in self.acknowledged.items() if found.get(c) != index]
        assert not lost, f"node {node} lost {len(lost)} of {len(self.acknowledged)} acknowledged writes, first {lost[0]!r}"
        assert not self.refused & set(found), f"node {node} holds a command that was refused"
        assert set(found) <= set(self.acknowledged) | self.unknown, f"node {node} holds what nobody wrote"


class Replica:
    """A state machine beside one node's consensus: all commands, in order. It takes and restores snapshots, connects again
    when the node comes back, and notices a log that goes back, repeats or differs from what it applied."""

    CHUNK = 48 << 10

    def __init__(self, cluster: ConsensusCluster, node: int):
        self.cluster, self.node = cluster, node
        self.entries: list[tuple[int, bytes]] = []
        self.applied = 0
        self.taken = self.restored = 0
        self.faults: list[str] = []
        self._cluster_id = 0
        self._stop = threading.Event()
        self._call = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Replica":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stop.set()
        if self._call:
            self._call.cancel()
        self._thread.join(10)

    def wait(self, through: int, seconds: float = 30) -> None:
        wait_for(lambda: self.applied >= through, seconds, f"the replica of node {self.node} applies entry {through}")

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self.cluster.alive(self.node):
                time.sleep(0.01)
                continue
            try:
                self._follow()
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.FAILED_PRECONDITION:  # another cluster: forget everything
                    self.entries, self.applied, self._cluster_id = [], 0, 0
            time.sleep(0.02)

    def _follow(self) -> None:
        m, up = self.cluster.messages, queue.SimpleQueue()
        up.put(m.FollowUp(start=m.FollowStart(applied_index=self.applied, cluster_id=self._cluster_id)))
        self._call = call = self.cluster.stub(self.node).Follow(iter(up.get, None))
        arriving = bytearray()
        try:
            for down in call:
                kind = down.WhichOneof("event")
                if kind == "leadership":
                    self._cluster_id = self._cluster_id or down.leadership.cluster_id
                elif kind == "committed":
                    self._apply(down.committed)
                    up.put(m.FollowUp(applied=m.Applied(index=self.applied)))
                elif kind == "take_snapshot":
                    self._send_snapshot(up)
                elif kind == "snapshot":
                    if down.snapshot.offset == 0:
                        arriving = bytearray()
                    if down.snapshot.offset != len(arriving):
                        self.faults.append(f"a snapshot chunk at {down.snapshot.offset} after {len(arriving)} bytes")
                    arriving += down.snapshot.data
                    if down.snapshot.last:
                        self._restore(bytes(arriving), down.snapshot.index)
                        up.put(m.FollowUp(applied=m.Applied(index=self.applied)))
        finally:
            up.put(None)
            call.cancel()

    def _apply(self, committed) -> None:
        for entry in committed.entries:
            if entry.index <= self.applied:
                self.faults.append(f"entry {entry.index} after {self.applied}")
            self.entries.append((entry.index, entry.command))
        if committed.through_index < self.applied:
            self.faults.append(f"committed through {committed.through_index} after {self.applied}")
        self.applied = max(self.applied, committed.through_index)

    def _send_snapshot(self, up) -> None:
        m, index = self.cluster.messages, self.applied
        state = b"".join(struct.pack("<QI", i, len(c)) + c for i, c in self.entries)
        for offset in range(0, max(1, len(state)), self.CHUNK):
            data = state[offset:offset + self.CHUNK]
            last = offset + self.CHUNK >= len(state)
            up.put(m.FollowUp(snapshot=m.SnapshotChunk(index=index, offset=offset, data=data, last=last)))
        self.taken += 1

    def _restore(self, state: bytes, index: int) -> None:
        entries, position = [], 0
        while position < len(state):
            i, size = struct.unpack_from("<QI", state, position)
            entries.append((i, state[position + 12:position + 12 + size]))
            position += 12 + size
        if entries[:len(self.entries)] != self.entries:
            self.faults.append(f"the snapshot through {index} does not begin with what was applied")
        self.entries, self.applied = entries, index
        self.restored += 1


def check_replicas(replicas: list[Replica], writers: list[Writer]) -> None:
    """Every replica holds each acknowledged command once, where its acknowledgement said; no refused one; all agree."""
    acknowledged = {c: i for w in writers for c, i in dict(w.acknowledged).items()}
    refused = {c for w in writers for c in set(w.refused)}
    last = max(acknowledged.values(), default=0)
    for replica in replicas:
        replica.wait(last)
        assert not replica.faults, f"node {replica.node}: {replica.faults[:3]}"
    through = min(r.applied for r in replicas)
    held = [[e for e in list(r.entries) if e[0] <= through] for r in replicas]
    for replica, entries in zip(replicas, held):
        assert entries == held[0], f"nodes {replicas[0].node} and {replica.node} hold different logs"
    found = {command: index for index, command in held[0]}
    assert len(found) == len(held[0]), "a command is there twice"
    lost = [c for c, i in acknowledged.items() if found.get(c) != i]
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged writes are lost, first {lost[0]!r}"
    assert not refused & set(found), "a command that was refused is there"


def survivor(cluster: ConsensusCluster):
    """For ``Writer``: the first living node, another one than the one that just failed."""
    def choose(failed):
        living = [n for n in cluster.living() if n != failed]
        return living[0] if living else None
    return choose


def terms(cluster: ConsensusCluster) -> int:
    """The highest term that a living node is in."""
    return max(s.term for s in cluster.statuses().values())


__all__ = ["ConsensusCluster", "Writer", "Replica", "check_replicas", "survivor", "terms",
           "LEARNER", "FOLLOWER", "CANDIDATE", "LEADER",
           "COMMITTED", "REJECTED", "UNKNOWN"]
