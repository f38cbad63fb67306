"""Namespaces in the place of a VPC: a bridge, and behind it hosts with an address, a share of processor and memory of their own.

Needs root, and a network namespace that is nobody else's: scripts/infra-test makes one.
"""
import os
import subprocess
import time
from pathlib import Path

#: Where ECS's agent answers inside a task. AWS: "Amazon ECS task metadata endpoint version 4".
AGENT = "169.254.170.2"
#: The bridge itself: where the players are.
OUTSIDE = "10.77.0.1"


def ip(*lines: str, within: list[str] | None = None) -> None:
    done = subprocess.run([*(within or []), "ip", "-batch", "-"], input="\n".join(lines), text=True, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"ip {lines}: {done.stderr.strip()}")


class Network:
    """One bridge, 10.77.0.0/16."""

    def __init__(self):
        ip("link add vpc type bridge", f"addr add {OUTSIDE}/16 dev vpc", f"addr add {AGENT}/32 dev vpc", "link set vpc up")
        self.made = 0

    def remove(self) -> None:
        ip("link del vpc")

    def next_address(self) -> str:
        """No address comes twice, as good as never in a VPC."""
        self.made += 1
        return f"10.77.{1 + self.made // 250}.{1 + self.made % 250}"


class Host:
    """A network namespace with one interface. A process that sleeps keeps it, as the pause container does in ECS."""

    def __init__(self, address: str):
        self.address = address
        self.keeper = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], start_new_session=True)
        space = Path(f"/proc/{self.keeper.pid}/ns/net")
        while os.readlink(space) == os.readlink("/proc/self/ns/net"):
            time.sleep(0.002)
        self.enter = ["nsenter", f"--net={space}", "--"]
        wire = f"v{self.keeper.pid}"
        ip(f"link add {wire} type veth peer name eth0 netns {self.keeper.pid}", f"link set {wire} master vpc up")
        # By its address, so that a host which takes another one's address is found at once: no name leads there, as it would in a VPC.
        hardware = "02:00:" + ":".join(f"{int(part):02x}" for part in address.split("."))
        ip("link set lo up", f"link set eth0 address {hardware}", f"addr add {address}/16 dev eth0", "link set eth0 up", f"route add {AGENT} dev eth0", within=self.enter)

    def remove(self) -> None:
        """The namespace goes with its last process."""
        self.keeper.kill()
        self.keeper.wait()


class Share:
    """A control group: so much of a processor, so much memory. Versions 1 and 2 of the kernel's interface."""

    def __init__(self, name: str, processors: float, memory: int):
        root, quota, self.memory = Path("/sys/fs/cgroup"), int(processors * 100_000), memory
        if (root / "cgroup.controllers").exists():
            (root / "cgroup.subtree_control").write_text("+cpu +memory")
            self.folders = [root / name]
            limits = {"cpu.max": f"{quota} 100000", "memory.max": memory}
        else:
            self.folders = [root / kind / name for kind in ("cpu", "cpuacct", "memory")]
            limits = {"cpu.cfs_quota_us": quota, "memory.limit_in_bytes": memory}
        for folder in self.folders:
            folder.mkdir(exist_ok=True)
            for file, value in limits.items():
                if (folder / file).exists():
                    (folder / file).write_text(str(value))
        #: The start of a command whose process is in this group.
        self.enter = ["sh", "-c", "".join(f"echo 0 >{folder}/cgroup.procs; " for folder in self.folders) + 'exec "$@"', "sh"]

    def used(self) -> float:
        """Seconds of processor time since it was made."""
        for folder in self.folders:
            if (folder / "cpuacct.usage").exists():
                return int((folder / "cpuacct.usage").read_text()) / 1e9
            if (folder / "cpu.stat").exists() and "usage_usec" in (text := (folder / "cpu.stat").read_text()):
                return int(text.split("usage_usec ", 1)[1].split()[0]) / 1e6
        return 0.0

    def held(self) -> float:
        """% of its memory, as a container's figures have it: without the files that nothing has read or written for a while."""
        folder = self.folders[-1]
        statistics = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        whole = next(int(file.read_text()) for name in ("memory.current", "memory.usage_in_bytes") if (file := folder / name).exists())
        return 100 * (whole - int(statistics.get("total_inactive_file", statistics["inactive_file"]))) / self.memory

    def kill(self) -> None:
        """Every process in it."""
        for pid in self.folders[0].joinpath("cgroup.procs").read_text().split():
            if pid != "0":
                try:
                    os.kill(int(pid), 9)
                except ProcessLookupError:
                    pass

    def remove(self) -> None:
        for folder in self.folders:
            for _ in range(200):
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:  # a process that was killed is not gone yet
                    self.kill()
                    time.sleep(0.01)
