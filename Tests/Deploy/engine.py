"""A stack of containers on a real Docker engine, as compose/compose.yaml has it."""
import asyncio
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests"))

from System.player import Player, check, play_during  # noqa: E402

SERVICES = ("registry", "consensus", "simulation", "gateway")
#: The only address that players have.
ADDRESS = "http://127.0.0.1:8080"


def run(*command: str, check: bool = True, timeout: float = 300, **options) -> subprocess.CompletedProcess:
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=ROOT, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done


def docker(*arguments: str, **options) -> str:
    return run("docker", *arguments, **options).stdout.strip()


def inspect(name: str) -> dict:
    return json.loads(docker("inspect", name))[0]


def answer(path: str, timeout: float = 3) -> tuple[int, str]:
    """Status and body; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(ADDRESS + path, timeout=timeout) as found:
            return found.status, found.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError:
        return 0, ""


def headers(path: str) -> dict[str, str]:
    """Names in lower case."""
    with urllib.request.urlopen(ADDRESS + path, timeout=3) as found:
        return {name.lower(): value for name, value in found.headers.items()}


def control_group(pid: int, kind: str) -> Path:
    """Where the kernel's limits of that kind (`cpu`, `memory`) for a process are."""
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        number, kinds, path = line.split(":", 2)
        if kind in kinds.split(","):
            return Path(f"/sys/fs/cgroup/{kinds}{path}")
    return Path(f"/sys/fs/cgroup{path}")  # version 2: one tree, named last


class ComposeStack:
    """`compose` is docker-compose 1.29 or the plugin `docker compose`, whichever there is."""

    def __init__(self, project: str, *files: str, **environment: str):
        self.project = project
        self.environment = environment
        plugin = run("docker", "compose", "version", check=False).returncode == 0
        self.command = [*(["docker", "compose"] if plugin else ["docker-compose"]), "-p", project]
        for file in files or ("compose/compose.yaml",):
            self.command += ["-f", file]

    def compose(self, *arguments: str, **options) -> str:
        return run(*self.command, *arguments, env={**os.environ, **self.environment}, **options).stdout

    def up(self, *options: str) -> float:
        """Returns the seconds until a player could play."""
        began = time.monotonic()
        self.compose("up", "-d", "--no-build", *options, timeout=300)
        self.until_ready(120)
        return time.monotonic() - began

    def down(self, *arguments: str):
        self.compose("down", "--remove-orphans", "-t", "30", *arguments, timeout=300)

    def until_ready(self, seconds: float = 60):
        end = time.monotonic() + seconds
        while answer("/health/ready")[0] != 200:
            assert time.monotonic() < end, f"nobody can play after {seconds} s:\n{self.compose('ps')}\n{self.logs()}"
            time.sleep(0.1)

    def until_whole(self, nodes: int, seconds: float = 90, since: int = 0) -> dict:
        """Until any one node may be taken away, in the term `since` or later; returns what GET /api/cluster answers."""
        end, cluster = time.monotonic() + seconds, {}
        while True:
            status, body = answer("/api/cluster")
            cluster = json.loads(body) if status == 200 else {}
            states = [node["state"] for node in cluster.get("nodes", [])]
            whole = nodes < 3 or cluster.get("mayTakeANode")
            settled = cluster.get("leader") and cluster["term"] >= since
            if settled and len(states) == nodes and "unreachable" not in states and whole:
                return cluster
            assert time.monotonic() < end, f"the cluster is not whole after {seconds} s: {cluster}\n{self.logs()}"
            time.sleep(0.25)

    def container(self, service: str) -> str:
        label = "label=com.docker.compose"
        return docker("ps", "-aq", "--filter", f"{label}.project={self.project}", "--filter", f"{label}.service={service}")

    def pid(self, service: str) -> int:
        return inspect(self.container(service))["State"]["Pid"]

    def kill(self, service: str):
        """As a crash would, which `docker kill` is not: after that the engine starts nothing again."""
        os.kill(self.pid(service), 9)

    def logs(self) -> str:
        return self.compose("logs", "--tail=8", "--no-color", check=False)[-12_000:]

    def left(self) -> dict[str, str]:
        """What the engine still has of this project."""
        label = f"label=com.docker.compose.project={self.project}"
        found = {
            "containers": docker("ps", "-aq", "--filter", label), "volumes": docker("volume", "ls", "-q", "--filter", label),
            "networks": docker("network", "ls", "-q", "--filter", label)}
        return {kind: names for kind, names in found.items() if names}


def leader(stack: ComposeStack, since: int = 0) -> int:
    """Which node of the stack leads, in the term `since` or later: the one whose registry has got the leader's id."""
    wanted = stack.until_whole(3, since=since)["leader"]
    for node in (1, 2, 3):
        log = run("docker", "logs", stack.container(f"registry-{node}"))
        lines = re.findall(r"registered this node .*node\.id=(\d+)", log.stdout + log.stderr)
        if lines and lines[-1] == wanted:
            return node
    raise AssertionError(f"no registry has got the leader's id, {wanted}")


def play(stack: ComposeStack, trouble, name: str):
    """Two play through the load balancer while something fails: nothing acknowledged is lost or doubled."""
    async def match():
        async with Player([ADDRESS], "Ada", standby=True, patience=0.3) as ada, \
                Player([ADDRESS], "Grace", standby=True, patience=0.3) as grace:
            await play_during(trouble, [ada, grace])
            assert check([ada, grace]) == []
            gap = max(player.longest_silence() for player in (ada, grace))
            print(f"{name}: longest gap {gap * 1000:.0f} ms, standbys taken {len(ada.takes) + len(grace.takes)}")

    asyncio.run(match())
