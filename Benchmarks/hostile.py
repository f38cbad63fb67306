#!/usr/bin/env python3
"""Opens hostile connections on each public port of a node and prints what its processes hold before, under and after them.

Every kind of connection asks for memory and gives nothing back: it never reads, stops in the middle of a frame, or takes a
download at 1 KB/s. Prints a Markdown table; ends with 1 if a process grew by more than its bar, or has not given it back a
minute after they have gone.

    CONNECTIONS=1000 make bench-hostile
"""
import argparse
import json
import os
import resource
import socket
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Benchmarks")]

from cluster import resident  # noqa: E402
from System.stack import Stack, http, is_running  # noqa: E402

#: MB that a process may grow by under all of them. Who reaches the ports between nodes in production shows a certificate.
BARS = {"gateway": 64, "simulation": 128, "consensus": 128, "registry": 16}
#: MB above idle that a process may hold after them.
REST = 12
#: Seconds until a process has given back what has been free for a minute, and a few samples more.
MINUTE = 80
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """RFC 9113, section 4.1."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def literal(name: bytes, value: bytes) -> bytes:
    """RFC 7541, section 6.2.2, without Huffman."""
    return bytes([0, len(name)]) + name + bytes([len(value)]) + value


def request(path: bytes) -> bytes:
    return b"".join(literal(name, value) for name, value in [
        (b":method", b"POST"), (b":scheme", b"http"), (b":path", path), (b":authority", b"a"), (b"te", b"trailers"),
        (b"content-type", b"application/grpc")])


class Connection:
    """`first` is sent at once, `again` a piece at a time as often as the socket takes it, `reads` bytes are read a second."""

    def __init__(self, address: tuple[str, int], first: bytes, again: bytes = b"", pace: float = 0, reads: int = 0):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(5)
        self.pending, self.again, self.pace, self.reads = first, again, pace, reads
        self.due, self.open = time.monotonic(), True
        try:
            self.socket.connect(address)
            self.socket.setblocking(False)
        except OSError:
            self.end()

    def step(self, now: float) -> int:
        """Sends what goes; returns how many bytes went."""
        if not self.open or now < self.due:
            return 0
        sent = 0
        try:
            if not self.pending and self.again:
                self.pending = self.again
            if self.pending:
                sent = self.socket.send(self.pending)
                self.pending = self.pending[sent:]
        except BlockingIOError:
            pass
        except OSError:
            self.end()
        if self.reads and self.open:
            try:
                if self.socket.recv(self.reads) == b"":
                    self.end()
            except BlockingIOError:
                pass
            except OSError:
                self.end()
        self.due = now + (self.pace or (1 if self.reads else 0))
        return sent

    def end(self) -> None:
        self.open = False
        self.socket.close()


def kinds(stack: Stack, count: int) -> dict[str, list]:
    """Kind of connection → makers of `count` of them in all, spread evenly."""
    gateway = ("127.0.0.1", 8080)
    get = lambda path: f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n".encode()  # noqa: E731
    client = ROOT / ".build" / "client"
    script = max(client.rglob("*.js"), key=lambda file: file.stat().st_size)
    download = f"/{script.relative_to(client)}"
    upgrade = ("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: snaketron.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")

    def text(body: str) -> bytes:
        """A masked text frame (RFC 6455, section 5.2) with a mask of zeros."""
        data = body.encode()
        length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + len(data).to_bytes(2, "big")
        return b"\x81" + length + bytes(4) + data

    def standby(number: int) -> bytes:
        status, answer = http(stack.gateway(1) + "/api/auth/guest", {"name": f"H{number}"}, timeout=30)
        assert status == 200, f"a guest was refused: {status} {answer}"
        hello = {"type": "hello", "version": 1, "token": json.loads(answer)["token"], "session": f"{number + 1:016x}", "standby": True}
        return upgrade.encode() + text(json.dumps(hello))

    http_kinds = {
        "HTTP: asks without end, never reads": lambda n: Connection(gateway, b"", get("/health") * 100),
        "HTTP: downloads without end, never reads": lambda n: Connection(gateway, b"", get(download) * 50),
        "HTTP: half a head": lambda n: Connection(gateway, b"GET / HTTP/1.1\r\nX-A: " + b"a" * 7000),
        "HTTP: a byte of the head a second": lambda n: Connection(gateway, b"GET /", b"a", pace=1),
        "HTTP: half a body": lambda n: Connection(
            gateway, b"POST /api/auth/guest HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n"
            + b"a" * 15000),
        "HTTP: a download at 1 KB/s": lambda n: Connection(gateway, get(download), reads=1000),
        "WebSocket: half a frame": lambda n: Connection(gateway, upgrade.encode() + b"\x81\xfe\x0f\xff" + bytes(4) + b"a" * 4000),
        "WebSocket: a standby that pings and never reads": lambda n: Connection(
            gateway, standby(n), b"\x89\xfd" + bytes(4) + b"a" * 125, pace=0.05),
    }

    def grpc_kinds(name: str, address: tuple[str, int]) -> dict:
        reflection = request(b"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
        ask = b"\x3a\x00"  # list_services
        return {
            f"{name}: half a preface": lambda n: Connection(address, PREFACE[:16]),
            f"{name}: PING without end, never reads": lambda n: Connection(address, PREFACE, frame(6, 0, 0, bytes(8)) * 50),
            f"{name}: asks on a stream without end, never reads": lambda n: Connection(
                address, PREFACE + frame(1, 4, 1, reflection), frame(0, 0, 1, b"\0" + len(ask).to_bytes(4, "big") + ask) * 50),
            f"{name}: a message of 4 MB without its end": lambda n: Connection(
                address, PREFACE + frame(1, 4, 1, reflection) + frame(0, 0, 1, b"\0\x00\x3f\xff\xff"), frame(0, 0, 1, bytes(16000))),
            f"{name}: HEADERS without end": lambda n: Connection(
                address, PREFACE + frame(1, 0, 1, reflection), frame(9, 0, 1, literal(b"x", b"y" * 100) * 10)),
        }

    node = next(n for n in stack.status() if n["node"] == 1)["address"]
    groups = [http_kinds, grpc_kinds("Play", (node, 50051)), grpc_kinds("Raft", (node, 50052))]
    return {kind: [(make, number) for number in range(max(1, count // len(group)))]
            for group in groups for kind, make in group.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=1000, help="on each public port [1000]")
    parser.add_argument("--seconds", type=float, default=10, help="how long each kind stays [10]")
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    environment = {"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "20000", "CLIENT_DIR": str(ROOT / ".build" / "client"),
                   **{key: value for key, value in os.environ.items() if key.startswith("GATEWAY_")}}
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "home", nodes=1, env=environment)
        stack.up()
        try:
            stack.wait_ready(1)
            pids = stack.pids(1)
            hold = lambda: {service: resident(pid) for service, pid in pids.items()}  # noqa: E731
            idle = hold()
            peak, rows = dict(idle), []
            everything: list[Connection] = []
            for kind, makers in kinds(stack, options.connections).items():
                print(f"{kind} × {len(makers)} …", file=sys.stderr, flush=True)
                before = hold()
                opened = [make(number) for make, number in makers]
                everything += opened
                most, sent, until = dict(before), 0, time.monotonic() + options.seconds
                look = 0.0
                while time.monotonic() < until:
                    now = time.monotonic()
                    went = sum(connection.step(now) for connection in opened)
                    sent += went
                    if now > look:
                        most = {service: max(most[service], held) for service, held in hold().items()}
                        look = now + 0.25
                    if not went:
                        time.sleep(0.01)
                grown = {service: most[service] - before[service] for service in pids}
                rows.append((kind, len(makers), sum(c.open for c in opened), sent / 1e6, grown))
                peak = {service: max(peak[service], most[service]) for service in pids}
                dead = [service for service, pid in pids.items() if not is_running(pid)]
                assert not dead, f"{kind}: {', '.join(dead)} ended"
            for connection in everything:
                connection.end()
            time.sleep(MINUTE)
            after = hold()
            status, answer = http(stack.gateway(1) + "/health/ready")
            assert status == 200, f"the node does not serve any more: {status} {answer}"
        finally:
            stack.down()
    services = list(pids)
    print(f"\n| | connections | still open | MB in | {' | '.join(f'{s}, MB more' for s in services)} |")
    print("|---|" + "---|" * (3 + len(services)))
    for kind, count, still, sent, grown in rows:
        print(f"| {kind} | {count} | {still} | {sent:.1f} | {' | '.join(f'{grown[s]:.1f}' for s in services)} |")
    for name, held in (("before", idle), ("at most", peak), ("after", after)):
        print(f"| **{name}**, MB | | | | {' | '.join(f'{held[s]:.1f}' for s in services)} |")
    faults = [f"{s} grew by {peak[s] - idle[s]:.0f} MB, {BARS[s]} at most are allowed" for s in services if peak[s] - idle[s] > BARS[s]]
    faults += [f"{s} still holds {after[s] - idle[s]:.0f} MB more, {REST} at most are allowed" for s in services if after[s] - idle[s] > REST]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
