"""Carries out what the scheduler (ecs.py) decides: tasks are started, fed to the balancer, watched, stopped.

AWS's seconds pass `pace` times as fast here: deregistration delay, cool-downs, alarms. What a node needs for itself passes only
`own_pace` times as fast: health checks, each of which is a process in a quarter of a processor, their grace, and the stop timeout.
"""
import math
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import ecs
from agents import Agents, arn
from balancer import Balancer
from network import Network, Share
from scaling import PERIOD, Alarm, Scaling
from task import Task


@dataclass
class Deployment:
    id: str
    #: What the scheduler knows the deployment's tasks by: a deployment to the same definition replaces them too.
    number: int
    definition: dict
    state: str = "IN_PROGRESS"
    reason: str = ""


class Fargate:
    """One service. `secrets(reference)` gives the value of a `valueFrom`."""

    def __init__(self, folder: Path, images: dict[str, Path], secrets, pace: float = 6, own_pace: float = 2.5):
        self.folder, self.images, self.secrets, self.pace, self.own_pace = folder, images, secrets, pace, own_pace
        self.network, self.lock = Network(), threading.RLock()
        self.agents = Agents(self.address, self.protect, self.is_protected)
        self.balancer: Balancer | None = None
        self.service: ecs.Service | None = None
        self.scaling, self.alarm = Scaling(), Alarm()
        self.tasks: dict[str, Task] = {}
        #: Tasks of no service, by name: as they are described, also once they have ended.
        self.alone: dict[str, dict] = {}
        self.deployments: list[Deployment] = []
        self.pending: deque[tuple] = deque()
        #: (seconds of this machine, what was done): the story for tests.
        self.story: list[tuple[float, str, str]] = []
        self.faults: list[str] = []
        self.ended = threading.Event()
        self.loop = threading.Thread(target=self.run, daemon=True)

    def clock(self) -> float:
        return time.monotonic() * self.pace

    def tell(self, what: str, name: str = "") -> None:
        self.story.append((time.monotonic(), what, name))
        print(f"{time.strftime('%H:%M:%S')} {what} {name}", flush=True)

    # --- What the control plane asks for

    def create(self, definition: dict, desired: int, configuration: dict, group: dict, deregistration: float, rules: dict) -> None:
        self.balancer = Balancer(self.folder, group, self.own_pace)
        self.service = ecs.Service(desired=desired, revision=0, deregistration=deregistration, **rules)
        self.service.grace *= self.pace / self.own_pace
        self.deployments.append(Deployment("ecs-svc/1", 0, definition))
        self.configure(configuration)
        self.loop.start()

    def configure(self, configuration: dict) -> None:
        with self.lock:
            self.configuration = configuration
            self.service.minimum, self.service.maximum = configuration["minimumHealthyPercent"], configuration["maximumPercent"]
            breaker = configuration.get("deploymentCircuitBreaker", {})
            self.service.breaker = breaker.get("enable", False) and breaker.get("rollback", False)
            alarms = configuration.get("alarms", {})
            self.alarm.rolls_back = alarms.get("enable", False) and alarms.get("rollback", False)
            # Chosen, as AWS computes it from the alarm and does not say how: what the alarm takes that begins within a minute.
            self.service.bake = PERIOD * (self.alarm.periods + 1) if self.alarm.rolls_back else 0

    def update(self, definition: dict | None, desired: int | None, configuration: dict | None, again: bool) -> None:
        with self.lock:
            if configuration:
                self.configure(configuration)
            if desired is not None:
                self.service.scale(desired)
            if definition is not None and (again or definition["taskDefinitionArn"] != self.primary.definition["taskDefinitionArn"]):
                number = 1 + max(one.number for one in self.deployments)
                self.deployments = [one for one in self.deployments if one.state != "FAILED"]
                self.begin(Deployment(f"ecs-svc/{self.identifiers + 1}", number, definition))
                self.service.deploy(number)

    def begin(self, deployment: Deployment) -> None:
        self.deployments.append(deployment)
        self.tell("deployment of", deployment.definition["taskDefinitionArn"].rsplit("/", 1)[-1])

    @property
    def identifiers(self) -> int:
        return max(int(one.id.rsplit("/", 1)[-1]) for one in self.deployments)

    @property
    def primary(self) -> Deployment:
        return self.deployments[-1]

    def run_task(self, definition: dict, started_by: str) -> str:
        """A task of no service: nobody starts it again, and no balancer sends players there."""
        with self.lock:
            name = f"alone-{len(self.alone) + 1}"
            self.alone[name] = {"taskArn": arn(name), "lastStatus": "PENDING", "desiredStatus": "RUNNING", "startedBy": started_by,
                                "launchType": "FARGATE", "taskDefinitionArn": definition["taskDefinitionArn"], "family": definition["family"]}
            self.pending.append(("run", name, definition))
        return name

    def lose(self) -> None:
        """All tasks of the service at once, disks and all: as if the machines under them had gone."""
        with self.lock:
            lost = [name for name in self.service.tasks if name in self.tasks]
            for name in lost:
                self.tasks[name].kill()
        self.tell("lost:", ", ".join(lost))

    def stop_task(self, name: str) -> None:
        with self.lock:
            if name in self.alone:
                self.alone[name]["desiredStatus"] = "STOPPED"
                if name in self.tasks:
                    self.tell("stops", name)
                    self.tasks[name].stop("UserInitiated")
                return
            self.pending += self.service.asked_to_stop(name, self.clock())

    def take_spot(self, *names: str) -> None:
        """Spot's notice, to all of them at the same moment."""
        with self.lock:
            for name in names:
                self.pending += self.service.spot_taken(name, self.clock())

    # --- What the agents ask for

    def address(self, name: str) -> str | None:
        task = self.tasks.get(name)
        return task.host.address if task else None

    def protect(self, name: str, minutes: float | None) -> None:
        """The node renews by its own clock, so protection runs by that."""
        with self.lock:
            if name in self.service.tasks:
                self.service.protect(name, minutes, self.clock())
                if minutes is not None:
                    self.service.tasks[name].protected_until = self.clock() + 60 * minutes * self.pace
                self.tell("protected" if minutes else "unprotected", name)

    def is_protected(self, name: str) -> bool:
        with self.lock:
            return name in self.service.tasks and self.service.tasks[name].protected_until > self.clock()

    def leaders(self) -> list[str]:
        """The tasks that are protected."""
        with self.lock:
            return [name for name in self.service.tasks if self.is_protected(name)]

    # --- The loop

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.turn()
            except Exception:  # a stand-in that has failed silently would look like a fleet that hangs
                self.faults.append(traceback.format_exc())
                print(self.faults[-1], flush=True)
            time.sleep(0.1)

    def turn(self) -> None:
        now, healthy = self.clock(), self.balancer.healthy()
        for name, task in list(self.tasks.items()):
            if not task.step():
                self.balancer.remove(name)
                task.remove()
                del self.tasks[name]
                self.tell("ended", f"{name}: {task.reason}")
                with self.lock:
                    if name in self.alone:
                        self.alone[name] |= {"lastStatus": "STOPPED", "desiredStatus": "STOPPED", "stoppedReason": task.reason, "containers": self.containers(task)}
                    if name in self.service.tasks:
                        self.service.ended(name)
        with self.lock:
            for name, one in self.service.tasks.items():
                if one.status == "RUNNING" and name in self.tasks:
                    self.look(name, one, healthy.get(name, False), now)
            actions = [*self.pending, *self.service.step(now)]
            self.pending.clear()
            actions += self.judge(now)
            for number in [rest[0] for kind, *rest in actions if kind == "rolled back"]:
                self.turn_back(number)
            if self.service.rollout == "COMPLETED" and self.primary.state == "IN_PROGRESS":
                self.primary.state = "COMPLETED"
                self.tell("completed")
        for action in actions:
            self.carry_out(*action)

    def turn_back(self, number: int) -> None:
        """The former deployment comes anew; the one that has failed stays listed."""
        failed, former = self.primary, next(one for one in self.deployments if one.number == number)
        failed.state, failed.reason = "FAILED", "ECS deployment alarm: snaketron-error-rate." if self.alarm.on else \
            "ECS deployment circuit breaker: tasks failed to start."
        self.begin(Deployment(f"ecs-svc/{self.identifiers + 1}", number, former.definition, reason=f"ECS deployment: rolling back to {former.id}"))

    def look(self, name: str, one: ecs.Task, in_balance: bool, now: float) -> None:
        state = self.tasks[name].health
        if state == "HEALTHY" and in_balance:
            if one.health != "HEALTHY":
                self.tell("healthy", name)
                self.service.healthy(name)
        elif state == "UNHEALTHY" or not in_balance:
            before = one.health
            self.service.unhealthy(name, now)
            if one.health != before:
                self.tell("unhealthy", f"{name}: containers {state}, target {'healthy' if in_balance else 'unhealthy'}")

    def judge(self, now: float) -> list[tuple]:
        """Alarms and scaling, from what the balancer and the control groups count."""
        shares = {name: task.share for name, task in self.tasks.items() if name not in self.alone}
        used, held = ({name: figure(share) for name, share in shares.items()} for figure in (Share.used, Share.held))
        desired = self.scaling.step(now, used, held, self.service.desired, self.pace)
        if desired is not None:
            self.tell("scales to", str(desired))
            self.service.scale(desired)
        if self.alarm.step(now, *self.balancer.answers()):
            self.tell("alarm", "error-rate")
            if self.alarm.rolls_back:
                return self.service.alarm()
        return []

    def carry_out(self, kind: str, *rest) -> None:
        match kind, rest:
            case "start", (name, number, provider):
                self.start(name, number, provider)
            case "run", (name, definition):
                task = self.make(name, definition)
                self.tell(f"runs {definition['taskDefinitionArn'].rsplit('/', 1)[-1]} at {task.host.address}:", name)
                with self.lock:
                    self.tasks[name] = task
                    self.alone[name]["lastStatus"] = "RUNNING"
            case "drain", (name, reason):
                self.tell("drains", f"{name}: {reason}")
                self.balancer.drain(name)
            case "stop", (name, reason):
                self.tell("stops", f"{name}: {reason}")
                self.balancer.drain(name) if reason == "SpotInterruption" else self.balancer.remove(name)
                with self.lock:
                    if name in self.service.tasks:
                        timeout = min(self.service.stop_timeout, ecs.LONGEST_STOP)
                        self.service.tasks[name].killed_at = self.clock() + timeout * self.pace / self.own_pace
                if name in self.tasks:
                    self.tasks[name].stop(reason)
            case "kill", (name,):
                self.tell("killed", name)
                if name in self.tasks:
                    self.tasks[name].kill()
            case "rolled back", _:
                pass  # done already, before anybody could see a deployment of neither

    def start(self, name: str, number: int, provider: str) -> None:
        definition = next(one.definition for one in reversed(self.deployments) if one.number == number)
        try:
            task = self.make(name, definition)
        except LookupError as problem:
            self.tell("not started", f"{name}: {problem}")
            with self.lock:
                self.service.ended(name)
            return
        self.tell(f"starts on {provider}, {definition['taskDefinitionArn'].rsplit('/', 1)[-1]}, at {task.host.address}:", name)
        self.tasks[name] = task
        self.balancer.register(name, task.host.address)
        with self.lock:
            self.service.ran(name, self.clock())

    def make(self, name: str, definition: dict) -> Task:
        containers = definition["containerDefinitions"]
        environments = {one["name"]: {**{pair["name"]: pair["value"] for pair in one.get("environment", [])},
                                      **{pair["name"]: self.secrets(pair["valueFrom"]) for pair in one.get("secrets", [])}}
                        for one in containers}
        return Task(name, self.network.next_address(), containers, self.images, environments,
                    (int(definition["cpu"]) / 1024, int(definition["memory"]) << 20), self.folder, self.own_pace)

    # --- What is told

    def describe(self, service: dict) -> None:
        """Fills in what moto's books do not know."""
        with self.lock:
            tasks = self.service.tasks.values()
            service |= {"desiredCount": self.service.desired, "taskDefinition": self.primary.definition["taskDefinitionArn"],
                        "runningCount": sum(one.status == "RUNNING" for one in tasks), "pendingCount": sum(one.status == "PENDING" for one in tasks)}
            service["deploymentConfiguration"] = self.configuration
            service["deployments"] = []
            for one in reversed(self.deployments):
                running = sum(task.status == "RUNNING" and task.revision == one.number for task in tasks)
                first = one is self.primary
                if first or one.state == "FAILED" or running and one.number != self.primary.number:
                    service["deployments"].append({
                        "id": one.id, "status": "PRIMARY" if first else "ACTIVE", "taskDefinition": one.definition["taskDefinitionArn"],
                        "desiredCount": self.service.desired if first else 0, "runningCount": running,
                        "pendingCount": sum(task.status == "PENDING" and task.revision == one.number for task in tasks),
                        "rolloutState": one.state, "rolloutStateReason": one.reason})

    def listed(self, family: str | None = None) -> list[str]:
        """Those whose desired status is RUNNING: of the service, or of a family outside of it."""
        with self.lock:
            if family is not None:
                return [one["taskArn"] for one in self.alone.values() if one["family"] == family and one["desiredStatus"] == "RUNNING"]
            return [arn(one.name) for one in self.service.active()]

    @staticmethod
    def containers(task: Task) -> list[dict]:
        return [{"name": one.name, "lastStatus": "PENDING" if one.process is None else "RUNNING" if one.code is None else "STOPPED",
                 **({} if one.code is None else {"exitCode": one.code})} for one in task.containers]

    def log(self, stream: str) -> list[str] | None:
        """What a container of a task outside of the service has said: prefix/container/task."""
        _, container, name = stream.split("/")
        file = self.folder / "logs" / name / f"{container}.log"
        return file.read_text().splitlines() if name in self.alone and file.exists() else None

    def described(self, arns: list[str]) -> list[dict]:
        with self.lock:
            found = []
            for name, one in self.alone.items():
                if one["taskArn"] in arns or name in arns:
                    told = {key: value for key, value in one.items() if key != "family"}
                    found.append({**told, **({"containers": self.containers(self.tasks[name])} if name in self.tasks else {})})
            for one in self.service.tasks.values():
                if arn(one.name) in arns or one.name in arns:
                    deployment = next(d for d in reversed(self.deployments) if d.number == one.revision)
                    task = self.tasks.get(one.name)
                    found.append({"taskArn": arn(one.name), "lastStatus": one.status, "healthStatus": one.health,
                                  "desiredStatus": "RUNNING" if one.status in ("PENDING", "RUNNING") else "STOPPED",
                                  "taskDefinitionArn": deployment.definition["taskDefinitionArn"], "capacityProviderName": one.provider, "startedBy": deployment.id,
                                  **({"startedAt": math.floor(task.began)} if task else {})})
            return found

    def stop(self) -> None:
        """All of it, at once."""
        self.ended.set()
        if self.loop.is_alive():
            self.loop.join(10)
        for task in self.tasks.values():
            task.kill()
        for task in self.tasks.values():
            task.remove()
        if self.balancer:
            self.balancer.stop()
        self.agents.stop()
        self.network.remove()
