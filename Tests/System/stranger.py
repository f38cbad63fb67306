"""The rules a second time, from docs/guide/rules.md and docs/guide/protocol.md alone: no line of the server or the browser client was read.

`Game` is the canonical state and its step, `View` follows a stream of frames with it and compares every hash, `Replay` plays
a file again from its seed. What differs is told as `Disagreement`, with the bytes. Numbers in comments are those of docs/guide/rules.md.
"""
import hashlib
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from System.crowd import HOLDS, LEAVES, LETS_GO, Crowd, Player, read_varint

UP, RIGHT, DOWN, LEFT = range(4)
STEP = ((0, -1), (1, 0), (0, 1), (-1, 0))
DUEL, FREE_FOR_ALL, SOLO, TWO_AGAINST_TWO, CUSTOM = 1, 2, 3, 4, 5
PLAYING, WAITING, DEAD, LEFT_IT = range(4)
RUNNING, BY_SCORE, BY_DEATH, BY_LEAVING, DRAW, NO_CONTEST, BY_TIME = range(7)
PAYS = (1, 1, 2, 3)


class Disagreement(Exception):
    """The pages and the server tell different stories."""


def fnv(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


class Bytes:
    """Reads little-endian numbers; what is missing is an error."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise Disagreement(f"{len(self.data)} bytes end inside a field: {self.data.hex()}")
        self.at += count
        return self.data[self.at - count:self.at]

    def u(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")

    def varint(self) -> int:
        try:
            value, self.at = read_varint(self.data, self.at)
        except IndexError:
            raise Disagreement(f"{len(self.data)} bytes end inside a number") from None
        return value


@dataclass
class Snake:
    status: int = PLAYING
    direction: int = UP
    turns: list[int] = field(default_factory=list)
    credit: int = 0
    growth: int = 0
    score: int = 0
    carried: int = 0
    combo: int = 0
    window: int = 0
    tank: int = 0
    held: bool = False
    cells: list[tuple[int, int]] = field(default_factory=list)  # head first


@dataclass(frozen=True)
class Rules:
    """The eleven bytes of a state's rules."""
    mode: int
    players: int
    width: int
    height: int
    zone: int
    speed: int
    target: int
    food: int
    minutes: int

    @staticmethod
    def read(data: Bytes) -> "Rules":
        return Rules(*(data.u(size) for size in (1, 1, 1, 1, 1, 2, 2, 1, 1)))

    def bytes(self) -> bytes:
        return bytes((self.mode, self.players, self.width, self.height, self.zone)) + self.speed.to_bytes(2, "little") \
            + self.target.to_bytes(2, "little") + bytes((self.food, self.minutes))

    @property
    def teams(self) -> bool:
        return self.zone > 0

    def team(self, slot: int) -> int:
        return slot & 1 if self.teams else slot

    def is_solo(self) -> bool:
        return self.players == 1

    def goal(self) -> range:
        """3.2: rows of the goal."""
        size = max(3, (2 * self.height + 5) // 10 | 1)
        first = (self.height - size + 1) // 2
        return range(first, first + size)

    def is_wall(self, x: int, y: int) -> bool:
        return self.teams and x in (self.zone - 1, self.width - self.zone) and y not in self.goal()

    def zone_of(self, x: int) -> int | None:
        if not self.teams:
            return None
        return 0 if x < self.zone else 1 if x >= self.width - self.zone else None

    def starts(self) -> list[tuple[tuple[int, int], int]]:
        """3.3, 3.7: head and direction, by slot."""
        places = []
        for slot in range(self.players):
            ours = [other for other in range(self.players) if other % 2 == slot % 2]
            place, count = ours.index(slot), len(ours)
            if self.teams:
                y = self.height // 2 - (count - 1) + 2 * place
                places.append(((8, y), RIGHT) if slot % 2 == 0 else ((self.width - 9, y), LEFT))
            else:
                y = (2 * place + 1) * self.height // (2 * count)
                faces_right = slot % 2 == 0 and not self.is_solo()
                places.append(((5, y), RIGHT) if faces_right else ((self.width - 6, y), LEFT))
        return places

    def pads(self) -> list[tuple[frozenset, int]]:
        """6.4, 6.5: cells and ticks of charge, by number; each four by quarter."""
        if self.is_solo():
            return []
        if self.teams:  # in an arena of 60 × 40
            wide, big, small = 60, [(14, 4)], [(26, 12), (22, 16)]
        else:
            wide, big, small = 40, [(4, 4)], [(16, 12), (12, 16)]
        out = []
        for corners, size, charge in ((big, 2, 60), (small, 1, 15)):
            for x, y in corners:
                x, y = x * self.width // wide, y * self.height // 40
                right, bottom = self.width - size - x, self.height - size - y
                for left, top in ((x, y), (right, y), (x, bottom), (right, bottom)):
                    out.append((frozenset((left + i, top + j) for i in range(size) for j in range(size)), charge))
        return out


class Game:
    """A state and what follows from it."""

    def __init__(self, rules: Rules):
        self.rules = rules
        self.tick, self.end, self.banks = 0, RUNNING, [0, 0]
        self.snakes = [Snake() for _ in range(rules.players)]
        self.pads = rules.pads()
        self.pauses = [0] * len(self.pads)
        self.food: set[tuple[int, int]] = set()
        self.waiting: set[tuple[int, int, int, int]] = set()  # tick, slot, kind, action
        self.starts = rules.starts()
        for snake, (head, direction) in zip(self.snakes, self.starts):
            snake.direction, snake.cells = direction, self._body(head, direction)
            snake.tank = 60 if rules.is_solo() else 0  # 6.1

    @staticmethod
    def _body(head: tuple[int, int], direction: int) -> list[tuple[int, int]]:
        """Four cells, straight behind the head."""
        dx, dy = STEP[direction ^ 2]
        return [(head[0] + i * dx, head[1] + i * dy) for i in range(4)]

    # ---- 9: the canonical state

    @staticmethod
    def kind(action: int) -> int:
        """The order of inputs: turn, boost, leave."""
        return 0 if action < 4 else 2 if action == LEAVES else 1

    @classmethod
    def decode(cls, data: bytes) -> "Game":
        of = Bytes(data)
        if (version := of.u(1)) != 2:
            raise Disagreement(f"version {version} of the encoding")
        game = cls(Rules.read(of))
        game.tick, game.end, game.banks = of.u(4), of.u(1), [of.u(4), of.u(4)]
        for snake in game.snakes:
            snake.status, snake.direction = of.u(1), of.u(1)
            turns = of.u(1)
            snake.turns = [turns >> 2 & 3, turns >> 4 & 3][:turns & 3]
            snake.credit, snake.growth, snake.score, snake.carried = of.u(4), of.u(2), of.u(4), of.u(4)
            snake.combo, snake.window = of.u(1), of.u(1)
            tank = of.u(1)
            snake.tank, snake.held = tank & 0x7F, tank >> 7 == 1
            length, snake.cells = of.u(2), []
            if length:
                head = of.u(2)
                x, y = head % game.rules.width, head // game.rules.width
                snake.cells = [(x, y)]
                ways = of.take((length + 2) // 4)
                for place in range(length - 1):
                    dx, dy = STEP[ways[place // 4] >> 2 * (place % 4) & 3]
                    x, y = x + dx, y + dy
                    snake.cells.append((x, y))
        game.pauses = [of.u(1) for _ in game.pads]
        for _ in range(of.u(1)):
            cell = of.u(2)
            game.food.add((cell % game.rules.width, cell // game.rules.width))
        for _ in range(of.u(2)):
            tick, slot, action = of.u(4), of.u(1), of.u(1)
            game.waiting.add((tick, slot, cls.kind(action), action))
        if of.at != len(data):
            raise Disagreement(f"{len(data) - of.at} bytes behind a state")
        if game.encode() != data:
            raise Disagreement(f"a state is {data.hex()}, and should be {game.encode().hex()}")
        return game

    def encode(self) -> bytes:
        def little(value: int, size: int) -> bytes:
            return value.to_bytes(size, "little")
        out = bytearray(b"\x02" + self.rules.bytes() + little(self.tick, 4) + little(self.end, 1))
        out += little(self.banks[0], 4) + little(self.banks[1], 4)
        for snake in self.snakes:
            turns = len(snake.turns) | sum(turn << 2 + 2 * place for place, turn in enumerate(snake.turns))
            out += bytes((snake.status, snake.direction, turns)) + little(snake.credit, 4) + little(snake.growth, 2)
            out += little(snake.score, 4) + little(snake.carried, 4)
            out += bytes((snake.combo, snake.window, snake.tank | snake.held << 7)) + little(len(snake.cells), 2)
            if snake.cells:
                out += little(self.cell(snake.cells[0]), 2)
                ways = bytearray((len(snake.cells) + 2) // 4)
                for place, (here, there) in enumerate(zip(snake.cells, snake.cells[1:])):
                    ways[place // 4] |= STEP.index((there[0] - here[0], there[1] - here[1])) << 2 * (place % 4)
                out += ways
        out += bytes(self.pauses) + bytes([len(self.food)])
        for cell in sorted(map(self.cell, self.food)):
            out += little(cell, 2)
        out += little(len(self.waiting), 2)
        for tick, slot, _, action in sorted(self.waiting):
            out += little(tick, 4) + bytes((slot, action))
        return bytes(out)

    def hash(self) -> int:
        return fnv(self.encode())

    def cell(self, place: tuple[int, int]) -> int:
        return place[1] * self.rules.width + place[0]

    # ---- what is told

    def take(self, tick: int, slot: int, action: int) -> None:
        """An input that waits for its tick."""
        self.waiting.add((tick, slot, self.kind(action), action))

    def place(self, cell: int) -> None:
        self.food.add((cell % self.rules.width, cell // self.rules.width))

    # ---- a step

    def step(self) -> None:
        """To the next tick, but for the food that is placed at its end."""
        self.tick += 1
        for item in sorted(i for i in self.waiting if i[0] == self.tick):
            self.waiting.discard(item)
            self._enter(item[1], item[3])
        self.pauses = [max(0, pause - 1) for pause in self.pauses]
        moved = []
        for slot, snake in enumerate(self.snakes):
            if snake.status == PLAYING and self._moves(snake):
                moved.append(slot)
        for slot in moved:
            self._eat(self.snakes[slot])
        for snake in self.snakes:
            if snake.window == 0:
                snake.combo = 0
        dead = [slot for slot in moved if self._dies(slot, moved)]
        for slot in moved:
            if slot not in dead:
                self._take_pad(self.snakes[slot])
        again = [slot for slot in moved if slot not in dead and self._is_home(slot)]
        for slot in again:
            self.banks[self.rules.team(slot)] += self.snakes[slot].carried
        for slot in sorted(dead + again):
            self._clear(self.snakes[slot], WAITING if self.rules.teams else DEAD)
        if self.rules.teams:
            for slot, snake in enumerate(self.snakes):
                if snake.status == WAITING:
                    self._respawn(slot)
        self._judge()

    def _enter(self, slot: int, action: int) -> None:
        snake = self.snakes[slot]
        if action == LEAVES:
            self._clear(snake, LEFT_IT)
        elif action in (LETS_GO, HOLDS):
            if snake.status in (PLAYING, WAITING):
                snake.held = action == HOLDS
        elif snake.status == PLAYING:  # 1.3, 1.4
            follows = snake.turns[0] if snake.turns else snake.direction
            if action == follows ^ 2:
                return
            if len(snake.turns) == 2:
                snake.turns[1] = action
            elif action != follows:
                snake.turns.append(action)

    def _moves(self, snake: Snake) -> bool:
        """1.2, 6.1: whether it steps, and the step. Pace and combo go on in any case."""
        if snake.window == 0:
            snake.combo = 0
        else:
            snake.window -= 1
        speed = self.rules.speed
        if snake.held and snake.tank > 0:
            speed = speed * 3 // 2
            if not self.rules.is_solo():
                snake.tank -= 1
        snake.credit += speed * 50
        if snake.credit < 100_000:
            return False
        snake.credit = min(snake.credit - 100_000, 99_999)
        if snake.turns:
            snake.direction = snake.turns.pop(0)
        (x, y), (dx, dy) = snake.cells[0], STEP[snake.direction]
        snake.cells.insert(0, (x + dx, y + dy))
        if snake.growth:
            snake.growth -= 1
        else:
            snake.cells.pop()
        return True

    def _eat(self, snake: Snake) -> None:
        """5.1, 5.2, 5.6"""
        if snake.cells[0] not in self.food:
            return
        self.food.discard(snake.cells[0])
        points = PAYS[snake.combo]
        snake.combo, snake.window = min(3, snake.combo + 1), 20
        snake.score += points
        snake.carried += points
        snake.growth += points

    def _dies(self, slot: int, moved: list[int]) -> bool:
        """4.1 to 4.4"""
        x, y = head = self.snakes[slot].cells[0]
        rules = self.rules
        if not (0 <= x < rules.width and 0 <= y < rules.height) or rules.is_wall(x, y):
            return True
        if rules.zone_of(x) not in (None, rules.team(slot)):
            return True
        return any(head in (other.cells[1:] if number == slot else other.cells)
                   for number, other in enumerate(self.snakes) if other.status == PLAYING)

    def _take_pad(self, snake: Snake) -> None:
        """6.3"""
        for number, (cells, charge) in enumerate(self.pads):
            if snake.cells[0] in cells and self.pauses[number] == 0 and snake.tank < 60:
                snake.tank = min(60, snake.tank + charge)
                self.pauses[number] = 160

    def _is_home(self, slot: int) -> bool:
        """3.4"""
        snake = self.snakes[slot]
        return snake.carried > 0 and self.rules.zone_of(snake.cells[0][0]) == self.rules.team(slot)

    def _clear(self, snake: Snake, status: int) -> None:
        """3.5: what a life ends with. Who comes back keeps the held boost."""
        snake.status, snake.cells, snake.turns = status, [], []
        snake.held = snake.held and status == WAITING
        snake.credit = snake.growth = snake.carried = snake.combo = snake.window = snake.tank = 0

    def _respawn(self, slot: int) -> None:
        """3.5"""
        team = self.rules.team(slot)
        taken = {cell for snake in self.snakes for cell in snake.cells} | self.food
        own = [slot, *(s for s in range(self.rules.players) if self.rules.team(s) == team and s != slot)]
        for start in own:
            head, direction = self.starts[start]
            cells = self._body(head, direction)
            if not taken & set(cells):
                snake = self.snakes[slot]
                snake.status, snake.direction, snake.cells = PLAYING, direction, cells
                return

    def _judge(self) -> None:
        """2, 7.2: how it ends."""
        rules, snakes = self.rules, self.snakes
        here = {rules.team(slot) for slot, snake in enumerate(snakes) if snake.status != LEFT_IT}
        alive = [snake for snake in snakes if snake.status == PLAYING]
        if not here:
            self.end = NO_CONTEST
        elif len(here) == 1 and rules.players > 1:
            self.end = BY_LEAVING
        elif rules.teams:
            if max(self.banks) >= rules.target:
                self.end = DRAW if self.banks[0] == self.banks[1] else BY_SCORE
        elif not alive or rules.players > 1 and len(alive) == 1 and all(
                alive[0].score > s.score for s in snakes if s is not alive[0] and s.status != LEFT_IT):
            self.end = BY_DEATH


def siphash(key: bytes, data: bytes) -> int:
    """SipHash-2-4, as in the paper of Aumasson and Bernstein."""
    mask = 0xFFFFFFFFFFFFFFFF
    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    v0, v1, v2, v3 = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573

    def rounds(count: int) -> None:
        nonlocal v0, v1, v2, v3

        def left(value: int, by: int) -> int:
            return (value << by | value >> 64 - by) & mask
        for _ in range(count):
            v0, v2 = v0 + v1 & mask, v2 + v3 & mask
            v1, v3 = left(v1, 13) ^ v0, left(v3, 16) ^ v2
            v0 = left(v0, 32)
            v2, v0 = v2 + v1 & mask, v0 + v3 & mask
            v1, v3 = left(v1, 17) ^ v2, left(v3, 21) ^ v0
            v2 = left(v2, 32)
    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 0xFF])
    for at in range(0, len(padded), 8):
        word = int.from_bytes(padded[at:at + 8], "little")
        v3 ^= word
        rounds(2)
        v0 ^= word
    v2 ^= 0xFF
    rounds(4)
    return v0 ^ v1 ^ v2 ^ v3


class Food:
    """8.5: where food comes from a seed."""

    def __init__(self, rules: Rules, seed: bytes):
        self.rules, self.seed, self.draws = rules, seed, 0
        columns = rules.width - 20
        self.weights = [1 + min(4, 5 * min(i, columns - 1 - i) // (columns // 2)) for i in range(columns)] if rules.teams else []

    def draw(self, below: int) -> int:
        value = siphash(self.seed, self.draws.to_bytes(8, "little"))
        self.draws += 1
        return value * below >> 64

    def after(self, game: Game) -> int | None:
        """5.4, 5.5: the cell of the piece that is placed at the end of the game's newest tick."""
        if game.tick % 2 or len(game.food) >= game.rules.food:
            return None
        if self.rules.teams:
            place, column = self.draw(sum(self.weights)), 0
            while place >= self.weights[column]:
                place -= self.weights[column]
                column += 1
            cell = (10 + column, self.draw(self.rules.height))
        else:
            drawn = self.draw(self.rules.width * self.rules.height)
            cell = (drawn % self.rules.width, drawn // self.rules.width)
        taken = cell in game.food or any(cell in snake.cells for snake in game.snakes) or any(cell in cells for cells, _ in game.pads)
        return None if taken else game.cell(cell)


class View:
    """Follows the frames of one match that one player gets; raises `Disagreement` where a hash differs."""

    def __init__(self):
        self.match: int | None = None
        self.game: Game | None = None
        self.stream, self.compared = 0, 0
        self.food: dict[int, int] = {}
        self.history: list[str] = []

    def frame(self, data: bytes) -> None:
        if data[0] == 0x10:
            self._snapshot(data)
        elif data[0] == 0x11:
            self._update(data)

    def _snapshot(self, data: bytes) -> None:
        of = Bytes(data)
        of.u(1)
        match, stream = of.varint(), of.varint()
        of.u(1)
        game = Game.decode(data[of.at:])
        if match == self.match and self.game and game.tick == self.game.tick and stream == self.stream and game.waiting == self.game.waiting \
                and game.food == self.game.food and game.encode() != self.game.encode():
            raise Disagreement(f"match {match}, stream {stream}: a Snapshot {game.encode().hex()}, here {self.game.encode().hex()}")
        self.match, self.stream, self.game = match, stream, game
        self.history = [f"Snapshot {data.hex()}"]

    def _update(self, data: bytes) -> None:
        of = Bytes(data)
        of.u(1)
        match, stream, tick, digest = of.varint(), of.varint(), of.varint(), of.u(8)
        if match != self.match or stream <= self.stream or self.game is None:
            return
        if stream != self.stream + 1:
            self.game = None  # a gap: nothing until the next Snapshot
            return
        self.stream, game = stream, self.game
        self.history.append(f"Update {data.hex()}")
        food = {}
        for _ in range(of.varint()):
            kind, when = of.u(1), of.varint()
            if kind == 1:
                food[when] = of.varint()
            elif kind == 2:
                slot, action = of.u(1), LEAVES
            elif kind == 0:
                slot, action = of.u(1), of.u(1)
            elif kind == 3:
                slot, action = of.u(1), (HOLDS if of.u(1) else LETS_GO)
            else:
                raise Disagreement(f"an item of kind {kind}")
            if kind != 1 and when > game.tick:
                game.take(when, slot, action)
        while game.tick < tick and game.end == RUNNING:
            game.step()
            if game.tick in food:
                game.place(food[game.tick])
        if game.tick == tick:
            self.compared += 1
            if game.hash() != digest:
                self.game = None
                raise Disagreement(f"match {match}, stream {stream}, tick {tick}: the hash is {digest:016x}, here {game.hash():016x} of "
                                   f"{game.encode().hex()}; since the last Snapshot: {'; '.join(self.history)}")


@dataclass
class Replay:
    """A file of docs/guide/protocol.md, section 9."""
    match: int
    rules: Rules
    seed: bytes
    names: list[str]
    start: Game | None  # of a fork
    end: int
    scores: list[int]
    ranks: list[int]
    last_hash: int
    marks: list[tuple[int, int | None]]  # by tick, from 1: the hash's lowest byte; all of it after each hundredth
    inputs: list[tuple[int, int, int, int]]  # tick of the decision, slot, action, tick it runs at

    @staticmethod
    def read(data: bytes) -> "Replay":
        if int.from_bytes(data[-8:], "little") != fnv(data[:-8]):
            raise Disagreement("the file's last eight bytes are not the FNV-1a of those before")
        of = Bytes(data[:-8])
        if of.take(4) != b"SNKR":
            raise Disagreement("not a replay")
        version, rules_version = of.u(1), of.u(1)
        if version not in (2, 3) or rules_version != 2:
            raise Disagreement(f"version {version} of the file, {rules_version} of the rules")
        match, rules, seed = of.varint(), Rules.read(of), of.take(16)
        names = [of.take(of.varint()).decode() for _ in range(rules.players)]
        start = None
        if version == 3:
            of.varint()
            start = Game.decode(of.take(of.varint()))
        end = of.u(1)
        scores, ranks = zip(*((of.varint(), of.u(1)) for _ in range(rules.players)))
        last_hash = of.u(8)
        marks = [(of.u(1), of.u(8) if tick % 100 == 0 else None) for tick in range(1, of.varint() + 1)]
        inputs, decided = [], 0
        for _ in range(of.varint()):
            decided += of.varint()
            byte = of.u(1)
            offset = byte & 3
            if offset == 3:
                offset += of.varint()
            inputs.append((decided, byte >> 5, byte >> 2 & 7, decided + offset + 1))
        if of.at != len(data) - 8:
            raise Disagreement(f"{len(data) - 8 - of.at} bytes behind a replay's inputs")
        return Replay(match, rules, seed, names, start, end, list(scores), list(ranks), last_hash, marks, inputs)

    def play(self, told: dict[int, int] | None = None, until: int | None = None) -> Game:
        """Plays it again from its rules and its seed, and compares every state; and the food up to the tick `until` with what was
        `told`, by tick."""
        game, food = self.start or Game(self.rules), Food(self.rules, self.seed)
        first, waiting = game.tick, list(self.inputs)
        for tick, (low, whole) in enumerate(self.marks, 1):
            while waiting and waiting[0][0] < tick:
                _, slot, action, runs = waiting.pop(0)
                game.take(first + runs, slot, action)
            game.step()
            if (cell := food.after(game)) is not None:  # in the last step too: the end is judged after it
                game.place(cell)
            if told is not None and (until is None or game.tick <= until) and told.get(game.tick) != cell:
                raise Disagreement(f"replay of match {self.match}: food at tick {game.tick} is {cell}, and was told to be {told.get(game.tick)}")
            digest = game.hash()
            if digest & 0xFF != low or whole not in (None, digest):
                raise Disagreement(f"replay of match {self.match}: after tick {tick} the file says {low:02x} {whole}, here {digest:016x} of "
                                   f"{game.encode().hex()}")
        scores = [game.banks[self.rules.team(slot)] if self.rules.teams else snake.score for slot, snake in enumerate(game.snakes)]
        if (game.hash(), game.end, scores) != (self.last_hash, self.end, self.scores):
            raise Disagreement(f"replay of match {self.match}: ends with {self.end}, {self.scores}, {self.last_hash:016x}; here {game.end}, "
                               f"{scores}, {game.hash():016x} of {game.encode().hex()}")
        if all(snake.status != LEFT_IT for snake in game.snakes):  # 7.2 does not tell the places of who left
            ranks = [1 + sum(other > score for other in ({*scores} if self.rules.teams else scores)) for score in scores]
            if ranks != self.ranks:
                raise Disagreement(f"replay of match {self.match}: scores {scores}, and the places {self.ranks}, here {ranks}")
        return game


def fetcher(base: str):
    """What answers a path with (status, bytes)."""
    def get(path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(base + path, timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
    return get


def check_replays(crowd: Crowd, get, seconds: float = 20) -> tuple[int, list[str]]:
    """Fetches the replay of each match that is over and that the players together saw whole, and plays it again; how many those
    were, and what is wrong. `get(path)` is (status, bytes). A file comes some time after the end."""
    checked, wrong = 0, []
    deadline = time.monotonic() + seconds
    for number, match in sorted(crowd.matches.items()):
        if not match.seed or not match.frames or len(match.frames) != max(match.frames):
            continue
        while True:
            status, data = get(f"/api/replays/{number}-{match.commitment[:16]}")
            if status == 200 or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        if status != 200:
            wrong.append(f"no replay of match {number}: {status} {data[:200]!r}")
            continue
        checked += 1
        try:
            if hashlib.sha256(bytes.fromhex(match.seed)).hexdigest() != match.commitment:
                raise Disagreement(f"match {number}: {match.commitment} is not the SHA-256 of {match.seed}")
            replay = Replay.read(data)
            if (replay.match, replay.seed.hex()) != (number, match.seed):
                raise Disagreement(f"replay of match {number}: tells of match {replay.match} with the seed {replay.seed.hex()}, not {match.seed}")
            replay.play(match.food, match.told_until)
        except Disagreement as one:
            wrong.append(str(one))
    return checked, wrong


class Stranger(Player):
    """A player who follows its match with `View`, and roams: for food, home, for pads, at times against all reason."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.view, self.disagreements = View(), []
        self.tap = self._follow
        self.target: tuple[int, int] | None = None

    def _follow(self, frame: bytes) -> None:
        try:
            self.view.frame(frame)
        except Disagreement as wrong:
            self.disagreements.append(f"{self.name}: {wrong}")

    def play(self) -> None:
        game = self.view.game
        if game is None or self.view.match != self.match or game.snakes[self.slot].status != PLAYING:
            super().play()
            return
        snake, rules = game.snakes[self.slot], game.rules
        if self.random.random() < 0.15:
            self.boost(not snake.held)
            return
        head = snake.cells[0]
        if self.target in (None, head) or self.random.random() < 0.1:
            home = (0 if rules.team(self.slot) == 0 else rules.width - 1, rules.height // 2)
            pads = [min(cells) for cells, _ in game.pads]
            wishes = [*game.food] * 4 + [home] * (8 if snake.carried >= 3 else 1) + pads
            wishes += [(self.random.randrange(rules.width), self.random.randrange(rules.height))]
            self.target = self.random.choice(wishes)
        dx, dy = self.target[0] - head[0], self.target[1] - head[1]
        ways = [RIGHT if dx > 0 else LEFT] * abs(dx) + [DOWN if dy > 0 else UP] * abs(dy)
        self.turn(self.random.choice(ways or [UP, RIGHT, DOWN, LEFT]))
