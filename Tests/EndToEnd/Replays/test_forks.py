"""A practice game from any tick of another match: its very state, bots for the others, and a replay of its own."""
import asyncio

from System.player import SNAPSHOT, Player, Reader, play, steer
from System.replay_file import download, snaketron
from System.stack import http


class Keeper(Player):
    """Keeps the canonical state of the last Snapshot."""
    state = b""

    async def _binary(self, frame: bytes, socket):
        await super()._binary(frame, socket)
        reader = Reader(frame)
        if reader.u8() == SNAPSHOT:
            reader.varint(), reader.varint(), reader.u8()
            self.state = frame[reader.at:]


def test_play_on_from_a_match_that_runs_and_from_its_replay(stack, tmp_path):
    stack.settled()

    def expected(file, tick: int, slot: int) -> bytes:
        out = tmp_path / "start"
        made = snaketron("replay", file, "--until-tick", tick, "--fork-state", out, "--slot", slot)
        assert made.returncode == 0, made.stdout + made.stderr
        return out.read_bytes()

    async def fork(player: Keeper, source: str, tick: int, place: int, level: str) -> tuple[str, bytes]:
        """From a match by its number, or a replay by its name."""
        assert await player.done("fork", match=source, tick=tick, place=place, botLevel=level) == "accepted"
        await player.until(lambda: player.match["phase"] == "countdown" and player.view.match == int(player.match["id"]),
                           "the countdown")
        state = player.state
        assert player.match["origin"] == {"match": source.split("-")[0], "tick": tick}
        assert player.match["you"] == place and player.match["ranked"] is False
        assert [p["bot"] for p in player.match["players"]] == [None if slot == place else level for slot in (0, 1)]
        await steer(player, 3)
        assert player.match["phase"] in ("running", "ended") and player.view.tick > tick + 20
        name = player.replay()
        assert await player.done("leave") == "accepted"
        return name, state

    async def run():
        bases = [stack.gateway(node) for node in (1, 2, 3)]
        async with Player(bases, "Ada") as ada, Player(bases[1:], "Grace") as grace, Keeper(bases[2:], "Linus") as linus:
            games = asyncio.gather(play(ada, "duel", 14), play(grace, "duel", 14))
            await ada.until(lambda: ada.view and ada.view.tick > 100, "five seconds of play", 60)
            match = ada.match["id"]
            assert await ada.done("fork", match=match, tick=50, place=0) == "already_in_match"
            live = await fork(linus, match, 50, 1, "hard")
            # What does not exist cannot be played on from; nor who does not play, nor the future.
            for wrong in ({"match": "999999"}, {"tick": 4_000_000}, {"place": 2}, {"place": 300}, {"botLevel": "god"}):
                fields = {"match": match, "tick": 50, "place": 1, "botLevel": "easy"} | wrong
                assert await linus.done("fork", **fields) == "unknown_match", wrong
            # Commands that come while the state is made wait for it, in order.
            commands = [await linus.command("fork", match=match, tick=60, place=0),
                        await linus.command("leave"), await linus.command("leave")]
            assert [await linus.outcome(c) for c in commands] == ["accepted", "accepted", "not_in_match"]
            await games
            assert await grace.done("leave") == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            file = tmp_path / "parent.snkr"
            file.write_bytes(await asyncio.to_thread(download, stack.gateway(1), ada.replay()))
            stored = await fork(linus, ada.replay(), 90, 0, "easy")
            # More than a session may ask for at once: none is refused for that, nor is the stream ended.
            before = len(linus.connections)
            commands = []
            for _ in range(16):
                commands += [await linus.command("fork", match=ada.replay(), tick=90, place=0), await linus.command("leave")]
            assert [await linus.outcome(c) for c in commands] == ["accepted"] * 32
            assert len(linus.connections) == before
            return match, file, live, stored

    match, file, live, stored = asyncio.run(run())
    for (name, state), tick, place in ((live, 50, 1), (stored, 90, 0)):
        assert state == expected(file, tick, place), "the fork began with the parent's state"
        path = tmp_path / f"{name}.snkr"
        path.write_bytes(download(stack.gateway(2), name))
        verdict = snaketron("verify", path)
        assert verdict.returncode == 0, verdict.stdout + verdict.stderr
        shown = snaketron("replay", path).stdout
        assert f"match {match}" in shown, shown
    assert http(stack.gateway(1) + "/health/ready")[0] == 200
