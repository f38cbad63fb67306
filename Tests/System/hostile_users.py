"""Users who play by the protocol and against everyone else: each does what costs the servers most, as fast as it may.

- A host opens the largest custom game with seven hard bots, starts it, and leaves it running as another guest, who opens the
  next one.
- A forker plays on from ticks of a long match, again and again.
- A seeker watches a long match and jumps in it, twenty times a second.
- A chatterer sends commands that can do nothing, at the limit of messages, with as many under way as the outbox holds.
- A stormer connects, says hello, and is gone before the welcome, as fast as it is let in.

They come by a proxy from ten addresses. `python hostile_users.py SECONDS COUNT GATEWAY…` runs them and prints what they were
told, as JSON, in the end.
"""
import collections
import json
import math
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from System.crowd import Crowd, Patience, Player  # noqa: E402
from System.stack import Stack, http, wait_for  # noqa: E402

#: A proxy stands in front of the gateways, so that each user has an address.
BEHIND_A_PROXY = {"TRUST_FORWARDED_FOR": "1"}


class Hostile(Player):
    """Acts as often as `every` says; what it is told is counted and never judged."""
    every = 0.1
    name = "hostile"

    def __init__(self, crowd: Crowd, number: int, bases: list[str], pace: float):
        super().__init__(crowd, number, bases, pace)
        self.name = f"{type(self).name}{number}"

    def closed(self, socket) -> None:
        if socket.reason.startswith("refused: "):
            self.crowd.refused[socket.reason.split()[2]] += 1
        super().closed(socket)

    def act(self, now: float) -> None:
        if now < self.acts:
            return
        self.acts = now + self.every
        if self.main is not None and self.main.ready:
            self.attack(now)

    def free(self, number: int = 16) -> bool:
        return len(self.outbox) < number


class Host(Hostile):
    name, every = "Host", 0.25
    asked = False

    def attack(self, now: float) -> None:
        if not self.asked:
            self.asked = True
            self.command("create", mode="custom", bots=7, botLevel="hard", hidden=False, width=80, height=60, zones=False, speed=20,
                         food=64, players=8, minutes=10)
            self.command("start")
            self.command("ready")
        elif not self.outbox:
            self.acts = math.inf
            self.crowd.spawn(self.crowd.replace(self))


class Forker(Hostile):
    name, every = "Forker", 0.05

    def attack(self, now: float) -> None:
        if self.crowd.target and self.free(16):
            self.command("leave")
            self.command("fork", match=str(self.crowd.target), tick=self.random.randrange(1, self.crowd.target_tick), place=0, botLevel="hard")


class Seeker(Hostile):
    name, every = "Seeker", 0.05
    watching = False

    def attack(self, now: float) -> None:
        if not self.crowd.target:
            return
        if not self.watching:
            self.watching = True
            self.command("watch", match=str(self.crowd.target), tick=0)
        self.main.send(json.dumps({"type": "seek", "tick": self.random.randrange(self.crowd.target_tick)}))


class Chatterer(Hostile):
    name, every = "Chatter", 0.03

    def attack(self, now: float) -> None:
        if self.free(60):
            self.command(*self.random.choice([("start",), ("kick",), ("rematch",)]), **{"user": "1"})
        else:
            self.main.send('{"type":"games"}')


class Stormer(Hostile):
    name, every = "Stormer", 0.05

    def act(self, now: float) -> None:
        if now < self.acts:
            return
        self.acts = now + self.every
        if self.main is not None and self.main.opened:
            self.main.close()
        elif self.main is None:
            self.tried_main = 0

    def watch(self, now: float) -> None:
        """No standby: it has no patience."""
        if self.main is None:
            self._connect(now)


KINDS: tuple[type[Hostile], ...] = (Host, Forker, Seeker, Chatterer, Stormer)


def address_of(number: int) -> str:
    """Users of one kind come from two addresses."""
    return f"198.51.100.{number % len(KINDS) * 2 + number // len(KINDS) % 2 + 1}"


class Hostiles(Crowd):
    """`count` of them, kinds in turn."""

    def __init__(self, bases: list[str], count: int = 50):
        super().__init__(bases, count, patience=Patience.of_many(), address=address_of,
                         kind=lambda crowd, number, own, pace: KINDS[number % len(KINDS)](crowd, number, own, pace))
        self.target, self.target_tick = 0, 1
        self.refused: collections.Counter[str] = collections.Counter()  # status of upgrades that failed

    def aim(self, match: int, tick: int) -> None:
        self.target, self.target_tick = match, max(2, tick)

    async def replace(self, player: Hostile) -> None:
        """By a guest of another account, as soon as its address may have one."""
        other = type(player)(self, player.number, player.bases, player.pace)
        await other.register()
        self.players[self.players.index(player)] = other
        for left in (player.main, player.standby):
            if left:
                left.close()

    def told_them(self) -> dict:
        return {"outcomes": dict(self.outcomes), "errors": dict(self.errors), "closes": {str(k): v for k, v in self.closes.items()},
                "welcomes": self.welcomes, "refused": dict(self.refused)}


@dataclass
class Window:
    """What honest players saw for a while."""
    seconds: float
    turns: list[float]  # seconds from an input to its outcome
    ticks: list[float]  # a second, of each player who played one match all the time
    cpu: dict[str, float]  # of each service, CPUs of all nodes together
    meters: dict[str, float]  # what the caller's counters grew by, a second

    def percentile(self, share: float) -> float:
        ordered = sorted(self.turns) or [math.nan]
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass
class Report:
    calm: Window
    attacked: Window
    #: What the hostile users were told.
    told: dict
    #: Sums over the nodes of what their metrics grew by under attack.
    metrics: dict[str, float]
    #: What must not be: anything that an honest player lost.
    faults: list[str] = field(default_factory=list)


def counters(stack: Stack) -> dict[str, float]:
    """Sums over the nodes of the counters of gateways and simulations, by name and labels."""
    sums: dict[str, float] = collections.defaultdict(float)
    for node in range(1, stack.nodes + 1):
        for port in (9103, 9104):
            metrics = http(f"http://127.0.0.{node}:{port}/metrics")[1]
            for name, value in re.findall(r"^(snaketron_\w+_total(?:\{[^}]*\})?) ([0-9.e+]+)$", metrics, re.M):
                sums[name] += float(value)
    return sums


def cpu_seconds(stack: Stack, nodes: list[int] | None = None) -> dict[str, float]:
    """By service, of these nodes, or all, together; fields 14 and 15 of proc(5)'s stat, in ticks."""
    sums: dict[str, float] = collections.defaultdict(float)
    for node in nodes or range(1, stack.nodes + 1):
        for service, pid in stack.pids(node).items():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            sums[service] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return sums


def watch(stack: Stack, crowd: Crowd, seconds: float, meter, meanwhile=lambda: None) -> Window:
    """`meanwhile` is called about once a second."""
    began, first, used, metered = time.monotonic(), len(crowd.turns), cpu_seconds(stack), meter()
    ticks = {player: (player.match, player.tick) for player in crowd.players if player.phase == "running"}
    while time.monotonic() < began + seconds:
        meanwhile()
        time.sleep(min(1, max(0.0, began + seconds - time.monotonic())))
    took = time.monotonic() - began
    rates = [(player.tick - tick) / took for player, (match, tick) in ticks.items() if player.phase == "running" and player.match == match]
    cpu = {service: (seconds - used[service]) / took for service, seconds in cpu_seconds(stack).items()}
    meters = {name: (value - metered[name]) / took for name, value in meter().items()}
    return Window(took, [delay for sent, delay in crowd.turns[first:] if sent >= began], rates, cpu, meters)


def compare(stack: Stack, honest: int, hostile: int, seconds: float, ready=lambda: None, meter=dict) -> Report:
    """Has honest players play alone, and then beside hostile ones, for so long each. `ready` is called when they play; `meter`
    tells counters of the caller's own, by name.
    """
    bases = [stack.gateway(node) for node in range(1, stack.nodes + 1)]
    with Crowd(bases, honest, patience=Patience.of_many(), address=lambda number: f"203.0.{number >> 8}.{number & 255}") as crowd:
        wait_for(lambda: crowd.playing() >= honest * 0.9, 120, "nine tenths of the honest players in a match")
        ready()
        time.sleep(3)  # what `ready` began is not measured
        calm = watch(stack, crowd, seconds, meter)
        before = counters(stack)
        attack = subprocess.Popen([sys.executable, __file__, str(seconds * 3 + 60), str(hostile), *bases], text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            assert attack.stdout.readline().strip() == "ready", "the hostile users have begun"

            def aim() -> None:
                """At the oldest match."""
                player = min((p for p in crowd.players if p.phase == "running"), key=lambda p: p.match or 0)
                attack.stdin.write(f"{player.match} {player.tick}\n")
                attack.stdin.flush()

            attacked = watch(stack, crowd, seconds, meter, aim)
            attack.stdin.close()
            told = json.loads(attack.stdout.readline())
        finally:
            attack.kill()
            attack.wait()
        grown = {name: value - before.get(name, 0) for name, value in counters(stack).items()}
        faults = [f"stuck: {player}" for player in crowd.stuck(30)]
        faults += [f"no outcome at the end: {player}" for player in crowd.settle(30)]
        faults += crowd.news() + crowd.misplaced()
        if not calm.ticks or not attacked.ticks:
            faults.append("nobody played one match all the time")
    return Report(calm, attacked, told, grown, faults)


def main() -> int:
    """The match to aim at comes on standard input as `MATCH TICK` lines; the end of it, or the time, ends the attack."""
    seconds, count, bases = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    with Hostiles(bases, count) as hostiles:
        print("ready", flush=True)
        end = time.monotonic() + seconds
        while time.monotonic() < end and (line := sys.stdin.readline()):
            match, tick = line.split()
            hostiles.aim(int(match), int(tick))
        print(json.dumps(hostiles.told_them()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
