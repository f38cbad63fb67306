"""A real cluster of real processes, for tests: started and stopped with the `snaketron` tool."""
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import grpc

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / ".build" / "artifacts"


def tool() -> str:
    named = os.environ.get("SNAKETRON_BIN")
    candidates = [named] if named else [ROOT / ".build" / c / "snaketron" for c in ("release", "debug")]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return str(candidate)
    raise RuntimeError("the snaketron tool is not built: run `make build`, or set SNAKETRON_BIN")


def wait_for(condition, seconds: float, what: str):
    """Polls until `condition()` is true and returns its value; fails with `what` after `seconds`. Looks seldom at what takes long."""
    began = time.monotonic()
    deadline = began + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(min(max(0.02, (time.monotonic() - began) / 20), 0.1))


# Clusters are on loopback, which no proxy reaches, whatever the environment says.
_LOCAL = ",".join(["localhost", *(f"127.0.0.{n}" for n in range(1, 10))])
for _key in ("no_proxy", "NO_PROXY"):
    os.environ[_key] = ",".join(filter(None, [os.environ.get(_key), _LOCAL]))


class Stack:
    """Nodes are numbered from 1. `home` keeps state and logs of this cluster alone."""

    def __init__(self, home: Path, nodes: int = 3, env: dict | None = None):
        self.home = Path(home)
        self.nodes = nodes
        self.env = {**os.environ, "SNAKETRON_HOME": str(self.home), **(env or {})}

    def run(self, *arguments: str, check: bool = True, timeout: float = 120, program=None) -> subprocess.CompletedProcess:
        done = subprocess.run([program or tool(), *arguments], env=self.env, capture_output=True, text=True, timeout=timeout)
        if check and done.returncode != 0:
            raise AssertionError(f"snaketron {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def up(self) -> "Stack":
        try:
            self.run("up", "--nodes", str(self.nodes), "--detach")
        except BaseException:  # a Ctrl-C too: what is up already is detached from here
            self.run("down", check=False)
            raise
        return self

    def down(self) -> None:
        self.run("down")

    def keep_logs(self, name: str) -> None:
        target = ARTIFACTS / name
        shutil.rmtree(target, ignore_errors=True)
        for log in sorted(self.home.glob("node-*/*.log")):
            (target / log.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(log, target / log.parent.name / log.name)

    def status(self) -> list[dict]:
        return json.loads(self.run("status", "--json").stdout)

    def secret(self, node: int) -> str:
        """What consensus and registry of a node ask of their callers."""
        return (self.home / f"node-{node}" / "node-secret").read_text()

    def gateway(self, node: int) -> str:
        return f"http://127.0.0.1:{8080 + node - 1}"

    def leader(self) -> dict:
        """The node that leads, once all living nodes agree on it."""
        def agreed():
            nodes = [n for n in self.status() if n["role"] != "down"]
            leaders = [n for n in nodes if n["role"] == "leader"]
            if len(leaders) == 1 and all(n.get("leader") == leaders[0]["id"] for n in nodes):
                return leaders[0]
            return None
        return wait_for(agreed, 10, "one leader that every living node knows")

    def settled(self, seconds: float = 30) -> list[dict]:
        """Waits until every node's four processes live, vote and have applied what is committed; returns the status."""
        def whole():
            nodes = self.status()
            newest = max(n["commit"] or 0 for n in nodes)
            fine = all(n["ready"] and n["role"] in ("leader", "follower") and n["leader"] and (n["applied"] or 0) >= newest
                       and all(p["alive"] for p in n["processes"]) for n in nodes)
            return nodes if fine else None
        return wait_for(whole, seconds, "every node whole and caught up")

    def pids(self, node: int) -> dict[str, int]:
        """Service name to process id."""
        state = json.loads((self.home / "cluster.json").read_text())
        return {p["service"]: p["pid"] for n in state["nodes"] if n["number"] == node for p in n["processes"]}

    def kill_node(self, node: int) -> None:
        """kill -9 of all four processes, as fast as signals go."""
        self._kill(list(self.pids(node).values()))

    def kill(self, node: int, service: str) -> None:
        self._kill([self.pids(node)[service]])

    @staticmethod
    def _kill(pids: list[int]) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(is_running(pid) for pid in pids), 5, f"the kernel ends {pids}")

    def start(self, node: int, service: str | None = None) -> None:
        self.run("start", "--node", str(node), *(["--service", service] if service else []))

    def log(self, node: int, service: str) -> str:
        return (self.home / f"node-{node}" / f"{service}.log").read_text(errors="replace")

    def unready(self, seconds: float) -> list[str]:
        """The nodes through whose gateway nobody can play after `seconds`, with the answer; returns early when there is none."""
        deadline = time.monotonic() + seconds
        while True:
            answers = {node: http(self.gateway(node) + "/health/ready") for node in range(1, self.nodes + 1)}
            late = [f"node {node}: {status} {text.strip()}" for node, (status, text) in answers.items() if status != 200]
            if not late or time.monotonic() > deadline:
                return late
            time.sleep(0.05)

    def wait_ready(self, node: int, seconds: float = 20) -> None:
        wait_for(lambda: http(self.gateway(node) + "/health/ready")[0] == 200, seconds, f"node {node} ready")


class _Secret(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor, grpc.StreamUnaryClientInterceptor,
              grpc.StreamStreamClientInterceptor):
    """Adds the metadata that docs/guide/protocol.md, section 10, describes."""

    def __init__(self, secret: str):
        self.entry = ("authorization", "Bearer " + hashlib.sha256(b"snaketron call token " + secret.encode()).hexdigest())

    def _with(self, details):
        return details._replace(metadata=[*(details.metadata or []), self.entry])

    def intercept_unary_unary(self, go_on, details, request):
        return go_on(self._with(details), request)

    intercept_unary_stream = intercept_stream_unary = intercept_stream_stream = intercept_unary_unary


def with_secret(channel: grpc.Channel, secret: str) -> grpc.Channel:
    """A channel whose calls consensus and registry take: those of a node's own processes."""
    return grpc.intercept_channel(channel, _Secret(secret))


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended. A zombie has once its last thread is gone: until then that one
    holds the sockets open."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z" or len(os.listdir(f"/proc/{pid}/task")) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def http(url: str, body=None, headers=None, method=None, timeout: float = 3):
    """(status, text); status 0 when nobody answers. A body that is not bytes goes as JSON."""
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    if data is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0, ""


def is_listening(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


def gateway_metric(name: str) -> float:
    """What the gateway of node 1 tells under that name and those labels; 0 while it tells nothing."""
    text = http("http://127.0.0.1:9104/metrics")[1]
    return sum(float(value) for value in re.findall(rf"^{re.escape(name)} (\S+)$", text, re.M))


def refusals(reason: str) -> float:
    return gateway_metric(f'snaketron_gateway_refusals_total{{reason="{reason}"}}')
