"""What goes wrong around a cluster of real consensus processes, and clients of a key-value store that run through it.

Each node's Raft port is reached through a proxy here, which knows by its socket which process a connection comes from; so links
can be cut one way, between some nodes, or around one.
"""
import json
import os
import queue
import random
import signal
import socket
import threading
import time
from pathlib import Path

import grpc
from System.consensus_client import COMMITTED, REJECTED, ConsensusCluster, Replica
from System.linearizability import Operation, run


class Links:
    """Proxies on 127.0.1.n:50052 for 127.0.0.n:50052. Start the cluster with `ADVERTISE_ADDR` 127.0.1.n: `Links.environment`."""

    def __init__(self, cluster: ConsensusCluster):
        self.cluster = cluster
        self.cut: set[tuple[int, int]] = set()
        self._stop = threading.Event()
        self._listeners = {}
        for node in cluster.numbers:
            listener = socket.create_server((f"127.0.1.{node}", 50052))
            self._listeners[node] = listener
            threading.Thread(target=self._accept, args=(node, listener), daemon=True).start()

    @staticmethod
    def environment(node: int) -> dict:
        return {"ADVERTISE_ADDR": f"127.0.1.{node}"}

    def close(self) -> None:
        self._stop.set()
        for listener in self._listeners.values():
            listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
            listener.close()

    def isolate(self, node: int) -> None:
        self.cut = {(a, b) for a in self.cluster.numbers for b in self.cluster.numbers if (a == node) != (b == node)}

    def heal(self) -> None:
        self.cut = set()

    def _accept(self, node: int, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                near, address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(node, near, address), daemon=True).start()

    def _connect(self, node: int, near: socket.socket, address) -> None:
        sender = self._sender(address)
        try:
            if (sender, node) in self.cut:
                raise OSError("cut")
            far = socket.create_connection((f"127.0.0.{node}", 50052), timeout=2)
        except OSError:
            near.close()
            return
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            one.settimeout(None)
        threading.Thread(target=self._carry, args=((sender, node), near, far), daemon=True).start()
        self._carry((node, sender), far, near)

    def _carry(self, link, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(64 << 10):
                while link in self.cut and not self._stop.is_set():
                    time.sleep(0.01)  # a cut link holds what it carries; the ends notice by their own timers
                sink.sendall(data)
        except OSError:
            pass
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _sender(self, address) -> int | None:
        """The number of the node whose consensus process has the socket with this local address."""
        host, port = address
        wanted = f"{int.from_bytes(socket.inet_aton(host), 'little'):08X}:{port:04X}"
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        inode = next((f[9] for line in lines if (f := line.split())[1] == wanted), None)
        for node in self.cluster.numbers:
            if inode is None or not self.cluster.alive(node):
                continue
            try:
                folder = f"/proc/{self.cluster.pid(node)}/fd"
                if any(os.readlink(f"{folder}/{name}") == f"socket:[{inode}]" for name in os.listdir(folder)):
                    return node
            except OSError:
                continue
        return None


class Store(Replica):
    """The state machine under test: a key-value store, one beside each node."""

    def __init__(self, cluster: ConsensusCluster, node: int):
        super().__init__(cluster, node)
        self.values: dict[str, str] = {}
        self.results: dict[str, tuple[str | None, bool]] = {}
        self._taken = 0
        self.changed = threading.Condition()

    def _apply(self, committed) -> None:
        with self.changed:
            super()._apply(committed)
            self._catch_up()
            self.changed.notify_all()

    def _restore(self, state: bytes, index: int) -> None:
        with self.changed:
            super()._restore(state, index)
            self.values, self.results, self._taken = {}, {}, 0
            self._catch_up()
            self.changed.notify_all()

    def _catch_up(self) -> None:
        if len(self.entries) < self._taken:  # another cluster's log: from the beginning
            self.values, self.results, self._taken = {}, {}, 0
        for _, command in self.entries[self._taken:]:
            name, op, key, value, expect = json.loads(command)
            after, output, found = run(self.values.get(key), op, value, expect)
            self.values[key] = after
            self.results[name] = (output, found)
        self._taken = len(self.entries)

    def after(self, index: int, seconds: float, read):
        """`read()` once entry `index` is applied; raises TimeoutError."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.applied >= index, seconds):
                raise TimeoutError
            return read()


class Clients:
    """Threads that put, get, cas and append through any node, and record what they saw."""

    def __init__(self, cluster: ConsensusCluster, stores: dict[int, Store], count: int = 6, seed: int = 1, stale: int | None = None):
        """`stale`: a node whose store is read as it is, without asking consensus whether that is the newest state."""
        self.cluster, self.stores, self.stale = cluster, stores, stale
        self.history: list[Operation] = []
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._threads = [threading.Thread(target=self._run, args=(number, random.Random(seed * 1000 + number)), daemon=True)
                         for number in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in self._threads), "a client hangs"

    def count(self, status: str) -> int:
        return sum(o.status == status for o in list(self.history))

    def _run(self, client: int, chance: random.Random) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            # New keys every few seconds keep each history short enough to search.
            key = f"{int((time.monotonic() - self._began) / 2)}-{chance.randrange(4)}"
            op = chance.choices(["get", "put", "cas", "append"], [45, 20, 20, 15])[0]
            node = chance.choice(self.cluster.living() or self.cluster.numbers)
            value = f"<{client}.{number}>" if op != "get" else None
            expect = self.stores[node].values.get(key) if op == "cas" else None
            operation = Operation(client, op, key, value, expect, time.monotonic_ns())
            self.history.append(operation)
            try:
                if op == "get":
                    self._get(operation, node)
                else:
                    self._propose(operation, f"{client}.{number}", node)
            except (TimeoutError, StopIteration):
                operation.status = "fail" if op == "get" else "unknown"
            except grpc.RpcError as error:
                is_unsent = error.code() == grpc.StatusCode.UNAVAILABLE and "failed to connect" in (error.details() or "")
                operation.status = "fail" if op == "get" or is_unsent else "unknown"
            if operation.status == "fail":
                time.sleep(0.02)

    def _ended(self, operation: Operation, output: str | None, found: bool) -> None:
        operation.output, operation.found = output, found
        operation.return_ = time.monotonic_ns()
        operation.status = "ok"

    def _get(self, operation: Operation, node: int) -> None:
        store, key = self.stores[node], operation.key
        if node == self.stale:
            index = 0
        else:
            request = self.cluster.messages.ReadIndexRequest()
            index = self.cluster.stub(node).ReadIndex(request, timeout=1.5).index
        value = store.after(index, 1.5, lambda: store.values.get(key))
        self._ended(operation, value, value is not None)

    def _propose(self, operation: Operation, name: str, node: int) -> None:
        m = self.cluster.messages
        command = json.dumps([name, operation.op, operation.key, operation.value, operation.expect]).encode()
        requests = queue.SimpleQueue()
        requests.put(m.Proposal(id=1, commands=[command]))
        call = self.cluster.stub(node).Propose(iter(requests.get, None), timeout=2)
        try:
            result = next(call)
        finally:
            requests.put(None)
            call.cancel()
        if result.result == REJECTED:
            operation.status = "fail"
        if result.result != COMMITTED:
            return
        store = max(self.stores.values(), key=lambda s: s.applied)
        self._ended(operation, *store.after(result.index, 2, lambda: store.results[name]))


def kill(cluster: ConsensusCluster, links: Links, chance: random.Random) -> str:
    node = chance.choice(cluster.numbers)
    cluster.kill(node, services=("consensus",))
    time.sleep(chance.uniform(0.1, 1.0))
    cluster.start(node, services=("consensus",))
    return f"kill {node}"


def pause(cluster: ConsensusCluster, links: Links, chance: random.Random) -> str:
    node = chance.choice(cluster.numbers)
    os.kill(cluster.pid(node), signal.SIGSTOP)
    time.sleep(chance.uniform(0.3, 3.0))
    os.kill(cluster.pid(node), signal.SIGCONT)
    return f"pause {node}"


def partition(cluster: ConsensusCluster, links: Links, chance: random.Random) -> str:
    kind = chance.choice(["isolate", "one way", "halves"])
    node = chance.choice(cluster.numbers)
    if kind == "isolate":
        links.isolate(node)
    elif kind == "one way":
        links.cut = {(a, node) for a in cluster.numbers if a != node}
    else:
        side = {n: chance.random() < 0.5 for n in cluster.numbers}
        links.cut = {(a, b) for a in cluster.numbers for b in cluster.numbers if side[a] != side[b]}
    time.sleep(chance.uniform(0.5, 3.5))
    links.heal()
    return f"{kind} {node}"


def replace(cluster: ConsensusCluster, links: Links, chance: random.Random) -> str:
    """A node loses its disk and comes back as another one."""
    node = chance.choice(cluster.numbers)
    cluster.settled(voters=min(3, len(cluster.numbers)), members=len(cluster.numbers), seconds=60)
    cluster.kill(node)
    cluster.wipe(node)
    cluster.start(node)
    return f"replace {node}"
