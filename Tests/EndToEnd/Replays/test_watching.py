"""Watching a live match from any tick on: a Snapshot of that tick, Updates to the live ones, and nothing that is not true."""
import asyncio
import json
import time

from System.player import Player, Reader, SNAPSHOT, UPDATE, check, play
from System.replay_file import download, snaketron


class Watcher(Player):
    """Keeps what it is told of the board, each piece with its time."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.told: list[tuple[str, int, int, int | None, float]] = []  # (kind, streamSeq, tick, hash, when)
        self.frames: list[bytes] = []

    async def _binary(self, frame: bytes, socket):
        reader, now = Reader(frame), time.monotonic()
        self.frames.append(frame)
        kind = reader.u8()
        if kind == SNAPSHOT:
            _, stream, slot = reader.varint(), reader.varint(), reader.u8()
            assert slot == 255
            state = frame[reader.at:]
            self.told.append(("snapshot", stream, int.from_bytes(state[12:16], "little"), None, now))
        elif kind == UPDATE:
            _, stream, tick, digest = reader.varint(), reader.varint(), reader.varint(), reader.u64()
            self.told.append(("update", stream, tick, digest, now))

    async def since(self, begin: int, tick: int, live: int) -> list:
        """What came from position `begin` on, up to an Update of the live match: its Snapshot first, and that of `tick`."""
        def place():
            return next((p for p in range(begin, len(self.told)) if self.told[p][0] == "snapshot" and self.told[p][2] == tick), len(self.told))

        # An Update of the live match may still have been on its way before.
        await self.until(lambda: any(t[0] == "update" and t[2] >= live for t in self.told[place():]), "the live match", 10)
        return self.told[place():]


def test_watching_from_any_tick(stack, tmp_path):
    stack.settled()
    times = {}

    async def run():
        bases = [stack.gateway(node) for node in (1, 2, 3)]
        async with Player(bases, "Ada") as ada, Player(bases[1:], "Grace") as grace, Watcher(bases[2:], "Linus") as linus:
            games = asyncio.gather(play(ada, "duel", 22), play(grace, "duel", 22))
            await ada.until(lambda: ada.view and ada.view.tick > 160, "eight seconds of play", 60)
            match = ada.match["id"]

            begin, sent = len(linus.told), time.monotonic()
            assert await linus.done("watch", match=match, tick=40) == "accepted"
            told = await linus.since(begin, 40, ada.view.tick)
            times["watch from tick 40 of 160"] = told[0][4] - sent
            for tick in (0, 1, 99, 200):
                await ada.until(lambda: ada.view.tick >= 240, "twelve seconds of play")
                begin, sent = len(linus.told), time.monotonic()
                await linus._socket.send(json.dumps({"type": "seek", "tick": tick}))
                again = await linus.since(begin, tick, ada.view.tick)
                times[f"seek to tick {tick}"] = again[0][4] - sent
                told += again

            # Of wishes that come while the first is carried out the newest is, and the others may be passed over.
            begin, ticks = len(linus.told), (30, 60, 90, 120)
            for tick in ticks:
                await linus._socket.send(json.dumps({"type": "seek", "tick": tick}))
            await linus.since(begin, ticks[-1], ada.view.tick)
            shown = [t[2] for t in linus.told[begin:] if t[0] == "snapshot"]
            assert shown[-1] == ticks[-1] and set(shown) <= set(ticks)

            # Out of reach is the present; what is no tick is refused, and the socket stays open.
            begin = len(linus.told)
            await linus._socket.send(json.dumps({"type": "seek", "tick": 4_000_000}))
            await linus.until(lambda: any(t[0] == "snapshot" and t[2] >= 240 for t in linus.told[begin:]), "the present")
            for tick in (-1, 1.5, "1", None, 1 << 32):
                errors = len(linus.errors)
                await linus._socket.send(json.dumps({"type": "seek", "tick": tick}))
                await linus.until(lambda: len(linus.errors) > errors, "an error")
                assert linus.errors[-1]["code"] == "invalid_field"
            # Who plays cannot look back: no frame but the match's own comes.
            snapshots = ada.view.snapshots
            await ada._socket.send(json.dumps({"type": "seek", "tick": 10}))
            await games
            assert ada.view.snapshots == snapshots
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            assert check([ada, grace]) == []
            assert ada.match["seed"] and not any(bytes.fromhex(ada.match["seed"]) in frame for frame in linus.frames)
            return ada.replay(), linus.told

    name, told = asyncio.run(run())
    print("\nfirst picture: " + ", ".join(f"{what} after {took * 1000:.0f} ms" for what, took in times.items()))

    # Every Update that a watcher got, of the past and live, is what the replay gives; numbers follow without a gap.
    path = tmp_path / "match.snkr"
    path.write_bytes(download(stack.gateway(1), name))
    assert snaketron("verify", path).returncode == 0
    states = {tuple(line.split()[:2]) for line in snaketron("replay", path, "--trace").stdout.splitlines()}
    updates = [t for t in told if t[0] == "update"]
    assert len(updates) > 100
    for _, _, tick, digest, _ in updates:
        assert (str(tick), f"{digest:016x}") in states or tick == 0
    for before, after in zip(told, told[1:]):
        assert after[0] == "snapshot" or after[1] == before[1] + 1, "a gap"


def test_a_hidden_match_is_shown_to_nobody_from_any_tick(stack):
    stack.settled()

    async def run():
        bases = [stack.gateway(1)]
        async with Player(bases, "Ada") as ada, Watcher(bases, "Linus") as linus:
            assert await ada.done("create", mode="duel", bots=1, hidden=True) == "accepted"
            assert await ada.done("start") == "accepted"
            await ada.until(lambda: ada.view and ada.view.tick > 20, "a second of play", 30)
            assert await linus.done("watch", match=ada.match["id"], tick=0) == "unknown_match"
            await linus._socket.send(json.dumps({"type": "seek", "tick": 0}))
            # Whoever knows the code is let in, and sees it from there.
            assert linus.told == []
            assert await linus.done("watch", code=ada.lobby["code"], tick=3) == "accepted"
            await linus.until(lambda: linus.told, "a picture")
            assert linus.told[0][:1] + linus.told[0][2:3] == ("snapshot", 3)
            # What was asked for a match that is not shown does not stick to the next one that is.
            assert await linus.done("leave") == "accepted"
            assert await linus.done("watch", match="999999", tick=3) == "unknown_match"
            begin = len(linus.told)
            assert await linus.done("watch", code=ada.lobby["code"]) == "accepted"
            await linus.until(lambda: len(linus.told) > begin, "a picture")
            assert linus.told[begin][2] > 3
            assert await ada.done("leave") == "accepted"

    asyncio.run(run())
