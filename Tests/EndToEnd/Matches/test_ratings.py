"""A ranked match moves its players' ratings, on every node, once; bots and solo games move nobody's."""
import asyncio
import json
import urllib.request

import pytest
from System.browser import DESKTOP, PHONE, browser
from System.player import Player, play
from System.stack import http, wait_for


def get(url: str):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def ratings(base: str, player: Player) -> list[dict]:
    return get(f"{base}/api/ratings/{player.user['id']}")["ratings"]


def test_a_ranked_duel_moves_the_ratings_of_both(stack):
    bases = [stack.gateway(node) for node in (1, 2, 3)]

    async def match():
        async with Player(bases, "Ada") as ada, Player(bases[1:], "Grace") as grace:
            for player in (ada, grace):
                assert await player.outcome(await player.command("queue", modes=["duel"], ranked=True)) == "accepted"
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "ready", "a match", 30)
                assert await player.outcome(await player.command("ready")) == "accepted"
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "running", "the start", 30)
            assert ada.match["ranked"]
            await ada.until(lambda: ada.view and ada.view.tick > 20, "a second of play")
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            # Solo is of no queue.
            assert await grace.outcome(await grace.command("create", mode="solo")) == "accepted"
            await grace.until(lambda: grace.match["phase"] == "running", "the start", 30)
            solo = grace.replay()
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            wait_for(lambda: ratings(bases[0], ada), 15, "ratings")
            return ada, grace, ada.match["id"], solo

    ada, grace, number, solo = asyncio.run(match())
    wait_for(lambda: http(f"{bases[0]}/api/replays/{solo}")[0] == 200, 15, "the solo game's replay")
    for base in bases:
        (won,), (lost,) = ratings(base, ada), ratings(base, grace)
        # Weng and Lin for two new players: 350 ** 2 / 553.4 / 2 = 110.7; both a little surer than 350.
        assert (won["mode"], won["ranked"], won["rating"], won["matches"], won["wins"]) == ("duel", True, 1111, 1, 1), won
        assert (lost["mode"], lost["ranked"], lost["rating"], lost["matches"], lost["wins"]) == ("duel", True, 889, 1, 0), lost
        assert won["last"] == lost["last"] == {"match": number, "before": 1000}
        assert won["deviation"] == lost["deviation"] == 339 and won["division"].startswith("Gold")
        board = get(f"{base}/api/leaderboards/ranked/duel")
        names = [row["name"] for row in board["rows"] if row["user"] in (ada.user["id"], grace.user["id"])]
        assert names == ["Ada", "Grace"]
        assert get(f"{base}/api/leaderboards/casual/duel")["rows"] == [] or all(
            row["user"] not in (ada.user["id"], grace.user["id"]) for row in get(f"{base}/api/leaderboards/casual/duel")["rows"])


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_the_result_says_what_a_ranked_match_did_to_the_rating(stack, screen):
    with browser() as player:
        ada, grace = player("Ada", **(PHONE if screen == "phone" else DESKTOP)), player("Grace", **PHONE)
        for one, node in ((ada, 1), (grace, 2)):
            one.open(stack.gateway(node))
            one.page.get_by_label("Ranked").check()
            one.page.get_by_role("button", name="Duel").click()
        for one in (ada, grace):
            one.ready()
        for one in (ada, grace):
            one.wait("s.phase === 'running' && s.tick > 20", 30)
        names = grace.page.locator(".score .name b")
        before = [names.nth(index).bounding_box() for index in (0, 1)]
        grace.page.get_by_role("button", name="Leave").click()
        give_up = grace.page.get_by_role("button", name="Give up")
        grace.shot("give-up-phone")
        assert [names.nth(index).bounding_box() for index in (0, 1)] == before, "names stay as they are while it is asked"
        give_up.click()
        ada.wait("s.phase === 'ended'")
        ada.page.get_by_text("1000 → 1111 (+111)").wait_for(timeout=15_000)
        ada.page.get_by_text("You won!").first.wait_for()
        ada.page.get_by_role("button", name="Watch the replay").wait_for()
        ada.shot(f"result-ranked-{screen}")
        assert not ada.faults and not grace.faults
