"""Bots through the real gateway: a practice game, and one that steers for a player whose connection is lost."""
import asyncio

from System.player import Player, check, level, play
from System.replay_file import download, snaketron


def turns(player: Player, slot: int) -> list[tuple[int, int, int]]:
    return [item for item in player.view.inputs if item[1] == slot]


def test_a_practice_duel_against_a_bot(stack, tmp_path):
    async def practice():
        async with Player([stack.gateway(1)], "Ada") as ada:
            create = await ada.command("create", mode="duel", bots=1, botLevel="hard")
            assert await ada.outcome(create) == "accepted"
            assert await ada.outcome(await ada.command("start")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "running", "the start")
            assert [player["bot"] for player in ada.match["players"]] == [None, "hard"]
            assert [player["id"] for player in ada.match["players"]] == [ada.user["id"], None]
            # Round in a square; the bot plays to win.
            direction = 0
            while ada.match["phase"] == "running":
                await ada.turn(direction)
                direction = (direction + 1) % 4
                await asyncio.sleep(0.5)
            assert ada.match["endReason"] == "score"
            assert [player["rank"] for player in ada.match["players"]] == [2, 1]
            assert len(turns(ada, 1)) > 10
            for command in ada.outbox:
                await ada.outcome(command)
            assert check([ada]) == []
            return ada.replay()

    name = asyncio.run(practice())
    path = tmp_path / "practice.snkr"
    path.write_bytes(download(stack.gateway(2), name))
    verdict = snaketron("verify", path)
    assert verdict.returncode == 0 and "accepted" in verdict.stdout, verdict.stdout + verdict.stderr
    assert "1. Bot 1" in verdict.stdout and "2. Ada" in verdict.stdout


def test_a_bot_stands_in_until_the_player_is_back(stack):
    async def duel():
        bases = [stack.gateway(node) for node in (1, 2)]
        async with Player(bases[:1], "Ada") as ada, Player(bases[1:], "Grace") as grace:
            adas, graces = (asyncio.create_task(play(player, "duel", seconds)) for player, seconds in ((ada, 10), (grace, 2)))
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "running", "the start")
            slot = next(n for n, player in enumerate(ada.match["players"]) if player["id"] == grace.user["id"])
            await graces

            def standing_in() -> bool:
                return ada.match["players"][slot]["standIn"]

            assert not standing_in()
            await grace.vanish()
            await ada.until(standing_in, "a bot to stand in")
            assert not ada.match["players"][slot]["connected"]
            before = len(turns(ada, slot))
            await ada.until(lambda: len(turns(ada, slot)) >= before + 3, "turns of the bot")
            assert set(turns(ada, slot)[before:]) <= ada.view.steered

            await grace.come_back()
            await ada.until(lambda: not standing_in(), "the player to be back")
            await grace.until(lambda: grace.view.stream is not None, "a Snapshot")
            taken_over = len(turns(ada, slot))
            for _ in range(4):
                for direction in (0, 1, 2, 3):
                    command = await grace.turn(direction)
                    if await grace.outcome(command) == "accepted":
                        break
                await asyncio.sleep(0.2)
            await adas
            await level([ada, grace])
            assert [item for item in turns(ada, slot)[taken_over:] if item in ada.view.steered] == []
            assert len(turns(ada, slot)) > taken_over
            assert check([ada, grace]) == []

    asyncio.run(duel())
