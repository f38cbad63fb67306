"""Each page has an address; Back and Forward lead through them, and never out of a match that is played."""
import pytest

from System.browser import PHONE, browser


def path(player) -> str:
    return player.page.evaluate("location.pathname")


def at(player, wanted: str) -> None:
    player.page.wait_for_url(lambda url: url.split("/", 3)[3].split("?")[0] == wanted.lstrip("/"), wait_until="commit")


def test_back_and_forward_through_the_pages(stack):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Leaderboard").click()
        at(ada, "/leaderboard/casual-duel")
        ada.page.get_by_label("Mode").select_option("ffa")
        at(ada, "/leaderboard/casual-ffa")
        ada.page.go_back()
        ada.wait("s.phase === 'home'")
        assert path(ada) == "/", "the boards are one page"
        ada.page.go_forward()
        ada.wait("s.phase === 'leaderboard'")
        assert ada.page.get_by_label("Mode").input_value() == "ffa"
        ada.page.get_by_role("button", name="Back").click()
        ada.wait("s.phase === 'home'")
        at(ada, "/")

        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Free for all One life").click()
        ada.wait("s.phase === 'queue' && s.unacknowledged === 0")
        at(ada, "/play/ffa")
        ada.page.go_back()
        ada.wait("s.phase === 'home' && s.unacknowledged === 0")
        ada.page.go_forward()
        at(ada, "/play/ffa")
        ada.page.wait_for_timeout(200)
        assert ada.read("phase") == "home", "an address puts nobody into a queue"
        focused = ada.page.evaluate("document.activeElement.textContent")
        assert "Free for all" in focused, focused

        ada.page.get_by_role("button", name="Watch a match").click()
        at(ada, "/watch")
        ada.page.reload()
        ada.wait("s.phase === 'looking'")
        assert not ada.faults


def test_back_asks_before_a_match_is_lost(stack):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        lobby = f"/lobby/{ada.read('lobby')['code']}"
        at(ada, lobby)
        assert lobby[7:] in ada.page.title()
        ada.page.get_by_label("Bots").select_option("1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'countdown' || s.phase === 'running'")
        match = f"/match/{ada.read('match')['id']}"
        at(ada, match)
        ada.wait("s.phase === 'running' && s.tick > 2")
        for _ in range(2):
            ada.page.go_back()
            ada.page.get_by_role("button", name="Give up").wait_for()
            assert ada.read("phase") == "running" and path(ada) == match
        ada.page.reload()
        ada.wait("s.phase === 'running'")
        assert path(ada) == match
        ada.page.go_back()
        ada.page.get_by_role("button", name="Give up").click()
        ada.wait("s.phase === 'lobby' || s.phase === 'ended'")
        if ada.read("phase") == "ended":
            ada.page.get_by_role("button", name="Lobby").click()
        ada.wait("s.phase === 'lobby'")
        at(ada, lobby)
        ada.page.go_back()
        ada.wait("s.phase === 'home' && s.unacknowledged === 0")
        at(ada, "/")
        assert not ada.faults


def test_back_asks_before_a_match_that_was_found_is_lost(stack):
    with browser() as player:
        ada, grace = player("Ada"), player("Grace", **PHONE)
        for one in (ada, grace):
            one.open(stack.gateway(1))
            one.page.get_by_role("button", name="Duel 1 against 1").click()
        for one in (ada, grace):
            one.wait("s.phase === 'ready'")
        match = f"/match/{ada.read('match')['id']}"
        at(ada, match)
        ada.page.go_back()
        ada.page.get_by_role("button", name="Stay").click()
        assert ada.read("phase") == "ready" and path(ada) == match
        ada.page.go_back()
        ada.page.get_by_role("button", name="Give up").click()
        ada.wait("s.phase === 'home'")
        at(ada, "/")
        assert not ada.faults and not grace.faults


@pytest.mark.parametrize("form", ["/lobby/{}", "/?join={}"])
def test_a_link_leads_a_stranger_into_a_lobby(stack, form):
    with browser() as player:
        ada, grace = player("Ada"), player("Grace", **PHONE)
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        code = ada.read("lobby")["code"]
        grace.open(stack.gateway(2) + form.format(code))
        assert path(grace) == f"/lobby/{code}", "links of older pages get the address of today"
        grace.page.get_by_role("button", name="Join the lobby").click()
        ada.wait("s.lobby.members.length === 2")
        grace.page.reload()
        grace.wait("s.phase === 'lobby'")
        assert path(grace) == f"/lobby/{code}"
        assert not ada.faults and not grace.faults


def test_a_link_to_a_match_is_watched_by_whoever_has_it(stack):
    with browser() as player:
        ada, linus = player("Ada"), player("Linus")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Solo").click()
        ada.wait("s.phase === 'running' && s.tick > 2")
        ada.steer(out_ms=0)
        linus.page.goto(stack.gateway(3) + "/match/" + ada.read("match")["id"])
        linus.wait("s.phase === 'running' && s.match.you === null && s.tick > 2")
        at(linus, "/match/" + ada.read("match")["id"])
        linus.page.get_by_role("button", name="Stop watching").click()
        linus.wait("s.phase === 'home'")
        linus.page.goto(stack.gateway(3) + "/match/999999")
        linus.wait("s.phase === 'home' && s.unacknowledged === 0")
        at(linus, "/")
        assert not ada.faults and not linus.faults


def test_an_address_that_names_nothing_is_answered(stack):
    with browser() as player:
        ada = player("Ada")
        answer = ada.page.goto(stack.gateway(1) + "/play/chess")
        assert answer.status == 200
        ada.wait("s.phase === 'home'")
        at(ada, "/")
        assert ada.page.goto(stack.gateway(1) + "/nothing").status == 404
