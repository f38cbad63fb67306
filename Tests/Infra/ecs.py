"""ECS's service scheduler as a value: events in, actions out. No clock, no process, no network.

Each rule cites the page of AWS's documentation that it follows:
[D] API_DeploymentConfiguration, [B] deployment-circuit-breaker, [P] task-scale-in-protection, [T] task_definition_parameters,
[F] fargate-capacity-providers, [S] service_definition_parameters, [U] update-service, [L] task-lifecycle-explanation,
[A] deployment-alarm-failure, [O] API_StopTask. Where these are silent, the choice is marked.
"""
import math
from dataclasses import dataclass, field

#: Seconds between Spot's notice and the end. [F]
SPOT_NOTICE = 120
#: Seconds at most between SIGTERM and SIGKILL on Fargate. [T]
LONGEST_STOP = 120


def lower(desired: int, minimum: int) -> int:
    """Tasks that must stay RUNNING and healthy; rounded up. [D]"""
    return math.ceil(desired * minimum / 100)


def upper(desired: int, maximum: int) -> int:
    """Tasks that may be RUNNING or PENDING; rounded down. [D]"""
    return math.floor(desired * maximum / 100)


def threshold(desired: int) -> int:
    """Tasks that may fail one after the other: half of the wanted ones, 3 at least and 200 at most. [B]"""
    return min(200, max(3, math.ceil(desired / 2)))


@dataclass
class Task:
    name: str
    revision: int
    provider: str
    #: PENDING, RUNNING, DEACTIVATING, STOPPING; one that has ended is not kept. [L]
    status: str = "PENDING"
    health: str = "UNKNOWN"
    running_since: float | None = None
    protected_until: float = -math.inf
    #: When a task that deactivates gets SIGTERM, and why.
    stopped_at: float = math.inf
    reason: str = ""
    killed_at: float = math.inf


@dataclass
class Service:
    desired: int
    revision: int
    minimum: int = 66
    maximum: int = 134
    on_demand: int = 2
    grace: float = 120
    stop_timeout: float = 120
    #: Seconds that a target keeps its connections before the task is told to stop; 0 without a load balancer. [L]
    deregistration: float = 0
    #: Whether the circuit breaker is on, with rollback.
    breaker: bool = True
    #: Seconds that alarms can still turn a deployment back when its tasks are all that is left; 0 without alarms. [A]
    bake: float = 0
    tasks: dict[str, Task] = field(default_factory=dict)
    #: Of the deployment that runs: IN_PROGRESS, COMPLETED, FAILED. [B]
    rollout: str = "IN_PROGRESS"
    #: The last revision that completed. [B]
    completed: int | None = None
    failures: int = 0
    made: int = 0
    #: Since when the deployment's tasks are all there, healthy and alone.
    steady_since: float | None = None

    # --- Events

    def deploy(self, revision: int) -> None:
        self.revision, self.rollout, self.failures, self.steady_since = revision, "IN_PROGRESS", 0, None

    def scale(self, desired: int) -> None:
        self.desired = desired

    def ran(self, name: str, now: float) -> None:
        self.tasks[name].status, self.tasks[name].running_since = "RUNNING", now

    def healthy(self, name: str) -> None:
        self.tasks[name].health = "HEALTHY"
        if self.tasks[name].revision == self.revision:
            self.failures = 0  # failures count one after the other [B]

    def unhealthy(self, name: str, now: float) -> None:
        """A failed check within the grace period counts for nothing. [S]"""
        task = self.tasks[name]
        if task.running_since is not None and now - task.running_since >= self.grace and task.health != "UNHEALTHY":
            task.health = "UNHEALTHY"
            self.failed(task)

    def protect(self, name: str, minutes: float | None, now: float) -> None:
        """`minutes` from 1 to 2880; None lets go. [P]"""
        if minutes is not None and not 1 <= minutes <= 2880:
            raise ValueError("a task is protected for 1 to 2880 minutes")
        self.tasks[name].protected_until = -math.inf if minutes is None else now + 60 * minutes

    def spot_taken(self, name: str, now: float) -> list[tuple]:
        """The task gets SIGTERM at the notice, and is killed at its stop timeout, 120 s at most. [F]"""
        if self.tasks[name].provider != "FARGATE_SPOT":
            raise ValueError(f"{name} is no Spot task")
        task = self.tasks[name]
        # Chosen: the target leaves its group at the same moment.
        return [] if task.status == "STOPPING" else [("drain", name, "SpotInterruption"), *self.terminate(task, now, "SpotInterruption")]

    def asked_to_stop(self, name: str, now: float) -> list[tuple]:
        """By hand, protected or not, and no failure of the deployment. [O]"""
        return self.stop(self.tasks[name], now, "UserInitiated")

    def alarm(self) -> list[tuple]:
        """One of the deployment's alarms goes off: the deployment has failed. [A]"""
        return self.turn_back() if self.rollout == "IN_PROGRESS" else []

    def ended(self, name: str) -> None:
        task = self.tasks.pop(name)
        if task.status in ("PENDING", "RUNNING") and task.health != "UNHEALTHY":
            self.failed(task)

    # --- What to do

    def step(self, now: float) -> list[tuple]:
        """("start", name, revision, provider), ("drain", name, reason), ("stop", name, reason), ("kill", name), ("rolled back", revision)."""
        actions: list[tuple] = [("kill", task.name) for task in self.tasks.values() if task.status == "STOPPING" and now >= task.killed_at]
        for _, name in actions:
            del self.tasks[name]
        for task in [task for task in self.tasks.values() if task.status == "DEACTIVATING" and now >= task.stopped_at]:
            actions += self.terminate(task, now, task.reason)
        actions += self.broken()
        actions += self.start_missing()
        actions += self.stop_surplus(now)
        self.settle(now)
        return actions

    # --- Within

    def active(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.status in ("PENDING", "RUNNING")]

    def split(self) -> tuple[list[Task], list[Task]]:
        return ([task for task in self.active() if task.revision == self.revision],
                [task for task in self.active() if task.revision != self.revision])

    def settle(self, now: float) -> None:
        """A deployment completes in its steady state, when its bake time is over. [A]"""
        new, old = self.split()
        if old or len(new) != self.desired or any(task.health != "HEALTHY" for task in new):
            self.steady_since = None
            return
        self.steady_since = now if self.steady_since is None else self.steady_since
        # Chosen: the first deployment, which has nothing to go back to, does not bake.
        if self.rollout == "IN_PROGRESS" and (self.completed is None or now - self.steady_since >= self.bake):
            self.rollout, self.completed = "COMPLETED", self.revision

    def failed(self, task: Task) -> None:
        if task.revision == self.revision and self.rollout == "IN_PROGRESS":
            self.failures += 1

    def broken(self) -> list[tuple]:
        """Too many failures: the deployment has failed, and the last one that completed comes back. [B]"""
        if not self.breaker or self.rollout != "IN_PROGRESS" or self.failures < threshold(self.desired):
            return []
        return self.turn_back()

    def turn_back(self) -> list[tuple]:
        self.rollout = "FAILED"
        if self.completed is None or self.completed == self.revision:
            return []  # nothing to go back to
        self.deploy(self.completed)
        return [("rolled back", self.revision)]

    def start_missing(self) -> list[tuple]:
        """As many as the maximum leaves room for. An unhealthy task is replaced before it is stopped, if there is room. [S]"""
        if self.rollout == "FAILED":
            return []
        actions = []
        new = [task for task in self.split()[0] if task.health != "UNHEALTHY"]
        room = max(upper(self.desired, self.maximum), self.desired) - len(self.active())
        for _ in range(min(self.desired - len(new), room)):
            self.made += 1
            kept = sum(task.provider == "FARGATE" for task in self.active())
            # The base first, the rest by weight, which is all Spot here. [F]
            task = Task(f"task-{self.made}", self.revision, "FARGATE" if kept < self.on_demand else "FARGATE_SPOT")
            self.tasks[task.name] = task
            actions.append(("start", task.name, task.revision, task.provider))
        return actions

    def stop_surplus(self, now: float) -> list[tuple]:
        """Old tasks, and more than are wanted, while the minimum stays healthy. Protected ones stay. [D] [P]"""
        actions = []
        new, old = self.split()
        surplus = old + (new[self.desired:] if not old else [])
        if not old and len(new) > self.desired:
            # The documentation leaves the choice open but for zones: here the oldest that is not protected.
            free = [task for task in new if now >= task.protected_until]
            surplus = free[:len(new) - self.desired]
        # Unhealthy ones first: they hold no minimum. Protection does not keep them. [P]
        full = len(self.active()) >= upper(self.desired, self.maximum)
        enough = sum(task.health == "HEALTHY" for task in self.active()) >= self.desired
        sick = [task for task in self.active() if task.health == "UNHEALTHY"]
        for task in sick if enough else sick[:1] if full else []:
            actions += self.stop(task, now, "unhealthy")
        for task in surplus:
            if task.status in ("DEACTIVATING", "STOPPING") or now < task.protected_until:
                continue
            holds = task.health == "HEALTHY"
            healthy = sum(one.health == "HEALTHY" for one in self.active())
            if holds and healthy - 1 < lower(self.desired, self.minimum):
                continue
            actions += self.stop(task, now, "scaling" if task.revision == self.revision else "deployment")
        return actions

    def stop(self, task: Task, now: float, reason: str) -> list[tuple]:
        """A task that runs leaves its target group first. [L]"""
        if task.status in ("DEACTIVATING", "STOPPING"):
            return []
        if task.status == "PENDING" or not self.deregistration:
            return self.terminate(task, now, reason)
        task.status, task.stopped_at, task.reason = "DEACTIVATING", now + self.deregistration, reason
        return [("drain", task.name, reason)]

    def terminate(self, task: Task, now: float, reason: str) -> list[tuple]:
        task.status, task.killed_at = "STOPPING", now + min(self.stop_timeout, LONGEST_STOP)
        return [("stop", task.name, reason)]
