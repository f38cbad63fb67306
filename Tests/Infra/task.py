"""A task of Fargate: the containers of a task definition as processes that share an address, a control group and a disk.

Rules from AWS's documentation: [T] task_definition_parameters, [C] container restart policies, [H] API_HealthCheck,
[Y] API_ContainerDependency. A container is a process here, without a file system of its own: an image is a folder of programs, and the volume is a folder.
"""
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from network import AGENT, Host, Share
from rollout import RECOVER

#: The user that the images run as.
USER = 65532


class Check:
    """A container's health check. A failure within the start period does not count, a success ends that period. [H]"""

    def __init__(self, command: list[str], rule: dict, pace: float):
        self.command, self.retries = command, rule["retries"]
        self.interval, self.timeout = rule["interval"] / pace, rule["timeout"]
        now = time.monotonic()
        self.due, self.counts_from = now + self.interval, now + rule["startPeriod"] / pace
        self.status, self.failed, self.asked = "UNKNOWN", 0, None

    def step(self, run) -> None:
        now = time.monotonic()
        if self.asked is None:
            if now >= self.due:
                self.asked, self.began = run(self.command), now
            return
        code = self.asked.poll()
        if code is None and now - self.began <= self.timeout:
            return
        if code is None:
            self.asked.kill()
            self.asked.wait()
        self.asked, self.due = None, now + self.interval
        if code == 0:
            self.status, self.failed = "HEALTHY", 0
        elif now >= self.counts_from or self.status == "HEALTHY":
            self.failed += 1
            if self.failed >= self.retries:
                self.status = "UNHEALTHY"


class Container:
    """One process, started again where the policy says so."""

    def __init__(self, task: "Task", definition: dict, programs: Path, environment: dict[str, str], pace: float):
        self.task, self.definition, self.pace = task, definition, pace
        self.name, self.essential = definition["name"], definition.get("essential", True)
        entry = programs / (self.name if self.name == RECOVER else f"snaketron-{self.name}")
        self.command = [str(entry), *definition.get("command", [])]
        self.asks = None
        if rule := definition.get("healthCheck"):
            assert rule["command"][0] == "CMD", "by the service's own program"
            self.asks = [str(programs / Path(rule["command"][1]).name), *rule["command"][2:]]
        self.environment = environment
        self.restarts = 0
        self.killed_at = None
        self.process: subprocess.Popen | None = None  # while it waits for others
        self.check: Check | None = None
        self.code: int | None = None  # once it has ended for good

    def run(self, command: list[str], log: str = "health") -> subprocess.Popen:
        with (self.task.logs / f"{log}.log").open("ab") as log:
            return subprocess.Popen([*self.task.enter, *command], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    cwd=self.task.disk, start_new_session=True)

    def start(self) -> None:
        self.process, self.began = self.run(self.command, self.name), time.monotonic()
        if self.asks:
            self.check = Check(self.asks, self.definition["healthCheck"], self.pace)

    def meets(self, condition: str) -> bool | None:
        """Whether those that depend on it may start; None: never. [Y]"""
        match condition:
            case "START":
                return self.process is not None
            case "HEALTHY":
                return self.check is not None and self.check.status == "HEALTHY"
            case "SUCCESS":
                return None if self.code else self.code == 0
        raise ValueError(condition)

    def step(self) -> bool:
        """False once it has ended for good."""
        if self.process is None:
            return not self.task.stopping
        if self.code is not None:
            return False
        code = self.process.poll()
        if code is None:
            if self.check and not self.task.stopping:
                self.check.step(self.run)
            return True
        policy = self.definition.get("restartPolicy", {})
        # A container that has not run for the period is not started again. [C]
        long_enough = time.monotonic() - self.began >= policy.get("restartAttemptPeriod", 300) / self.pace
        if self.task.stopping or not policy.get("enabled") or code in policy.get("ignoredExitCodes", []) or not long_enough:
            self.code = code
            return False
        self.restarts += 1
        self.start()
        return True


class Task:
    """`containers` are those of the definition; `environments` what each is told, secrets included. `pace`: how many times as fast checks and timeouts pass."""

    def __init__(self, name: str, address: str, containers: list[dict], images: dict[str, Path], environments: dict[str, dict[str, str]],
                 size: tuple[float, int], folder: Path, pace: float):
        self.name, self.pace, self.began = name, pace, time.time()
        self.logs, self.disk = folder / "logs" / name, folder / "disks" / name
        self.containers: list[Container] = []
        self.stopping, self.reason, self.stopped_at = False, "", None
        missing = [one["image"] for one in containers if one["image"] not in images]
        if missing:
            raise LookupError(f"CannotPullContainerError: {missing[0]}")
        for one in (self.logs, self.disk):
            one.mkdir(parents=True)
        os.chown(self.disk, USER, USER)
        self.host, self.share = Host(address), Share(f"snaketron-stand-in-{secrets.token_hex(4)}-{name}", *size)
        self.enter = [*self.share.enter, *self.host.enter, "setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs",
                      "--bounding-set=-all", "--"]
        for one in containers:  # those that others depend on stand first
            volumes = {mount["containerPath"]: str(self.disk) for mount in one.get("mountPoints", [])}
            told = {key: volumes.get(value, value) for key, value in environments[one["name"]].items()}
            told |= {"ECS_CONTAINER_METADATA_URI_V4": f"http://{AGENT}/v4/{name}", "ECS_AGENT_URI": f"http://{AGENT}/api/{name}",
                     "PATH": "/usr/bin:/bin"}
            self.containers.append(Container(self, one, images[one["image"]], told, pace))
        self.start_ready()

    @property
    def health(self) -> str:
        states = {one.check.status if one.check else "UNKNOWN" for one in self.containers if one.asks}
        return "UNHEALTHY" if "UNHEALTHY" in states else "HEALTHY" if states == {"HEALTHY"} else "UNKNOWN"

    def start_ready(self) -> None:
        """Those whose dependencies are met; one that can never start ends the task. [Y]"""
        for one in [one for one in self.containers if one.process is None]:
            met = [self.container(needed["containerName"]).meets(needed["condition"]) for needed in one.definition.get("dependsOn", [])]
            if None in met:
                self.stop(f"dependency of {one.name} did not succeed")
                return
            if all(met):
                one.start()

    def container(self, name: str) -> Container:
        return next(one for one in self.containers if one.name == name)

    def step(self) -> bool:
        """False once all of it has ended. An essential container that ends takes the others along. [T]"""
        alive = [one.step() for one in self.containers]
        ended = [one for one, lives in zip(self.containers, alive) if not lives and one.essential]
        if ended and not self.stopping:
            self.stop(f"Essential container in task exited: {ended[0].name} with {ended[0].code}")
        if not self.stopping:
            self.start_ready()
        if self.stopping:
            self.stop_next()
        return any(alive)

    def stop(self, reason: str) -> None:
        self.stopping, self.reason, self.stopped_at = True, self.reason or reason, time.monotonic()

    def stop_next(self) -> None:
        """SIGTERM, and SIGKILL after the stop timeout; a container that others depend on only after those. [T]"""
        running = [one for one in self.containers if one.process and one.process.poll() is None]
        for one in running:
            if any(self.depends(other, one) for other in running):
                continue
            if one.killed_at is None:
                one.killed_at = time.monotonic() + one.definition.get("stopTimeout", 30) / self.pace
                one.process.send_signal(signal.SIGTERM)
            elif time.monotonic() >= one.killed_at:
                one.process.kill()

    @staticmethod
    def depends(one: Container, other: Container) -> bool:
        return any(needed["containerName"] == other.name for needed in one.definition.get("dependsOn", []))

    def kill(self) -> None:
        self.stopping = True
        self.share.kill()

    def remove(self) -> None:
        """Its disk is gone with it; its logs stay."""
        self.share.kill()
        for one in self.containers:
            if one.process:
                one.process.wait()
            if one.check and one.check.asked:
                one.check.asked.wait()
        self.host.remove()
        self.share.remove()
        shutil.rmtree(self.disk)
