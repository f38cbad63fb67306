"""Lobbies, 2v2, custom games, rematches and spectators, told by clients that know nothing but docs/guide/protocol.md."""
import asyncio
from contextlib import AsyncExitStack

from System.player import Player, check, steer

NAMES = ("Ada", "Grace", "Linus", "Margaret", "Edsger")


async def gather(entry: AsyncExitStack, stack, count: int, **settings) -> list[Player]:
    """Players on all gateways in turn, in a lobby of the first one's."""
    bases = [stack.gateway(node) for node in (1, 2, 3)]
    players = [await entry.enter_async_context(Player(bases[i % 3:] + bases[:i % 3], NAMES[i])) for i in range(count)]
    assert await players[0].done("create", **settings) == "accepted"
    await players[0].until(lambda: players[0].lobby["code"], "a lobby")
    for player in players[1:]:
        assert await player.done("join", code=players[0].lobby["code"].lower()) == "accepted"
    for player in players:
        await player.until(lambda: len(player.lobby.get("members", [])) == count, "all members")
    return players


async def begin(players: list[Player]):
    """The leader starts, all confirm, the match runs."""
    assert await players[0].done("start") == "accepted"
    for player in players:
        await player.until(lambda: player.match["phase"] in ("ready", "countdown"), "the match")
        if player.match["you"] is not None:
            assert await player.done("ready") == "accepted"
    for player in players:
        await player.until(lambda: player.match["phase"] == "running", "the start")


def test_two_against_two_and_one_who_watches_while_the_leaders_node_dies(stack):
    async def run():
        async with AsyncExitStack() as entry:
            players = await gather(entry, stack, 5, mode="2v2")
            four, watcher = players[:4], players[4]
            assert await four[1].done("team", team=0) == "accepted"
            await four[0].until(lambda: four[0].lobby["members"][1]["wish"] == 0, "the wish")
            seats = {m["name"]: (m["slot"], m["team"]) for m in four[0].lobby["members"]}
            assert seats == {"Ada": (1, 1), "Grace": (0, 0), "Linus": (2, 0), "Margaret": (3, 1), "Edsger": (None, None)}
            assert await four[1].done("start") == "not_leader"
            await begin(players)
            match = four[0].match
            assert (match["mode"], match["code"], match["rules"]["target"]) == ("2v2", four[0].lobby["code"], 25)
            assert {p["name"]: (slot, p["team"]) for slot, p in enumerate(match["players"])} | {"Edsger": (None, None)} == seats
            assert watcher.match["you"] is None and watcher.match["spectators"] == 1
            games = asyncio.gather(*(steer(player, 8) for player in four))
            await watcher.until(lambda: watcher.view and watcher.view.tick > 20, "what there is to see")
            assert watcher.view.slot == 255
            await asyncio.to_thread(stack.kill_node, stack.leader()["node"])
            await games
            last = max(player.view.tick for player in four)
            for player in players:
                assert player.match["phase"] == "running", player.match
                await player.until(lambda: player.view.tick >= last, "the last Updates")
            assert len(set(four[0].views[int(match["id"])].hashes) & set(watcher.views[int(match["id"])].hashes)) > 10
            assert check(players) == []

            # One side leaves: the match ends, the lobby goes on.
            for player in four:
                if player.match["players"][player.match["you"]]["team"] == 1:
                    assert await player.done("leave") == "accepted"
            for player in players:
                await player.until(lambda: player.match["phase"] in ("ended", "none"), "the end")
                await player.until(lambda: player.lobby["start"] == "accepted", "another start")
            assert await four[0].done("start") == "accepted"
            await watcher.until(lambda: watcher.match["phase"] == "ready" and watcher.match["id"] != match["id"], "the next match")

    asyncio.run(run())
    for node in (1, 2, 3):
        stack.start(node)
    stack.settled()


def test_a_custom_game_is_what_its_settings_say(stack):
    async def run():
        async with AsyncExitStack() as entry:
            settings = dict(width=30, height=24, zones=False, speed=20, food=30, players=3, minutes=2)
            ada, grace = await gather(entry, stack, 2, mode="custom", bots=1, botLevel="easy", hidden=True, **settings)
            assert ada.lobby["settings"] == dict(mode="custom", bots=1, botLevel="easy", hidden=True, **settings)
            for wrong in (dict(width=19), dict(width=81), dict(height=61), dict(speed=7), dict(food=0), dict(players=9),
                          dict(minutes=11), dict(zones=True), dict(bots=3), dict(botLevel="godlike"), dict(mode="chess")):
                assert await ada.done("settings", **{**ada.lobby["settings"], **wrong}) == "invalid_settings", wrong
            assert ada.lobby["bots"] == [{"slot": 2, "team": 2, "level": "easy"}]
            await begin([ada, grace])
            assert ada.match["rules"] == dict(width=30, height=24, zone=0, speed=20, target=0, food=30, minutes=2)
            assert [p["bot"] for p in ada.match["players"]] == [None, None, "easy"]
            assert ada.match["players"][2]["id"] is None
            await grace.ask("games")
            await grace.until(lambda: grace.games is not None, "the list")
            assert ada.match["id"] not in [game["id"] for game in grace.games], "it is hidden"
            await asyncio.gather(steer(ada, 3), steer(grace, 3))
            assert check([ada, grace]) == []

    asyncio.run(run())


def test_the_chat_reaches_the_members_on_all_nodes_and_has_its_limits(stack):
    async def run():
        async with AsyncExitStack() as entry:
            ada, grace, linus = await gather(entry, stack, 3, mode="ffa")
            assert await ada.done("chat", text="  Hi 🐍 ") == "accepted"
            code = ada.lobby["code"]
            for player in (ada, grace, linus):
                await player.until(lambda: player.chat, "the line")
                assert player.chat[code, 1] == {"number": 1, "user": ada.user["id"], "name": "Ada", "text": "Hi 🐍"}
            for text in ("", " ", "a\nb", "\u202e", "x" * 201):
                assert await grace.done("chat", text=text) == "invalid_text"
            outcomes = [await grace.done("chat", text=f"line {n}") for n in range(7)]
            assert outcomes[:5] == ["accepted"] * 5 and "too_many_messages" in outcomes[5:], outcomes
            assert await ada.done("kick", user=linus.user["id"]) == "accepted"
            await linus.until(lambda: linus.lobby["code"] is None, "being sent away")
            assert await linus.done("chat", text="?") == "not_in_lobby"
            assert await linus.done("join", code=code) == "not_allowed"
            assert await ada.done("leaveLobby") == "accepted"
            await grace.until(lambda: grace.lobby["leader"] == grace.user["id"], "the lead")
            async with Player([stack.gateway(2)], "Margaret") as margaret:
                assert await margaret.done("join", code=code) == "accepted"
                await margaret.until(lambda: len(margaret.chat) >= 6, "what was said before")
                assert {number: line["text"] for (_, number), line in margaret.chat.items()}[1] == "Hi 🐍"

    asyncio.run(run())


def test_four_strangers_play_again_once_all_have_asked_and_a_stranger_watches(stack):
    async def run():
        async with AsyncExitStack() as entry:
            bases = [stack.gateway(node) for node in (1, 2, 3)]
            four = [await entry.enter_async_context(Player(bases[i % 3:], NAMES[i])) for i in range(4)]
            watcher = await entry.enter_async_context(Player(bases, "Edsger"))
            for player in four:
                assert await player.done("queue", modes=["ffa"]) == "accepted"
            for player in four:
                await player.until(lambda: player.match["phase"] == "ready", "a match")
                assert await player.done("ready") == "accepted"
            await four[0].until(lambda: four[0].match["phase"] == "running", "the start")
            first = four[0].match
            await watcher.ask("games")
            await watcher.until(lambda: watcher.games is not None, "the list")
            game = next(game for game in watcher.games if game["id"] == first["id"])
            assert [side["name"] for side in game["players"]] == [player["name"] for player in first["players"]]
            assert await watcher.done("watch", match=first["id"]) == "accepted"
            # Nobody steers: the snakes meet each other, or the walls.
            for player in four:
                await player.until(lambda: player.match["phase"] == "ended", "the end")
                assert player.match["code"] is None
            assert await watcher.done("rematch") == "not_in_match"
            for player in four[:3]:
                assert await player.done("rematch") == "accepted"
            await four[3].until(lambda: sum(p["rematch"] for p in four[3].match["players"]) == 3, "three who ask")
            assert await four[3].done("rematch") == "accepted"
            for player in (*four, watcher):
                await player.until(lambda: player.match["phase"] == "countdown" and player.match["id"] != first["id"], "the next match")
            assert [p["id"] for p in four[0].match["players"]] == [p["id"] for p in first["players"]]
            assert four[0].match["commitment"] != first["commitment"]
            assert await watcher.done("leave") == "accepted"
            await watcher.until(lambda: watcher.match["phase"] == "none", "to be away")
            assert check([*four, watcher]) == []

    asyncio.run(run())


def test_alone_against_three_bots(stack):
    async def run():
        async with AsyncExitStack() as entry:
            (ada,) = await gather(entry, stack, 1, mode="2v2")
            assert await ada.done("start") == "too_few_players"
            assert await ada.done("settings", mode="2v2", bots=3, botLevel="hard") == "accepted"
            assert await ada.done("start") == "accepted"
            await ada.until(lambda: ada.match["phase"] == "running", "the start")
            assert [p["bot"] for p in ada.match["players"]] == [None, "hard", "hard", "hard"]
            await steer(ada, 2)
            assert await ada.done("leave") == "accepted"
            assert check([ada]) == []

    asyncio.run(run())
