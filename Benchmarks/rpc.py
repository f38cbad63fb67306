#!/usr/bin/env python3
"""Measures this project's gRPC against C++ gRPC and grpc-swift-2, in one run, and prints a Markdown table.

One load generator (this project's client) drives one server at a time, the three in turn, several rounds; each figure is the
median of the rounds. Server CPU is what the kernel counts for the server's threads, divided by the calls (messages, on the
both-way stream). Compare the ratios: the microseconds belong to the machine.

    scripts/bench/rpc --rounds 5 --milliseconds 1500
"""
import argparse
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
MODES = [("unary", 1), ("unary", 64), ("unary", 256), ("both-way", 64)]
SIZES = [64, 4096]
NAMES = {"ours": "SnakeTron", "cpp": "C++ gRPC", "swift": "grpc-swift-2"}
BARS = {"cpp": 3, "swift": 15}


@dataclass
class Sample:
    cpu: float  # µs of server CPU a call
    rate: float  # calls/s
    p50: float  # µs
    p99: float
    memory: float  # MB, the highest resident size


class Server:
    def __init__(self, command: list[str], tls: list[str], env: dict | None = None):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen([*command, str(self.port), *tls], stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **(env or {})})
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                sys.exit(f"{command[0]} ended: {self.process.stderr.read()}")
            time.sleep(0.02)
        sys.exit(f"{command[0]} does not listen")

    def cpu(self) -> float:
        """Seconds on a CPU so far, of all its threads."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def peak(self) -> float:
        """MB of the highest resident size since `reset_peak`."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def reset_peak(self) -> None:
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.communicate(timeout=5)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[1]


class Bench:
    def __init__(self, options, folder: Path):
        self.options = options
        release = options.ours
        self.load = str(release / "rpc-bench-load")
        self.commands = {"ours": [str(release / "rpc-bench-server")]}
        if options.cpp:
            self.commands["cpp"] = [options.cpp]
        if options.grpc_swift:
            self.commands["swift"] = [options.grpc_swift]
        self.certificate, self.key = str(folder / "peer.pem"), str(folder / "peer.key")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=bench", "-addext", "subjectAltName=DNS:bench", "-keyout", self.key, "-out", self.certificate],
            check=True, stderr=subprocess.DEVNULL)

    def run_load(self, server: Server, mode: str, streams: int, size: int, tls: bool, milliseconds: int) -> list[float]:
        command = [self.load, str(server.port), mode, str(streams), str(size), str(milliseconds)]
        if tls:
            command += [self.certificate, "bench"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 + milliseconds / 1000)
        if done.returncode:
            sys.exit(f"{mode} {streams} × {size} B: {done.stderr}")
        return [float(word) for word in done.stdout.split()]

    def sample(self, server: Server, mode: str, streams: int, size: int, tls: bool) -> Sample:
        server.reset_peak()
        before = server.cpu()
        calls, seconds, p50, p99 = self.run_load(server, mode, streams, size, tls, self.options.milliseconds)
        cpu = (server.cpu() - before) / calls * 1e6
        return Sample(cpu, calls / seconds, p50, p99, server.peak())

    def rows(self):
        for tls in (False, True):
            servers = {name: Server(command, [self.certificate, self.key] if tls else [])
                       for name, command in self.commands.items()}
            for server in servers.values():
                self.run_load(server, "unary", 8, 64, tls, 300)  # warm
            for mode, streams in MODES:
                for size in SIZES:
                    samples = {name: [] for name in servers}
                    for _ in range(self.options.rounds):
                        for name, server in servers.items():
                            samples[name].append(self.sample(server, mode, streams, size, tls))
                    yield mode, streams, size, tls, {
                        name: Sample(*(statistics.median(getattr(one, field) for one in many)
                                       for field in Sample.__dataclass_fields__))
                        for name, many in samples.items()}
            for server in servers.values():
                server.stop()

    def allocations(self, library: str, mode: str, streams: int) -> float:
        """Allocations of our server a call: of a long run less those of a short one."""
        counted = []
        for milliseconds in (200, 1200):
            server = Server(self.commands["ours"], [], {"LD_PRELOAD": library})
            calls = self.run_load(server, mode, streams, 64, False, milliseconds)[0]
            told = re.search(r"allocations (\d+)", server.stop())
            counted.append((calls, int(told[1])))
        (few, little), (many, much) = counted
        return (much - little) / (many - few)

    def syscalls(self, mode: str, streams: int) -> float | None:
        """System calls of our server a call, by strace; `None` where it may not look."""
        server = Server(self.commands["ours"], [])
        tracer = subprocess.Popen(["strace", "-f", "-c", "-q", "-p", str(server.process.pid)], stderr=subprocess.PIPE, text=True)
        time.sleep(0.5)
        calls = self.run_load(server, mode, streams, 64, False, 1000)[0]
        tracer.send_signal(signal.SIGINT)
        text = tracer.communicate(timeout=10)[1]
        server.stop()
        total = re.search(r"^\s*100\.00\s+\S+\s+(?:\S+\s+)?(\d+)(?:\s+\d+)?\s+total", text, re.M)
        return int(total[1]) / calls if total else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", type=Path, default=ROOT / ".build" / "release", help="where our server and load are")
    parser.add_argument("--cpp", help="the C++ gRPC peer")
    parser.add_argument("--grpc-swift", help="the grpc-swift-2 peer")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--milliseconds", type=int, default=1000, help="of each measurement")
    parser.add_argument("--floor", help="the program that measures the kernel's and the cipher's part")
    parser.add_argument("--malloc-count", help="the library that counts allocations")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        peers = [name for name in ("cpp", "swift") if name in bench.commands]
        missed = []
        print("| streams, bytes | | server CPU a call, µs | less than " + " / ".join(NAMES[p] for p in peers)
              + " | calls/s | p50 / p99, µs | memory, MB |\n|---|---|---|---|---|---|---|")
        for mode, streams, size, tls, found in bench.rows():
            title = f"{mode} ×{streams}, {size} B, {'TLS' if tls else 'plain'}"
            ours = found["ours"]
            for name, one in found.items():
                ratio = "" if name != "ours" else " / ".join(f"{found[p].cpu / ours.cpu:.1f}×" for p in peers)
                print(f"| {title if name == 'ours' else ''} | {NAMES[name]} | {one.cpu:.1f} | {ratio} | {one.rate:,.0f} | "
                      f"{one.p50:.0f} / {one.p99:.0f} | {one.memory:.0f} |", flush=True)
            for peer in peers:
                if found[peer].cpu < BARS[peer] * ours.cpu:
                    missed.append(f"{title}: CPU {found[peer].cpu / ours.cpu:.2f}× less than {NAMES[peer]}, wanted {BARS[peer]}×")
                if found[peer].p99 < ours.p99:
                    missed.append(f"{title}: p99 {ours.p99:.0f} µs above {NAMES[peer]}'s {found[peer].p99:.0f}")
            if ours.memory > 20:
                missed.append(f"{title}: {ours.memory:.0f} MB resident, wanted 20 at most")
        if options.floor:
            print("\n| no HTTP/2, no gRPC: epoll_wait, read, write, cipher | server CPU a message, µs | messages/s |\n|---|---|---|")
            for size in SIZES:
                for flying in (1, 64):
                    for cipher in ([], ["cipher"]):
                        runs = [[float(word) for word in subprocess.run(
                            [options.floor, str(size), str(flying), str(options.milliseconds), *cipher], check=True,
                            capture_output=True, text=True).stdout.split()] for _ in range(options.rounds)]
                        cpu, rate = (statistics.median(column) for column in zip(*runs))
                        print(f"| {flying} in flight, {size} B, {'AES-128-GCM' if cipher else 'plain'} | {cpu:.1f} | {rate:,.0f} |",
                              flush=True)
        if options.malloc_count:
            print("\n| SnakeTron's server, 64 B | allocations a call | system calls a call |\n|---|---|---|")
            for mode, streams in (("unary", 1), ("unary", 64), ("task", 64), ("both-way", 64)):
                calls = bench.syscalls(mode, streams)
                print(f"| {mode} ×{streams} | {bench.allocations(options.malloc_count, mode, streams):.2f} | "
                      f"{'not counted here' if calls is None else f'{calls:.3f}'} |", flush=True)
        print("\n" + ("\n".join("missed: " + line for line in missed) if missed else "every bar is met"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
