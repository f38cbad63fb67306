"""One player of the crowd, and what all players together saw of a match."""
import asyncio
import collections
import json
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from System.client_protocol import OUTCOMES
from System.crowd.websocket import Socket, post, read_varint, varint

if TYPE_CHECKING:
    from System.crowd.crowd import Crowd

TICK = 0.05
#: Closes that say that this client broke the protocol, or that its token is bad.
OUR_FAULT = {1002, 1007, 1008, 1009, 4002, 4003}
#: The actions of an input beyond the four directions, as in docs/guide/rules.md, section 9.
LEAVES, LETS_GO, HOLDS = 4, 5, 6


@dataclass(slots=True)
class Command:
    seq: int
    frame: str | bytes
    kind: str
    sent: float
    match: int = 0
    slot: int = -1
    action: int = -1
    outcome: str | None = None
    tick: int = 0


@dataclass
class Match:
    """What all players together saw of one match."""
    frames: dict[int, bytes] = field(default_factory=dict)  # by streamSeq; without the match and the sequence
    inputs: list[tuple[int, int, int]] = field(default_factory=list)  # tick, slot, action, as Updates told
    food: dict[int, int] = field(default_factory=dict)  # tick to cell
    told_until: int = 0  # the last tick that an Update told of; what follows when all have gone nobody is told
    stood_in: set[int] = field(default_factory=set)  # slots that a bot steered at some time
    blind: set[int] = field(default_factory=set)  # slots whose player may have missed what it was told of the match
    slots: dict[int, "Player"] = field(default_factory=dict)
    commitment: str = ""
    seed: str | None = None  # once it is over


@dataclass
class Patience:
    """Seconds; those of docs/guide/protocol.md, section 2. A crowd that shares two cores with its servers needs more."""
    ask: float = 0.09
    ask_standby: float = 0.025
    silent: float = 0.1
    margin: float = 0.04
    still: float = 0.6
    still_recovering: float = 1.5
    change: float = 2.0
    welcome: float = 3.0

    @staticmethod
    def of_many() -> "Patience":
        return Patience(ask=0.5, ask_standby=0.1, silent=0.5, margin=0.2, still=0.9)


class Player:
    """One page load of one guest, who plays matches one after the other and turns in squares."""

    def __init__(self, crowd: "Crowd", number: int, bases: list[str], pace: float):
        self.crowd, self.number, self.bases, self.pace = crowd, number, bases, pace
        self.random = random.Random(number)
        self.name, self.session = f"p{number}", f"{self.random.getrandbits(63) + 1:016x}"
        self.token = self.user = None
        self.address = crowd.address(number) if crowd.address else None
        self.records = crowd.matches
        self.mode = crowd.modes[number // 4 % len(crowd.modes)]
        self.main: Socket | None = None
        self.standby: Socket | None = None
        self.newest: Socket | None = None
        self.left_base: str | None = None
        self.connection = 0
        self.seq = self.sent = 0  # the last number given, and the last one that went up
        self.outbox: dict[int, Command] = {}
        self.done: dict[int, Command] = {}
        self.tried_main = self.tried_standby = 0.0
        self.welcomed = False
        self.pause = 0.1
        self.next_base = 0
        self.changed = 0.0
        self.doubled_until, self.factor = 0.0, 1.0
        self.silent: Socket | None = None  # the gateway that was left for its silence last
        self.trips: collections.deque[float] = collections.deque([0.03], 20)
        self.recovering = False
        self.patience_to_change = crowd.patience.change
        # the match
        self.phase, self.match, self.slot, self.queued = "none", 0, None, False
        self.stream, self.tick, self.lost = 0, -1, False
        self.fresh = self.learned = 0.0  # when a welcome or a newer tick came, and when a newer tick did
        self.direction = number % 4
        self.acts = 0.0
        self.gaps: list[tuple[float, float, int]] = []  # end, length, tick before
        self.updates = 0
        self.took: list[float] = []  # when it changed over to its standby
        self.tap = None  # is given the frames of the game stream
        self.story: collections.deque[str] = collections.deque([], 12)  # what became of its connections

    # ---- connections

    async def register(self) -> None:
        """A guest's token; gateways are tried in turn."""
        for attempt in range(200):
            base = self.bases[attempt % len(self.bases)]
            try:
                status, body = await post(base, "/api/auth/guest", {"name": self.name}, self.address)
            except (OSError, TimeoutError, ValueError):
                status, body = 0, {}
            if status == 200:
                self.token, self.user = body["token"], body["user"]["id"]
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} gets no token: {status} {body}")

    def _note(self, what: str) -> None:
        self.story.append(f"{time.monotonic() - self.crowd.began:.2f} {what}")

    def _hello(self, **more) -> str:
        return json.dumps({"type": "hello", "version": 1, "token": self.token, "session": self.session, **more})

    def _own(self, socket: Socket, first: str) -> None:
        """This socket becomes the session's own by its hello or take; all without an outcome goes up again."""
        self.connection += 1
        self.newest = self.main = socket
        self._note(f"{first} at {socket.base}, {len(self.outbox)} commands again")
        socket.role, socket.ready = "main", False
        self.changed = time.monotonic()
        self._is_blind()
        counted = {"connection": self.connection, "nextSeq": self.sent + 1}
        socket.send(self._hello(**counted) if first == "hello" else json.dumps({"type": "take", **counted}))
        for command in self.outbox.values():
            socket.send(command.frame)
        self.sent = self.seq

    def _is_blind(self) -> None:
        if self.match and self.slot is not None:
            self.records[self.match].blind.add(self.slot)

    def opened(self, socket: Socket) -> None:
        if socket.role == "main" and socket is self.main:
            self._own(socket, "hello")
        elif socket is self.standby:
            socket.send(self._hello(standby=True))
        else:
            socket.close()

    def closed(self, socket: Socket) -> None:
        if socket.code is not None:
            self.crowd.closes[socket.code] += 1
        self._note(f"{socket.role} at {socket.base} closed: {socket.code} {socket.reason}")
        if socket.code in OUR_FAULT:
            self.crowd.broken(self, f"closed by {socket.base} with {socket.code} {socket.reason}")
        if socket is self.newest and socket.code == 4001:
            self.crowd.newest_closed.append(f"{self.name} at {socket.base} after {time.monotonic() - self.changed:.2f} s")
        if socket is self.standby:
            self.standby = None
            self.tried_standby = time.monotonic()
        if socket is self.main:
            self.main = None
            self.left_base = socket.base
            if self.standby and self.standby.can_be_taken:
                self.take("closed")
            else:
                self.tried_main = time.monotonic() + (1 if socket.code in (1013, 4001) else self.pause * self.random.random())
                self.pause = min(2, self.pause * 2)

    def take(self, why: str) -> None:
        """Changes over to the standby. The old socket is left open for a second."""
        if why in ("stalled", "no updates"):  # until an Update comes
            self.patience_to_change = min(30, self.patience_to_change * 2) * self.random.uniform(1, 1.5)
        self.crowd.takes[why] += 1
        self.took.append(time.monotonic())
        self._note(why)
        old, new = self.main, self.standby
        self.standby = None
        if old:
            old.role, self.left_base = "left", old.base
            asyncio.get_running_loop().call_later(1, old.close)
        self.recovering = False
        self._own(new, "take")

    def _connect(self, now: float) -> None:
        if self.standby and self.standby.can_be_taken:
            self.take("no socket")
            return
        if now < self.tried_main:
            return
        if self.welcomed:  # what a person would see: there was no standby to take
            self.crowd.reconnects.append(f"{now - self.crowd.began:.1f} s: {self.state()}")
        self.next_base += 1
        self.main = Socket(self, self.bases[self.next_base % len(self.bases)])
        self.changed = now
        self.crowd.spawn(self.main.connect())

    def _stand_by(self, now: float) -> None:
        if now - self.tried_standby < 1:
            return
        self.tried_standby = now
        others = [b for b in self.bases if b != self.main.base]
        self.random.shuffle(others)
        others.sort(key=lambda b: (b != self.crowd.gather_at, b == self.left_base))
        if others:
            self.standby = Socket(self, others[0])
            self.standby.role = "standby"
            self.crowd.spawn(self.standby.connect())

    def watch(self, now: float) -> None:
        """Called every 25 ms: what the page does by its timers."""
        main, patience = self.main, self.crowd.patience
        if main is None:
            self._connect(now)
            return
        if not main.ready:
            standby = self.standby
            if now - self.changed > patience.welcome and not (self.recovering and now - self.changed < 5):
                if standby and standby.can_be_taken:
                    self.take("no welcome")
                else:
                    main.close()
                    self.main, self.left_base, self.tried_main = None, main.base, now
            return
        standby, gather_at = self.standby, self.crowd.gather_at
        if gather_at and main.base != gather_at and standby and standby.can_be_taken:
            if standby.base == gather_at:
                self.take("asked to")
                return
            standby.close()
            self.standby = standby = None
        if standby is None:
            self._stand_by(now)
        elif now - standby.heard > 6 and standby.ready:
            standby.close()
            self.standby = None
        elif now - standby.heard > 3:
            standby.ask(now)
        if (main.said_draining or main.stalled and now - self.changed > self.patience_to_change) and standby and standby.can_be_taken:
            self.take("draining" if main.said_draining else "stalled")
            return
        if self.phase != "running":
            if now - main.heard > 2:
                main.ask(now)
            if main.asked and now - main.asked > 2 and standby and standby.can_be_taken:
                self.take("silent outside a match")
            return
        if now - main.heard > patience.ask:
            main.ask(now)
        if main.asked and standby and standby.can_be_taken:
            waited = now - main.asked
            if waited > patience.ask_standby and standby.heard < main.asked:
                standby.ask(now)
            if now > self.doubled_until:
                self.factor = 1
            if waited > max(patience.silent, max(self.trips) + patience.margin) * self.factor and standby.heard > main.asked:
                self.take("silent gateway")
                self.silent = main
                return
        still = patience.still_recovering if self.recovering else patience.still
        if now - self.fresh > still and now - self.changed > self.patience_to_change and standby and standby.can_be_taken:
            self.take("no updates")

    # ---- what comes

    def received(self, socket: Socket, is_text: bool, payload: bytes) -> None:
        if socket is self.silent:  # it was left for nothing
            self.silent, self.factor, self.doubled_until = None, self.factor * 2, time.monotonic() + 30
        if self.tap and not is_text and (payload[0] == 0x11 or payload[0] == 0x10 and socket is self.main):
            self.tap(payload)
        if is_text:
            self._text(socket, json.loads(payload))
        elif payload[0] == 0x11:
            self._update(socket, payload)
        elif payload[0] == 0x12:
            match, at = read_varint(payload, 1)
            seq, at = read_varint(payload, at)
            outcome = payload[at]
            tick, at = read_varint(payload, at + 1)
            self._settle(seq, OUTCOMES[outcome] if outcome < len(OUTCOMES) else str(outcome), tick)
        elif payload[0] == 0x10 and socket is self.main:
            match, at = read_varint(payload, 1)
            stream, at = read_varint(payload, at)
            tick = int.from_bytes(payload[at + 13:at + 17], "little")  # slot, version and eleven bytes of rules before it
            if match != self.match or tick >= self.tick or self.lost:
                self._learned(match, tick)
                self.stream = max(stream, self.stream) if match == self.match and not self.lost else stream
                self.match, self.lost = match, False

    def _learned(self, match: int, tick: int) -> None:
        """A newer tick of the match is known: the end of a gap."""
        now = time.monotonic()
        if match != self.match:
            self.tick = -1
        elif tick <= self.tick:
            return
        elif self.phase == "running" and self.learned and now - self.learned > 0.15:
            self.gaps.append((now, now - self.learned, self.tick))
            if now - self.learned > 0.3:  # an Update comes every five ticks
                self._is_blind()
        self.tick, self.fresh, self.learned = tick, now, now
        self.patience_to_change = self.crowd.patience.change

    def _update(self, socket: Socket, payload: bytes) -> None:
        match, at = read_varint(payload, 1)
        stream, at = read_varint(payload, at)
        record = self.records[match]
        body = payload[at:]
        seen = record.frames.get(stream)
        if seen is None:
            record.frames[stream] = body
            self._items(record, body)
        elif seen != body:
            self.crowd.broken(self, f"match {match}, stream {stream}: {body.hex()} here, {seen.hex()} elsewhere")
        if match != self.match or self.lost:
            return
        if stream == self.stream + 1:
            self.stream = stream
            self.updates += 1
            self._learned(match, read_varint(body, 0)[0])
        elif stream > self.stream + 1 and socket is self.main:
            self.lost = True
            socket.send('{"type":"resync"}')

    @staticmethod
    def _items(record: Match, body: bytes) -> None:
        barrier, at = read_varint(body, 0)
        record.told_until = max(record.told_until, barrier)
        count, at = read_varint(body, at + 8)
        for _ in range(count):
            kind = body[at]
            when, at = read_varint(body, at + 1)
            if kind == 1:
                record.food[when], at = read_varint(body, at)
            elif kind == 2:
                at += 1
            else:
                record.inputs.append((when, body[at], body[at + 1] + (LETS_GO if kind == 3 else 0)))
                at += 2

    def _settle(self, seq: int, outcome: str, tick: int = 0) -> None:
        command = self.outbox.pop(seq, None)
        if command is None:
            earlier = self.done.get(seq)
            if earlier is None:
                self.crowd.broken(self, f"an outcome of sequence {seq}, which was never sent: {outcome}")
            elif earlier.outcome != outcome or tick and earlier.tick and earlier.tick != tick:
                self.crowd.broken(self, f"sequence {seq} ({earlier.kind}): {earlier.outcome} at {earlier.tick}, then {outcome} at {tick}")
            return
        command.outcome, command.tick = outcome, tick
        self.done[seq] = command
        self.crowd.outcomes[outcome] += 1
        self.crowd.delays.append(time.monotonic() - command.sent)
        if command.action >= 0 and outcome == "accepted":
            self.crowd.turns.append((command.sent, self.crowd.delays[-1]))
        if outcome == "stale":
            self.crowd.broken(self, f"sequence {seq} ({command.kind}) is stale")
        if command.kind == "queue":
            self.queued = outcome in ("accepted", "already_queued")
        self.pause = 0.1

    def _text(self, socket: Socket, message: dict) -> None:
        kind = message["type"]
        if kind == "outcome":
            self._settle(message["seq"], message["code"])
            return
        if kind == "standby":
            socket.ready = True
            return
        if kind == "status":
            socket.said_draining = socket.said_draining or message["state"] == "draining"
            socket.stalled = message["state"] == "stalled"
        elif kind == "replaced":
            self.connection = max(self.connection, message["connection"] or 0)
        elif kind == "error" and message["code"] == "stalled" and socket is self.main:
            # The take was refused, and the socket stands by as before.
            socket.role, socket.ready, socket.stalled = "standby", True, True
            self.standby, self.main, self.newest, self.tried_main = socket, None, None, time.monotonic() + self.pause
        if socket is not self.main:
            return
        if kind == "welcome":
            socket.ready, socket.stalled, self.recovering = True, False, False
            self.fresh = time.monotonic()
            self.crowd.welcomes += 1
            self.welcomed = True
            self._note(f"welcome, lastSeq {message['lastSeq']}")
        elif kind == "status":
            self.recovering = message["state"] == "recovering"
            self._note(message["state"])
            self._is_blind()
        elif kind == "queue":
            self.queued = bool(message["modes"])
        elif kind == "match":
            self._matched(message)
        elif kind == "error":
            self.crowd.errors[message["code"]] += 1

    def _matched(self, message: dict) -> None:
        before, self.phase = self.phase, message["phase"]
        if self.phase == "none":
            return
        match, self.slot = int(message["id"]), message["you"]
        self.queued = False
        if match != self.match:
            self.match, self.stream, self.tick, self.lost = match, 0, -1, False
        if self.phase == "running" and before != "running":
            self.fresh = self.learned = time.monotonic()
        record = self.records[match]
        record.slots[self.slot] = self
        record.commitment, record.seed = message["commitment"], message["seed"] or record.seed
        for slot, seat in enumerate(message["players"]):
            if seat["standIn"]:
                record.stood_in.add(slot)
        self.is_ready = self.slot is not None and message["players"][self.slot]["ready"]

    # ---- what goes

    def command(self, kind: str, **fields) -> Command:
        self.seq += 1
        return self._post(Command(self.seq, json.dumps({"type": kind, "seq": self.seq, **fields}), kind, time.monotonic()))

    def turn(self, direction: int) -> Command:
        return self._stamped(1, direction, "turn")

    def boost(self, held: bool) -> Command:
        return self._stamped(2, held, "boost")

    def _stamped(self, kind: int, value: int, name: str) -> Command:
        """A binary command for the tick after the present one, as far as its way up allows."""
        self.seq += 1
        ahead = min(20, int((time.monotonic() - self.fresh) / TICK) + 2)
        frame = bytes([kind]) + varint(self.seq) + varint(self.match) + varint(max(1, self.tick + ahead)) + bytes([value])
        return self._post(Command(self.seq, frame, name, time.monotonic(), self.match, self.slot, value + (LETS_GO if name == "boost" else 0)))

    def _post(self, command: Command) -> Command:
        self.outbox[command.seq] = command
        if self.main and self.newest is self.main:
            self.sent = command.seq
            self.main.send(command.frame)
        return command

    def probe(self) -> Command:
        """Any command that is answered in whatever state the player is."""
        if self.phase == "running" and self.slot is not None:
            self.direction = (self.direction + 1) % 4
            return self.turn(self.direction)
        return self.command("team", team=None)

    def act(self, now: float) -> None:
        """Plays on: queues, gets ready, turns."""
        if now < self.acts or self.main is None or not self.main.ready or len(self.outbox) >= 16:
            return
        self.acts = now + self.pace * self.random.uniform(0.8, 1.2)
        if self.phase in ("none", "ended"):
            if not self.queued and self.crowd.queueing and not any(c.kind == "queue" for c in self.outbox.values()):
                self.command("queue", modes=[self.mode], ranked=False)
        elif self.phase == "ready":
            if not self.is_ready and not any(c.kind == "ready" for c in self.outbox.values()):
                self.command("ready")
        elif self.phase == "running" and self.slot is not None:
            if self.random.random() < self.crowd.fickle:
                self.command("leave")
            else:
                self.play()

    def play(self) -> None:
        """One command of a running match."""
        self.direction = (self.direction + 1) % 4
        self.turn(self.direction)

    def state(self) -> str:
        now = time.monotonic()
        where = f"{self.main.base} ready={self.main.ready} heard {now - self.main.heard:.2f} s ago" if self.main else "no socket"
        standby = f"{self.standby.base} ready={self.standby.ready}" if self.standby else "none"
        return (f"{self.name} (user {self.user}, session {self.session}) at {where}, standby {standby}, {self.phase} {self.match}, "
                f"tick {self.tick} {now - self.fresh:.2f} s ago, stream {self.stream}, lost={self.lost}, queued={self.queued}, outbox "
                f"{[(c.seq, c.kind, round(now - c.sent, 1)) for c in self.outbox.values()][:5]}; {'; '.join(self.story)}")


class Watcher(Player):
    """Watches one match from tick 0."""

    def __init__(self, crowd: "Crowd", number: int, bases: list[str], watched: int):
        first = number % len(bases)
        super().__init__(crowd, number, bases[first:] + bases[:first], float("inf"))
        self.watched, self.acts = watched, float("inf")
        self.records = collections.defaultdict(Match)
        self.first: int | None = None  # the tick of the first Snapshot
        self.asked = 0.0
        self.tap = self._follow

    def _follow(self, frame: bytes) -> None:
        if frame[0] == 0x10 and self.first is None:
            _, at = read_varint(frame, 1)
            _, at = read_varint(frame, at)
            self.first = int.from_bytes(frame[at + 13:at + 17], "little")

    def has_seen(self, tick: int) -> bool:
        """Whether it has all Updates from tick 0 to this one. Asks again for what the server had no budget for."""
        if self.first:
            if time.monotonic() - self.asked > 2 and self.main and self.main.ready:
                self.asked, self.first, self.tick, self.lost = time.monotonic(), None, -1, True
                self.records.clear()
                self.main.send('{"type":"seek","tick":0}')
            return False
        return self.first == 0 and self.tick >= tick
