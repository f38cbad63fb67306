#!/usr/bin/env python3
"""A SnakeTron client written from docs/guide/protocol.md alone, for tests.

It plays through any number of gateways, keeps an outbox as section 3 asks, and remembers everything that bears on the
promise "no acknowledged input is lost or applied twice": each command's outcome, each input of each Update, each hash.
`check()` then holds the players' memories against each other.

    player.py --gateways http://127.0.0.1:8080,http://127.0.0.1:8081 --mode duel --players 2 --seconds 30
"""
import argparse
import asyncio
import json
import random
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from System.client_protocol import COMMANDS_UNDER_WAY, OUTCOMES, SUBPROTOCOL  # noqa: E402

TICK = 0.05
TURN, BOOST, SNAPSHOT, UPDATE, ACK = 0x01, 0x02, 0x10, 0x11, 0x12
UNDER_WAY = COMMANDS_UNDER_WAY  # commands without an outcome that may be on their way, section 3


class ProtocolError(Exception):
    """The server sent what docs/guide/protocol.md does not allow."""


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


class Reader:
    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def u8(self) -> int:
        if self.at >= len(self.data):
            raise ProtocolError(f"frame too short: {self.data.hex()}")
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        value = 0
        for index in range(10):
            byte = self.u8()
            value |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:
                if value >= 1 << 64 or (byte == 0 and index > 0):
                    raise ProtocolError("varint out of range or not in its shortest form")
                return value
        raise ProtocolError("varint of more than 10 bytes")

    def u64(self) -> int:
        if self.at + 8 > len(self.data):
            raise ProtocolError("frame too short")
        self.at += 8
        return int.from_bytes(self.data[self.at - 8:self.at], "little")

    def end(self):
        if self.at != len(self.data):
            raise ProtocolError(f"{len(self.data) - self.at} bytes too many: {self.data.hex()}")


@dataclass
class Command:
    """One command and what became of it."""
    seq: int
    frame: str | bytes
    turn: tuple[int, int] | None = None  # (stamped tick, direction) of a turn
    sent: float = 0.0
    outcome: str | None = None
    tick: int | None = None  # when a turn runs
    late: int | None = None
    answered: float | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class View:
    """What one player saw of one match."""
    match: int
    slot: int = 255
    stream: int | None = None  # streamSeq of the last Update contained in what we know; None: a Snapshot is needed
    tick: int = 0
    hashes: dict[int, tuple[int, int]] = field(default_factory=dict)  # streamSeq to (tick, hash)
    inputs: list[tuple[int, int, int]] = field(default_factory=list)  # (tick, slot, direction), as they came
    seen: dict[tuple[int, int, int], float] = field(default_factory=dict)  # when each input came first
    steered: set[tuple[int, int, int]] = field(default_factory=set)  # inputs of bots, and of those that stand in for a player
    boosts: list[tuple[int, int, bool]] = field(default_factory=list)  # (tick, slot, held)
    snapshots: int = 0
    bytes: int = 0  # of binary frames
    gaps: list[list[int]] = field(default_factory=list)  # [first, last] tick whose inputs may stand in missed Updates
    arrivals: list[float] = field(default_factory=list)  # of Updates
    barriers: list[int] = field(default_factory=list)  # their ticks

    def may_have_missed(self, tick: int) -> bool:
        return any(first <= tick <= last for first, last in self.gaps)


class Player:
    """One page load of one guest. Use `async with Player([...], "Ada") as ada:`. With `standby` it holds a second socket,
    and takes it when the first one closes, drains, or says nothing for `patience` seconds of a running match and 0.1 s after it
    was asked."""

    def __init__(self, gateways: list[str], name: str, log=None, standby: bool = False, patience: float | None = None):
        self.gateways, self.name = list(gateways), name
        self.session = f"{random.getrandbits(64) | 1:016x}"
        self.token, self.user = None, None
        self.connection = 0  # of the newest hello or take
        self.commands: dict[int, Command] = {}
        self.match: dict = {"phase": "none"}
        self.queue: dict = {}
        self.lobby: dict = {"code": None}
        self.chat: dict[tuple[str, int], dict] = {}  # (code of the lobby, number) to line
        self.games: list[dict] | None = None  # the last answer to `ask("games")`
        self.views: dict[int, View] = {}
        self.view: View | None = None
        self.status: list[tuple[float, str]] = []
        self.errors: list[dict] = []
        self.faults: list[str] = []  # broken promises, noticed as they happen
        self.connections: list[tuple[float, str]] = []
        self.closes: list[tuple[float, int | None, str]] = []
        self.takes: list[float] = []  # when a standby socket was taken
        self.gateway: str | None = None  # the name of the one that serves this player
        self._stands_by, self._patience = standby, patience
        self._spare = None  # (socket, base) of the standby socket
        self._socket = None
        self._sent = 0  # the highest sequence that was sent
        self._next = 0
        self._changed = asyncio.Condition()
        self._task = None
        self._stopping = False
        self._wanted = asyncio.Event()  # a connection
        self._wanted.set()
        self._log = log or (lambda text: None)

    async def __aenter__(self):
        await self.register()
        self._task = asyncio.create_task(self._run())
        await self.until(lambda: self.connections, "a welcome")
        return self

    async def __aexit__(self, *_):
        self._stopping = True
        if self._socket:
            await self._socket.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self._spare:
            await self._spare[0].close()

    # -- section 1

    async def register(self):
        def post(base: str) -> dict:
            request = urllib.request.Request(
                base + "/api/auth/guest", json.dumps({"name": self.name}).encode(), {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.load(answer)

        deadline = time.monotonic() + 15
        while True:
            for base in self.gateways:
                try:
                    answer = await asyncio.to_thread(post, base)
                    self.token, self.user = answer["token"], answer["user"]
                    return
                except (urllib.error.URLError, OSError) as error:
                    last = error
            if time.monotonic() > deadline:
                raise ProtocolError(f"no guest: {last}")
            await asyncio.sleep(0.2)

    # -- sections 2 and 3

    @property
    def outbox(self) -> list[Command]:
        return [c for c in self.commands.values() if c.outcome is None]

    async def _run(self):
        pause = 0.0
        while not self._stopping:
            await self._wanted.wait()
            base = self.gateways[self._next % len(self.gateways)]
            try:
                socket = await self._connect(base)
                await self._converse(socket, base, {"type": "hello", "version": 1, "token": self.token, "session": self.session})
                while self._spare and self._wanted.is_set() and not self._stopping and not self._is_refused():
                    (socket, base), self._spare = self._spare, None
                    self._next = self.gateways.index(base)
                    self.takes.append(time.monotonic())
                    await self._converse(socket, base, {"type": "take"})
                pause = 0.0
            except (OSError, TimeoutError, websockets.exceptions.WebSocketException) as error:
                self._log(f"{self.name}: {base}: {error}")
            self._socket = None
            if self._stopping:
                return
            if self._is_refused():
                self.faults.append(f"closed with {self.closes[-1][1:]}")
                return
            self._next += 1
            if self._next % len(self.gateways) == 0:
                pause = min(1.0, pause + 0.05)
            await asyncio.sleep(pause)

    def _is_refused(self) -> bool:
        return bool(self.closes) and self.closes[-1][1] in (4001, 4002, 4003)

    async def _connect(self, base: str):
        return await connect(base.replace("http", "ws", 1) + "/ws", subprotocols=[SUBPROTOCOL], open_timeout=2,
                             close_timeout=1, max_queue=1024)

    async def _stand_by(self, used: str):
        """Sees to it that a socket to another gateway than `used` stands by, until it is cancelled. Where there is one address,
        several gateways may stand behind it."""
        first = self.gateways.index(used)
        while True:
            for base in self.gateways[first + 1:] + self.gateways[:first] or [used]:
                try:
                    socket = await self._connect(base)
                    await socket.send(json.dumps(
                        {"type": "hello", "version": 1, "token": self.token, "session": self.session, "standby": True}))
                    answer = json.loads(await asyncio.wait_for(socket.recv(), 2))
                    if answer.get("gateway") == self.gateway:
                        await socket.close()
                        continue
                    while answer["type"] in ("standby", "pong"):
                        self._spare = (socket, base)
                        await asyncio.sleep(1)
                        await socket.send('{"type":"ping","t":1}')
                        answer = json.loads(await asyncio.wait_for(socket.recv(), 2))
                except (OSError, TimeoutError, websockets.exceptions.WebSocketException) as error:
                    self._log(f"{self.name}: standby {base}: {error}")
                self._spare = None
            await asyncio.sleep(0.2)

    @staticmethod
    async def _retire(socket):
        """Closed at once, it would look as if the player were gone."""
        await asyncio.sleep(1)
        await socket.close()

    async def vanish(self):
        """Loses the connection without a word, and stays away until `come_back`."""
        self._wanted.clear()
        if self._socket:
            self._socket.transport.abort()
            self._socket = None

    async def come_back(self):
        before = len(self.connections)
        self._wanted.set()
        await self.until(lambda: len(self.connections) > before, "another welcome")

    async def _converse(self, socket, base: str, first: dict):
        """Until the socket is closed, or, where another stands by, is about to be."""
        standing_by = asyncio.create_task(self._stand_by(base)) if self._stands_by else None
        heard = len(self.status)
        self.connection += 1
        await socket.send(json.dumps({**first, "connection": self.connection, "nextSeq": self._sent + 1}))
        # What the Updates of this connection continue is known from the Snapshot that it begins with.
        try:
            asked = False
            while True:
                try:
                    frame = await asyncio.wait_for(socket.recv(), 0.1 if asked else self._patience)
                except TimeoutError:
                    if not self._spare or self.match["phase"] != "running":
                        asked = False
                    elif not asked:
                        asked = True
                        await socket.send('{"type":"ping","t":1}')
                    else:
                        self._log(f"{self.name}: {base} is silent")
                        self._retiring = asyncio.create_task(self._retire(socket))
                        return
                    continue
                asked = False
                if isinstance(frame, str):
                    message = json.loads(frame)
                    if message["type"] == "welcome":
                        await self._welcomed(message, socket, base)
                    else:
                        self._text(message)
                else:
                    await self._binary(frame, socket)
                await self._fill()
                async with self._changed:
                    self._changed.notify_all()
                if self._spare and {"draining", "stalled"} & {state for _, state in self.status[heard:]}:
                    self._retiring = asyncio.create_task(self._retire(socket))
                    return
        except websockets.exceptions.ConnectionClosed as error:
            self._log(f"{self.name}: {base}: {error}")
        finally:
            if standing_by:
                standing_by.cancel()
            self.closes.append((time.monotonic(), socket.close_code, socket.close_reason or ""))
            if self.view:
                self._lost_track(self.view)

    async def _welcomed(self, message: dict, socket, base: str):
        if message["session"] != self.session or message["user"]["id"] != self.user["id"]:
            raise ProtocolError(f"a welcome for somebody else: {message}")
        self.connections.append((time.monotonic(), base))
        self.gateway = message["gateway"]
        self._log(f"{self.name}: welcome from {base}, node {message['node']}, lastSeq {message['lastSeq']}")
        for command in self.outbox[:UNDER_WAY]:
            self._sent = max(self._sent, command.seq)
            await socket.send(command.frame)
        self._socket = socket

    async def _fill(self):
        """Sends what was not sent yet, as far as there is room for it under way."""
        if self._sent == len(self.commands):
            return
        for command in self.outbox[:UNDER_WAY]:
            if self._socket and command.seq > self._sent:
                self._sent = command.seq
                try:
                    await self._socket.send(command.frame)
                except websockets.exceptions.ConnectionClosed:
                    self._socket = None  # it is in the outbox; the next connection sends it

    # -- section 4

    async def command(self, kind: str, **fields) -> Command:
        """Sends a text command. Wait for its outcome with `await player.outcome(command)`."""
        seq = len(self.commands) + 1
        return await self._post(Command(seq, json.dumps({"type": kind, "seq": seq, **fields})))

    def replay(self) -> str:
        """The name of the replay of the match that this player is in or saw the end of."""
        return f"{self.match['id']}-{self.match['commitment'][:16]}"

    async def done(self, kind: str, **fields) -> str:
        """Sends a text command and waits for its outcome."""
        return await self.outcome(await self.command(kind, **fields))

    async def ask(self, kind: str):
        """Sends what needs no outcome; while there is no connection, nothing."""
        if self._socket:
            await self._socket.send(json.dumps({"type": kind}))

    async def turn(self, direction: int, ahead: int = 2, tick: int | None = None) -> Command:
        """A turn, stamped with `tick` or `ahead` ticks after the one that the match should be at."""
        seq, tick = len(self.commands) + 1, self.expected_tick() + ahead if tick is None else tick
        frame = bytes([TURN]) + varint(seq) + varint(self.view.match) + varint(tick) + bytes([direction])
        return await self._post(Command(seq, frame, turn=(tick, direction)))

    async def boost(self, held: bool, ahead: int = 2) -> Command:
        """Holds the boost, or lets go of it."""
        seq, tick = len(self.commands) + 1, self.expected_tick() + ahead
        frame = bytes([BOOST]) + varint(seq) + varint(self.view.match) + varint(tick) + bytes([held])
        return await self._post(Command(seq, frame))

    async def _post(self, command: Command) -> Command:
        command.sent = time.monotonic()
        self.commands[command.seq] = command
        await self._fill()
        return command

    async def outcome(self, command: Command, seconds: float = 10) -> str:
        await asyncio.wait_for(command.done.wait(), seconds)
        return command.outcome

    async def until(self, condition, what: str, seconds: float = 20):
        async def wait():
            async with self._changed:
                await self._changed.wait_for(condition)
        try:
            await asyncio.wait_for(wait(), seconds)
        except TimeoutError:
            raise ProtocolError(f"{self.name} waited {seconds} s for {what}; match {self.match}, status {self.status[-3:]}, "
                                f"errors {self.errors[-3:]}, closes {self.closes[-3:]}") from None

    def expected_tick(self) -> int:
        view = self.view
        elapsed = time.monotonic() - view.arrivals[-1] if view.arrivals else 0.0
        return view.tick + min(15, int(elapsed / TICK))

    def _settle(self, seq: int, outcome: str, tick: int | None = None, late: int | None = None):
        command = self.commands.get(seq)
        if command is None:
            self.faults.append(f"an outcome for a command that was never sent: {seq} {outcome}")
            return
        if command.outcome is None:
            command.outcome, command.tick, command.late, command.answered = outcome, tick, late, time.monotonic()
            command.done.set()
        elif (command.outcome, command.tick) != (outcome, tick):
            self.faults.append(f"command {seq} had outcome {(command.outcome, command.tick)}, then {(outcome, tick)}")

    # -- section 5

    def _text(self, message: dict):
        kind = message["type"]
        if kind == "outcome":
            if message["ok"] != (message["code"] == "accepted") or message["code"] not in OUTCOMES:
                raise ProtocolError(f"a strange outcome: {message}")
            self._settle(message["seq"], message["code"])
        elif kind == "match":
            self.match = message
        elif kind == "queue":
            self.queue = message
        elif kind == "lobby":
            self.lobby = message
        elif kind == "chat":
            for line in message["lines"]:
                known = self.chat.setdefault((message["code"], line["number"]), line)
                if known != line:
                    self.faults.append(f"line {line['number']} of {message['code']} was {known}, now {line}")
        elif kind == "games":
            self.games = message["games"]
        elif kind == "status":
            self.status.append((time.monotonic(), message["state"]))
            self._log(f"{self.name}: status {message['state']}")
        elif kind == "error":
            self.errors.append(message)
            self._log(f"{self.name}: error {message}")

    # -- section 6

    async def _binary(self, frame: bytes, socket):
        reader = Reader(frame)
        kind = reader.u8()
        if self.view:
            self.view.bytes += len(frame)
        if kind == SNAPSHOT:
            match, stream, slot = reader.varint(), reader.varint(), reader.u8()
            view = self.view = self.views.setdefault(match, View(match))
            view.snapshots += 1
            if view.stream is None and view.gaps:
                pass  # the first Update after it ends the gap
            elif view.snapshots > 1 and stream != view.stream:
                self._lost_track(view)
            view.stream, view.slot = stream, slot
        elif kind == UPDATE:
            match, stream, tick, digest, count = (
                reader.varint(), reader.varint(), reader.varint(), reader.u64(), reader.varint())
            items, boosts = [], []
            for _ in range(count):
                what, at = reader.u8(), reader.varint()
                if what == 0:
                    items.append((at, reader.u8(), reader.u8()))
                elif what == 1:
                    reader.varint()
                elif what == 2:
                    reader.u8()
                elif what == 3:
                    boosts.append((at, reader.u8(), reader.u8() == 1))
                else:
                    raise ProtocolError(f"an unknown item {what}")
            reader.end()
            if match in self.views:
                self.views[match].boosts += boosts
            await self._updated(match, stream, tick, digest, items, socket)
        elif kind == ACK:
            _, seq, outcome, tick, late = reader.varint(), reader.varint(), reader.u8(), reader.varint(), reader.varint()
            reader.end()
            name = OUTCOMES[outcome] if outcome < len(OUTCOMES) else f"outcome {outcome}"
            self._settle(seq, name, tick if name == "accepted" else None, late)
        else:
            raise ProtocolError(f"an unknown frame {kind:#x}")

    async def _updated(self, match, stream, tick, digest, items, socket):
        view = self.views.get(match)
        if view is None or view.stream is None or stream <= view.stream:
            return
        if stream != view.stream + 1:
            self._lost_track(view)
            await socket.send(json.dumps({"type": "resync"}))
            return
        if tick < view.tick:
            self.faults.append(f"match {match} went back from tick {view.tick} to {tick}")
        view.hashes[stream] = (tick, digest)
        view.stream, view.tick = stream, tick
        now = time.monotonic()
        view.inputs += items
        if self.match.get("id") == str(match):
            bots = {slot for slot, player in enumerate(self.match["players"]) if player["bot"] or player["standIn"]}
            view.steered |= {item for item in items if item[1] in bots}
        for item in items:
            view.seen.setdefault(item, now)
        view.arrivals.append(now)
        view.barriers.append(tick)
        if view.gaps and view.gaps[-1][1] == sys.maxsize:
            view.gaps[-1][1] = tick + 20  # an input is stamped at most 20 ticks ahead

    @staticmethod
    def _lost_track(view: View):
        """Updates may be missed from here on, until the first one after the next Snapshot."""
        view.stream = None
        if not view.gaps or view.gaps[-1][1] != sys.maxsize:
            view.gaps.append([view.tick - 20, sys.maxsize])

    def longest_silence(self) -> float:
        """The longest time between two Updates, in seconds."""
        return max((b - a for view in self.views.values() for a, b in zip(view.arrivals, view.arrivals[1:])), default=0.0)


def check(players: list[Player]) -> list[str]:
    """Every broken promise, in words. Call it when all outboxes are empty."""
    faults = [f"{p.name}: {fault}" for p in players for fault in p.faults]
    for p in players:
        faults += [f"{p.name}: command {c.seq} has no outcome" for c in p.outbox]
    matches = {match for p in players for match in p.views}
    for match in sorted(matches):
        views = [(p, p.views[match]) for p in players if match in p.views]
        barriers: dict[int, tuple[tuple[int, int], str]] = {}
        for p, view in views:
            for stream, barrier in view.hashes.items():
                known, who = barriers.setdefault(stream, (barrier, p.name))
                if known != barrier:
                    faults.append(f"match {match} Update {stream}: {who} was told (tick, hash) {known}, {p.name} {barrier}")
        for owner, own in views:
            turns = Counter((c.tick, own.slot, c.turn[1]) for c in owner.commands.values()
                            if c.turn and c.outcome == "accepted" and _match_of(c.frame) == match)
            for turn, count in turns.items():
                if count > 1:
                    faults.append(f"match {match}: {owner.name} has {count} acknowledgements for {turn}")
            for p, view in views:
                seen = Counter(item for item in view.inputs if item[1] == own.slot)
                for turn in turns:
                    if seen[turn] > 1:
                        faults.append(f"match {match}: {p.name} saw {owner.name}'s {turn} {seen[turn]} times")
                    elif seen[turn] == 0 and view.tick >= turn[0] and not view.may_have_missed(turn[0]):
                        faults.append(f"match {match}: {p.name} never saw {owner.name}'s acknowledged {turn}")
                for turn in seen:
                    if turn not in turns and turn not in view.steered:
                        faults.append(f"match {match}: {p.name} saw {turn} of {owner.name}, who has no acknowledgement for it")
    return faults


def _match_of(frame: bytes) -> int:
    reader = Reader(frame[1:])
    reader.varint()
    return reader.varint()


async def play(player: Player, mode: str, seconds: float, pace: float = 0.35, rng: random.Random | None = None,
               enough: asyncio.Event | None = None):
    """Queues for a match, gets ready, and turns at random until `seconds` have passed, it is `enough`, or the match is over."""
    rng = rng or random.Random()
    if mode == "solo":
        await player.outcome(await player.command("create", mode="solo"))
    else:
        await player.outcome(await player.command("queue", modes=[mode]))
        await player.until(lambda: player.match["phase"] in ("ready", "countdown", "running"), "a match", 60)
        await player.outcome(await player.command("ready"))
    await steer(player, seconds, pace, rng, enough)


async def steer(player: Player, seconds: float, pace: float = 0.35, rng: random.Random | None = None,
                enough: asyncio.Event | None = None):
    """Turns at random in the player's match until `seconds` have passed since its start, it is `enough`, or it is over."""
    rng, enough = rng or random.Random(), enough or asyncio.Event()
    await player.until(lambda: player.match["phase"] == "running" and player.view and player.view.arrivals, "the start", 60)
    until, direction = time.monotonic() + seconds, rng.randrange(4)
    while time.monotonic() < until and not enough.is_set() and player.match["phase"] == "running":
        direction = rng.choice([(direction + 1) % 4, (direction + 3) % 4])
        command = await player.turn(direction)
        await asyncio.sleep(pace * rng.uniform(0.5, 1.5))
        if command.outcome == "opposite_turn":
            direction = (direction + 2) % 4
    for command in player.outbox:
        await player.outcome(command, 20)


async def level(players: list[Player]):
    """Until each has the newest Update that any of them has, so that ``check`` compares all; not past the end of a match."""
    newest = max(player.view.tick for player in players)
    for player in players:
        await player.until(lambda: player.view.tick >= newest or player.match["phase"] != "running", "the last Updates")


async def play_during(trouble, players: list[Player], longer: int = 60, seconds: float = 90):
    """Two play a Duel, of `seconds` at most, while `trouble()` runs in a thread, and `longer` ticks more, all of that in one match; returns what it
    returns. Who turns at random dies and comes back, and does not bring home the 25 that would end the match."""
    first, enough = players[0], asyncio.Event()
    games = [asyncio.create_task(play(player, "duel", seconds, enough=enough)) for player in players]
    await first.until(lambda: first.view and len(first.view.arrivals) > 10, "play", 40)
    found = await asyncio.to_thread(trouble)
    end = first.view.tick + longer
    await first.until(lambda: first.view.tick > end or first.match["phase"] != "running", "play after the trouble")
    assert all(player.match["phase"] == "running" for player in players), "the match ended before the trouble did"
    enough.set()
    await asyncio.gather(*games)
    await level(players)
    return found


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gateways", required=True, help="comma-separated base URLs")
    parser.add_argument("--mode", default="duel", choices=["duel", "2v2", "ffa", "solo"])
    parser.add_argument("--players", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    bases = [base.rstrip("/") for base in options.gateways.split(",")]
    log = (lambda text: print(f"{time.monotonic():.3f} {text}", file=sys.stderr)) if options.verbose else None
    players = [Player(bases[i % len(bases):] + bases[:i % len(bases)], f"Bot{i + 1}", log) for i in range(options.players)]
    try:
        await asyncio.gather(*(p.__aenter__() for p in players))
        await asyncio.gather(*(play(p, options.mode, options.seconds) for p in players))
        await level(players)
    finally:
        await asyncio.gather(*(p.__aexit__() for p in players if p._task))
    for p in players:
        outcomes = dict(Counter(c.outcome for c in p.commands.values()))
        waits = sorted(c.answered - c.sent for c in p.commands.values() if c.answered)
        print(f"{p.name}: {outcomes}, {len(p.connections)} connection(s), {sum(v.snapshots for v in p.views.values())} "
              f"snapshot(s), {sum(len(v.arrivals) for v in p.views.values())} updates, longest silence "
              f"{p.longest_silence() * 1000:.0f} ms, outcome after {waits[len(waits) // 2] * 1000 if waits else 0:.0f} ms "
              f"(median), {waits[-1] * 1000 if waits else 0:.0f} ms (worst)")
    faults = check(players)
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"{len(faults)} fault(s)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
