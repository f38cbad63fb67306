"""Replays read and played again from docs/guide/protocol.md, section 9, and docs/guide/rules.md alone, by the second statement of the rules
(Tests/GameCoreTests/Fixtures/reference.py): whoever has the pages can check a match without our code."""
import importlib.util
import subprocess
import urllib.request
from pathlib import Path

from System.stack import tool, wait_for

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("reference", ROOT / "Tests/GameCoreTests/Fixtures/reference.py")
reference = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reference)


def snaketron(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([tool(), *map(str, arguments)], capture_output=True, text=True, timeout=30)


def download(base: str, name: str) -> bytes:
    def ask():
        try:
            with urllib.request.urlopen(f"{base}/api/replays/{name}", timeout=3) as answer:
                return answer.headers["content-disposition"], answer.read()
        except OSError:  # not yet, or asked too often
            return None

    disposition, file = wait_for(ask, 15, f"the replay {name} at {base}")
    assert disposition == f'attachment; filename="match-{name.split("-")[0]}.snkr"'
    return file


def fnv(data: bytes) -> int:
    value = 0xcbf29ce484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001b3 & (1 << 64) - 1
    return value


class Reader:
    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        assert self.at + count <= len(self.data), "the file ends inside"
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.number(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value


def fault(file: bytes) -> str | None:
    """What is wrong with a replay that was played from the start; None: nothing."""
    if fnv(file[:-8]) != int.from_bytes(file[-8:], "little"):
        return "the sum"
    reader = Reader(file[:-8])
    if reader.take(4) != b"SNKR" or reader.take(2) != bytes([2, 2]):
        return "the version"
    reader.varint()  # the match
    mode, players, width, height, zone = reader.take(5)
    speed, target = reader.number(2), reader.number(2)
    food, minutes = reader.take(2)
    seed = reader.take(16)
    for _ in range(players):
        reader.take(reader.varint()).decode()
    end = reader.number(1)
    scores, ranks = [], []
    for _ in range(players):
        scores.append(reader.varint())
        ranks.append(reader.number(1))
    last = reader.number(8)
    ticks = reader.varint()
    states = []
    for tick in range(1, ticks + 1):
        states.append((reader.number(1), reader.number(8) if tick % 100 == 0 else None))
    inputs: dict[int, list] = {}
    decided = 0
    for _ in range(reader.varint()):
        decided += reader.varint()
        packed = reader.number(1)
        offset = packed & 3
        if offset == 3:
            offset += reader.varint()
        inputs.setdefault(decided, []).append((decided + 1 + offset, packed >> 5, packed >> 2 & 7))
    if reader.at != len(reader.data):
        return "bytes after the end"

    game = reference.Game(mode, players, seed, (width, height, zone > 0, speed // 100, food, minutes))
    game.target = target
    for tick, (low, whole) in enumerate(states, 1):
        if game.end:
            return f"the game ends at tick {game.tick}"
        game.inputs += inputs.get(game.tick, [])
        game.step()
        digest = game.hash()
        if digest & 255 != low or whole not in (None, digest):
            return f"the state after tick {tick}"
    if (game.end, game.hash()) != (end, last) or not end:
        return "the end"
    return None if game.result() == (scores, ranks) else "the result"
