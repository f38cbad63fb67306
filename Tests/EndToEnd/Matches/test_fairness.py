"""What a running match's players are sent gives nothing away: read from the wire, byte by byte, as any page could."""
import asyncio
import hashlib
import json

from System.player import ACK, SNAPSHOT, UPDATE, Player, Reader, play
from System.stack import http

UP, DOWN, LEFT = 0, 2, 3


class Listener(Player):
    """Keeps every message with the phase of the match in which it came."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.heard: list[tuple[str, str | bytes]] = []

    def _text(self, message):
        # A match message counts for the phase it announces.
        phase = message["phase"] if message["type"] == "match" else self.match["phase"]
        self.heard.append((phase, json.dumps(message)))
        super()._text(message)

    async def _welcomed(self, message, socket, base):
        self.heard.append((self.match["phase"], json.dumps(message)))
        await super()._welcomed(message, socket, base)

    async def _binary(self, frame, socket):
        self.heard.append((self.match["phase"], frame))
        await super()._binary(frame, socket)


def food_of(frame: bytes) -> tuple[int, list[int]]:
    """The barrier of an Update, and the ticks of its food."""
    reader = Reader(frame[1:])
    _, _, barrier, _, count = reader.varint(), reader.varint(), reader.varint(), reader.u64(), reader.varint()
    ticks = []
    for _ in range(count):
        what, tick = reader.u8(), reader.varint()
        if what == 1:
            reader.varint()
            ticks.append(tick)
        else:
            reader.u8()
            if what != 2:
                reader.u8()
    reader.end()
    return barrier, ticks


def test_a_running_match_gives_nothing_away(stack):
    async def match():
        bases = [stack.gateway(node) for node in (1, 2, 3)]
        async with Listener(bases, "Ada") as ada, Listener(bases[1:], "Grace") as grace:
            await asyncio.gather(play(ada, "duel", 6), play(grace, "duel", 6))
            commitment = ada.match["commitment"]
            early = await asyncio.to_thread(http, f"{bases[0]}/api/replays/{ada.replay()}")
            assert early[0] == 404, "no file of a match that runs"
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            return ada, grace, commitment

    ada, grace, commitment = asyncio.run(match())
    seed = bytes.fromhex(ada.match["seed"])
    assert len(seed) == 16 and hashlib.sha256(seed).hexdigest() == commitment == ada.match["commitment"]

    # Neither half of the seed, in either order of bytes, as bytes, in hexadecimal or as a number.
    halves = [part for half in (seed[:8], seed[8:]) for part in (half, half[::-1])]
    words = {text for half in halves for text in (half.hex(), str(int.from_bytes(half, "little")))}
    for player in (ada, grace):
        running = [message for phase, message in player.heard if phase != "ended"]
        frames = [message for message in running if isinstance(message, bytes)]
        texts = [message for message in running if isinstance(message, str)]
        assert len([f for f in frames if f[0] == UPDATE]) > 20 and {f[0] for f in frames} <= {SNAPSHOT, UPDATE, ACK}
        for frame in frames:
            assert not any(half in frame for half in halves), frame.hex()
            if frame[0] == UPDATE:
                barrier, ticks = food_of(frame)
                assert all(tick <= barrier for tick in ticks), "food is told once it lies there"
        announced = [json.loads(text) for text in texts if '"commitment"' in text]
        assert any(message["commitment"] == commitment for message in announced)
        for text in texts:
            assert not any(word in text.lower() for word in words), text
            assert json.loads(text).get("seed") is None
    assert any(food_of(f)[1] for _, f in ada.heard if isinstance(f, bytes) and f[0] == UPDATE), "food was placed"


def test_stamps_are_held_to_their_bounds(stack):
    async def match():
        async with Player([stack.gateway(1)], "Ada") as ada:
            assert await ada.done("create", mode="solo") == "accepted"
            await ada.until(lambda: ada.match["phase"] == "running" and ada.view and ada.view.arrivals, "the start", 60)
            far = await ada.turn(UP, ahead=60)
            assert await ada.outcome(far) == "too_far_ahead"
            # The snake travels to the left, as it started: a turn up is legal, and for a tick gone by it is late.
            now = ada.view.tick
            late = await ada.turn(UP, tick=now)
            assert await ada.outcome(late) == "accepted"
            assert late.tick > now and late.late == late.tick - now
            # Two turns for one tick: the second is refused, unless the tick was over before it came.
            for way in (LEFT, DOWN, LEFT):
                first = await ada.turn(way, ahead=12)
                second = await ada.turn(way, tick=first.turn[0])
                assert await ada.outcome(first) == "accepted"
                if await ada.outcome(second) != "accepted":
                    break
                assert second.late > 0
            assert second.outcome == "one_per_tick"
            held = await ada.boost(True, ahead=10)
            assert await ada.outcome(held) == "accepted"
            assert await ada.outcome(await ada.boost(True, ahead=60)) == "too_far_ahead"

    asyncio.run(match())
