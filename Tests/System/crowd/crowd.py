"""The crowd: its loop in a thread, what its players ran into, and the judgement at the end."""
import asyncio
import collections
import random
import statistics
import threading
import time

from System.crowd.player import Match, Patience, Player, Watcher

#: Seconds between two looks at each player.
SWEEP = 0.025


class Crowd:
    """Players on a loop in a thread of its own: `with Crowd(bases, 600) as crowd`.

    `pace`: seconds between two commands of a player. `fickle`: how often one of them leaves the match for another.
    `modes`: of the queues in which the players wait, by fours. `address`: of a player by its number, for gateways that trust one
    proxy; without it all players have the address of this process.
    """

    def __init__(self, bases: list[str], count: int, pace: float = 1.0, fickle: float = 0, patience: Patience | None = None,
                 kind: type[Player] = Player, modes: tuple[str, ...] = ("duel",), address=None):
        self.address = address
        self.kind, self.modes, self.bases, self.count, self.pace, self.fickle, self.patience = kind, modes, bases, count, pace, fickle, patience or Patience()
        self.loop = asyncio.new_event_loop()
        self.tasks: set[asyncio.Task] = set()
        self.matches: dict[int, Match] = collections.defaultdict(Match)
        self.outcomes, self.closes, self.takes, self.errors = (collections.Counter() for _ in range(4))
        self.delays: list[float] = []
        self.turns: list[tuple[float, float]] = []  # when an accepted input went up, and how long its outcome took
        self.newest_closed: list[str] = []
        self.told: list[str] = []
        self.welcomes, self.queueing = 0, True
        self.reconnects: list[str] = []
        self.began = time.monotonic()
        self.players: list[Player] = []
        self.others: list[Player] = []
        self.gather_at: str | None = None
        self.lag = 0.0
        self.heard = self.heard_closed = 0

    def broken(self, player: Player, what: str) -> None:
        self.told.append(f"{time.monotonic() - self.began:.2f} s, {player.name}: {what}")

    def spawn(self, work) -> None:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.told.append(f"the client itself failed: {task.exception()!r}")

    def run(self, work, seconds: float = 60):
        """The result of a coroutine on the crowd's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def __enter__(self) -> "Crowd":
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.loop.call_soon_threadsafe(self.loop.set_exception_handler, lambda _, context: self.told.append(f"the client itself failed: {context}"))
        self.run(self._begin(), 120)
        return self

    async def _begin(self) -> None:
        for number in range(self.count):
            first = number % len(self.bases)
            self.players.append(self.kind(self, number, self.bases[first:] + self.bases[:first], self.pace))
        for some in range(0, self.count, 50):
            await asyncio.gather(*(player.register() for player in self.players[some:some + 50]))
        for player in self.players:
            player.next_base = -1
        self.spawn(self._sweep())

    async def _sweep(self) -> None:
        due = time.monotonic()
        while True:
            now = time.monotonic()
            self.lag = max(self.lag, now - due)
            for player in [*self.players, *self.others]:
                player.watch(now)
                player.act(now)
            due = max(now, due + SWEEP)
            await asyncio.sleep(max(0, due - time.monotonic()))

    def __exit__(self, *_) -> None:
        async def end():
            for task in list(self.tasks):
                task.cancel()
            for player in [*self.players, *self.others]:
                for socket in (player.main, player.standby):
                    if socket:
                        socket.close()
            await asyncio.sleep(0.2)
        self.run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _each(self, condition, seconds: float, players: list[Player] | None = None) -> list[Player]:
        """Waits until the condition held once for each player; those for whom it did not within `seconds`."""
        waiting = list(self.players if players is None else players)
        deadline = time.monotonic() + seconds
        while waiting and time.monotonic() < deadline:
            waiting = [player for player in waiting if not condition(player)]
            await asyncio.sleep(0.02)
        return waiting

    def each(self, condition, seconds: float) -> list[Player]:
        return self.run(self._each(condition, seconds), seconds + 30)

    def stuck(self, seconds: float = 20) -> list[str]:
        """Has each player send a command; those that get no outcome of it, or are in a running match and get no Updates."""
        async def probe():
            asked = {player: (player.probe(), player.match, player.updates) for player in self.players}

            def goes_on(player: Player) -> bool:
                command, match, updates = asked[player]
                return command.outcome is not None and (player.phase != "running" or player.match != match or player.updates > updates)
            return [player.state() for player in await self._each(goes_on, seconds)]
        return self.run(probe(), seconds + 30)

    def settle(self, seconds: float = 20) -> list[str]:
        """No more commands; those of which there is no outcome after `seconds`."""
        async def wait():
            for player in self.players:
                player.acts = float("inf")
            return [player.state() for player in await self._each(lambda player: not player.outbox, seconds)]
        return self.run(wait(), seconds + 30)

    def gather(self, base: str, seconds: float = 20) -> list[str]:
        """Brings all players to one gateway; those that are not there after `seconds`. They may leave it again at once."""
        self.gather_at = base
        late = self.each(lambda player: player.main is not None and player.main.base == base and player.main.ready, seconds)
        self.gather_at = None
        return [player.state() for player in late]

    def playing(self) -> int:
        return sum(player.phase == "running" for player in self.players)

    def review(self, count: int, seconds: float = 30) -> list[str]:
        """Watches some running matches from tick 0, by players of their own, and compares with what was accepted. Call it when
        all outcomes are known."""
        running = sorted({player.match for player in self.players if player.phase == "running"})
        chosen = random.Random(1).sample(running, min(count, len(running)))
        return self.run(self._review(chosen, seconds), seconds + 60)

    async def _review(self, chosen: list[int], seconds: float) -> list[str]:
        wrong, accepted = [], self._accepted()
        watchers = [Watcher(self, len(self.players) + n, self.bases, match) for n, match in enumerate(chosen)]
        await asyncio.gather(*(watcher.register() for watcher in watchers))
        self.others = watchers
        asked = {}
        for watcher in watchers:
            asked[watcher] = watcher.command("watch", match=str(watcher.watched), tick=0)
            await asyncio.sleep(0.1)  # an address has a budget, from which the past is paid
        last = {match: max((tick for tick, _, _ in accepted[match]), default=0) for match in chosen}

        def has_ended(watcher: Watcher) -> bool:
            """Its match was over before it could be watched, as its players know."""
            return asked[watcher].outcome == "unknown_match" and not any(
                player.phase == "running" and player.match == watcher.watched for player in self.players)
        for watcher in await self._each(lambda w: w.has_seen(last[w.watched]) or has_ended(w), seconds, watchers):
            wrong.append(f"match {watcher.watched} is not seen from tick 0 to {last[watcher.watched]}: {watcher.state()}")
            accepted.pop(watcher.watched)
        judged = [watcher for watcher in watchers if not has_ended(watcher)]
        if watchers and not judged:
            wrong.append(f"none of {len(watchers)} matches ran for long enough to be watched")
        for watcher in judged:
            told = collections.Counter(watcher.records[watcher.watched].inputs)
            wrong += [f"match {watcher.watched}: {one} was accepted {times} times, and is told {told[one]} times from tick 0 on"
                      for one, times in accepted[watcher.watched].items() if told[one] != times]
        return wrong

    def _accepted(self) -> dict[int, collections.Counter]:
        found = collections.defaultdict(collections.Counter)
        for player in self.players:
            for command in player.done.values():
                if command.action >= 0 and command.outcome == "accepted":
                    found[command.match][command.tick, command.slot, command.action] += 1
        return found

    def misplaced(self) -> list[str]:
        """Inputs that Updates told without an accepted command, or twice. Call it when all outcomes are known."""
        # On the loop, which goes on to fill what is looked at.
        return self.run(self._misplaced())

    async def _misplaced(self) -> list[str]:
        wrong, accepted = [], self._accepted()
        for number, match in self.matches.items():
            for one, times in collections.Counter(match.inputs).items():
                # Of a stand-in nobody knows whose players all were away.
                known = one[1] in match.slots and one[1] not in match.stood_in and not match.slots.keys() <= match.blind
                if times > 1 or known and times > accepted[number][one]:
                    wrong.append(f"match {number}: {one} is told {times} times, and was accepted {accepted[number][one]} times")
        return wrong

    def news(self) -> list[str]:
        """What was broken since the last call; but for `misplaced`, which can be told at the end only."""
        told = [*self.told[self.heard:], *(f"4001 on the newest socket: {one}" for one in self.newest_closed[self.heard_closed:])]
        self.heard, self.heard_closed = len(self.told), len(self.newest_closed)
        return told

    def summary(self) -> str:
        delays = sorted(self.delays) or [0]
        return (f"{self.count} players, {len(self.matches)} matches, {sum(self.outcomes.values())} outcomes "
                f"{dict(self.outcomes)}, {sum(len(match.inputs) for match in self.matches.values())} inputs in Updates, outcome after p50/p99/max "
                f"{statistics.median(delays) * 1000:.0f}/{delays[int(0.99 * (len(delays) - 1))] * 1000:.0f}/{delays[-1] * 1000:.0f} ms, "
                f"closes {dict(self.closes)}, takes {dict(self.takes)}, errors {dict(self.errors)}, "
                f"client late by at most {self.lag * 1000:.0f} ms")
