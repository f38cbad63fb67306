"""Application Auto Scaling and the alarm on errors, as values: figures in, decisions out.

Rules from AWS's documentation: [S] application-auto-scaling-target-tracking, [I] application-auto-scaling-step-scaling-policies,
[M] AlarmThatSendsEmail (evaluation of alarms), [U] cloudwatch-metrics (a service's use of what its tasks have reserved). How far target
tracking scales in is not documented; here it goes to the number that the target needs, the largest step there could be.
"""
import math
from dataclasses import dataclass, field

#: Seconds of a figure of ECS in CloudWatch.
PERIOD = 60
#: What a policy may hold at its target: the average share of the tasks' processors or memory that is used, %. [U]
PROCESSOR, MEMORY = "processor", "memory"


@dataclass
class Scaling:
    """A policy for each of `targets`, %: none at the beginning."""
    least: int = 3
    most: int = 9
    targets: dict[str, float] = field(default_factory=dict)
    out_cooldown: float = 60
    in_cooldown: float = 300
    #: Tasks that a step policy takes at a time; 0 leaves scale-in to target tracking. [I]
    in_step: int = 0
    in_suspended: bool = False
    out_suspended: bool = False
    #: A task's processors.
    processors: float = 0.25
    began: float | None = None
    before: dict[str, float] = field(default_factory=dict)
    figures: dict[str, list[float]] = field(default_factory=lambda: {PROCESSOR: [], MEMORY: []})
    changed: float = -math.inf

    def track(self, kind: str, target: float, out_cooldown: float) -> None:
        """A policy is put: it judges what comes from now on."""
        self.targets[kind], self.figures[kind], self.out_cooldown = target, [], out_cooldown

    def step(self, now: float, used: dict[str, float], held: dict[str, float], desired: int, pace: float) -> int | None:
        """The number of tasks to go to, None to stay. `used`: seconds of processor time of each task so far, real ones, of which
        there are `pace` times fewer than of AWS's. `held`: % of its memory that each task holds."""
        if self.began is None:
            self.began, self.before = now, used
        if now - self.began < PERIOD:
            return None
        seconds = (now - self.began) / pace
        shares = [(value - self.before[name]) / seconds / self.processors * 100 for name, value in used.items() if name in self.before]
        self.began, self.before = now, used
        if not shares or not held:
            return None
        for kind, values in ((PROCESSOR, shares), (MEMORY, list(held.values()))):
            self.figures[kind] = [*self.figures[kind], sum(values) / len(values)][-15:]
        return self.decide(now, desired) if self.targets else None

    def decide(self, now: float, desired: int) -> int | None:
        """Out after 3 figures over one of the targets, in after 15 that are a tenth below each of them; not within a cool-down. [S]"""
        def needed(kinds) -> int:
            return min(self.most, max(self.least, *(math.ceil(desired * self.figures[kind][-1] / self.targets[kind]) for kind in kinds)))
        high = [kind for kind, target in self.targets.items() if len(self.figures[kind]) >= 3 and min(self.figures[kind][-3:]) > target]
        low = all(len(self.figures[kind]) >= 15 and max(self.figures[kind]) < 0.9 * target for kind, target in self.targets.items())
        if high and not self.out_suspended and now - self.changed >= self.out_cooldown and (wanted := needed(high)) > desired:
            self.changed = now
            return wanted
        if not low or self.in_suspended or now - self.changed < self.in_cooldown:
            return None
        wanted = max(self.least, desired - self.in_step) if self.in_step else needed(self.targets)
        if wanted < desired:
            self.changed = now
            return wanted
        return None


@dataclass
class Alarm:
    """More than `threshold` % of answers are errors in each of `periods` minutes; less than `least` answers are none. [M]"""
    threshold: float = 5
    periods: int = 2
    least: int = 20
    rolls_back: bool = False
    on: bool = False
    began: float | None = None
    before: tuple[int, int] = (0, 0)
    rates: list[float] = field(default_factory=list)

    def step(self, now: float, requests: int, errors: int) -> bool:
        """Whether it goes off now."""
        if self.began is None:
            self.began, self.before = now, (requests, errors)
        if now - self.began < PERIOD:
            return False
        asked, failed = requests - self.before[0], errors - self.before[1]
        self.began, self.before = now, (requests, errors)
        self.rates = [*self.rates, 100 * failed / asked if asked >= self.least else 0][-self.periods:]
        was, self.on = self.on, len(self.rates) == self.periods and min(self.rates) > self.threshold
        return self.on and not was
