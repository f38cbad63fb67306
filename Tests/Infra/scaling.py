"""Application Auto Scaling and the alarm on errors, as values: figures in, decisions out.

Rules from AWS's documentation: [S] application-auto-scaling-target-tracking, [I] application-auto-scaling-step-scaling-policies,
[M] AlarmThatSendsEmail (evaluation of alarms). How far target tracking scales in is not documented; here it goes to the number that
the target needs, the largest step there could be.
"""
import math
from dataclasses import dataclass, field

#: Seconds of a figure of ECS in CloudWatch.
PERIOD = 60


@dataclass
class Scaling:
    """One policy: the average use of the processor is held at `target` %."""
    least: int = 3
    most: int = 9
    target: float = 70
    out_cooldown: float = 60
    in_cooldown: float = 300
    #: Tasks that a step policy takes at a time; 0 leaves scale-in to target tracking. [I]
    in_step: int = 0
    #: Off until there is a policy.
    on: bool = False
    in_suspended: bool = False
    out_suspended: bool = False
    #: A task's processors.
    processors: float = 0.25
    began: float | None = None
    before: dict[str, float] = field(default_factory=dict)
    figures: list[float] = field(default_factory=list)
    changed: float = -math.inf

    def step(self, now: float, used: dict[str, float], desired: int, pace: float) -> int | None:
        """The number of tasks to go to, None to stay. `used`: seconds of processor time of each task so far, real ones, of which
        there are `pace` times fewer than of AWS's."""
        if self.began is None:
            self.began, self.before = now, used
        if now - self.began < PERIOD:
            return None
        seconds = (now - self.began) / pace
        shares = [(value - self.before[name]) / seconds / self.processors * 100 for name, value in used.items() if name in self.before]
        self.began, self.before = now, used
        if not shares:
            return None
        self.figures = [*self.figures, sum(shares) / len(shares)][-15:]
        return self.decide(now, desired) if self.on else None

    def decide(self, now: float, desired: int) -> int | None:
        """Out after 3 figures over the target, in after 15 that are a tenth below it; not within a cool-down. [S]"""
        wanted = min(self.most, max(self.least, math.ceil(desired * self.figures[-1] / self.target)))
        high = len(self.figures) >= 3 and min(self.figures[-3:]) > self.target
        low = len(self.figures) >= 15 and max(self.figures) < 0.9 * self.target
        if high and not self.out_suspended and wanted > desired and now - self.changed >= self.out_cooldown or \
                low and not self.in_suspended and wanted < desired and now - self.changed >= self.in_cooldown:
            self.changed = now
            return max(wanted, desired - self.in_step) if self.in_step and wanted < desired else wanted
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
