"""The page itself, against a real cluster: on a phone, through a lost connection, a lost gateway and a reload."""
import pytest

from System.browser import DESKTOP, PHONE, assert_agreement, browser
from System.stack import ARTIFACTS, wait_for


def solo(player, url: str):
    player.open(url)
    player.page.get_by_role("button", name="Solo").click()
    player.wait("s.phase === 'running' && s.tick > 2")
    player.steer(out_ms=0)
    return player


def test_phone_plays_upright(stack):
    with browser() as player:
        ada, grace = player("Ada", **PHONE), player("Grace", **DESKTOP)
        ada.open(stack.gateway(1))
        ada.shot("phone-home")
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        code = ada.read("lobby")["code"]
        ada.page.locator("h1", has_text=code).wait_for()  # the lobby's page is loaded when it is first needed
        ada.shot("phone-lobby")

        grace.page.goto(f"{stack.gateway(2)}/?join={code}")
        grace.page.locator("#name").fill("Grace")
        grace.page.get_by_role("button", name="Join the lobby").click()
        ada.wait("s.lobby.start === 'accepted'")
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
        ada.page.screenshot(path=str(ARTIFACTS / "phone-lobby-two.png"), full_page=True)
        ada.page.get_by_role("button", name="Start", exact=True).click()
        grace.ready()
        for one in (ada, grace):
            one.wait("s.phase === 'running' && s.tick > 30")

        canvas = ada.page.get_by_test_id("arena").bounding_box()
        assert canvas["height"] > canvas["width"] > 300, "the field stands upright and fills the width"
        pad = ada.page.get_by_role("button", name="Left").bounding_box()
        assert canvas["y"] + canvas["height"] <= pad["y"] and pad["height"] >= 44 and pad["y"] + pad["height"] <= 740
        ada.page.get_by_role("button", name="Left").tap()
        you = ada.read("match")["you"]
        left = (3 + (1 if you == 0 else 3)) % 4
        ada.wait(f"s.own.direction === {left}", 2)
        ada.shot("phone-arena")
        grace.page.get_by_role("button", name="Leave").click()
        grace.page.get_by_role("button", name="Give up").click()
        grace.wait("s.phase === 'lobby'")
        ada.wait("s.phase === 'ended'")
        ada.page.get_by_role("heading", name="You won!").wait_for()
        ada.page.get_by_text("✓ Seed verified").wait_for()
        ada.page.get_by_role("button", name="Play again").wait_for()
        ada.shot("phone-result")
        assert not ada.faults and not grace.faults


def test_lost_gateway_is_said_and_survived(stack):
    """With no other gateway to go to, the page says so, goes on trying, and is back in its match."""
    with browser() as player:
        ada = solo(player("Ada"), stack.gateway(2) + "/?gateway=127.0.0.1:8081")
        match = ada.read("match")["id"]
        stack.kill(2, "gateway")
        ada.page.get_by_role("alert").filter(has_text="Reconnecting…").wait_for(timeout=3000)
        assert ada.read("status") == "reconnecting"
        ada.shot("reconnecting")
        stack.start(2, "gateway")
        ada.wait("s.status === 'online' && s.unacknowledged === 0")
        assert ada.read("match")["id"] == match and ada.read("attempts") > 1
        assert not ada.faults


@pytest.mark.parametrize("lost", ["gateway", "whole node"])
def test_another_gateway_takes_over_without_a_reload(stack, lost):
    with browser() as player:
        ada = solo(player("Ada"), stack.gateway(1) + "/?gateway=127.0.0.1:8080,127.0.0.1:8082")
        match, tick = ada.read("match")["id"], ada.read("tick")
        ada.page.evaluate("window.sameDocument = true")
        if lost == "gateway":
            stack.kill(1, "gateway")
        else:
            stack.kill_node(1)
        ada.wait(f"s.status === 'online' && s.gateway.includes(':8082') && s.tick > {tick + 20}", 10)
        assert ada.read("match")["id"] == match
        assert ada.page.evaluate("window.sameDocument"), "the page was not loaded again"
        assert not ada.faults
        print(f"{lost}: longest silence {ada.read('longestGap'):.0f} ms")
        stack.start(1)
        stack.wait_ready(1)


def test_a_reload_returns_to_the_match(stack):
    with browser() as player:
        ada = solo(player("Ada"), stack.gateway(3))
        match, tick = ada.read("match")["id"], ada.read("tick")
        ada.page.reload()
        ada.wait(f"s.phase === 'running' && s.tick > {tick}", 5)
        ada.steer(out_ms=0)
        assert ada.read("match")["id"] == match
        ada.page.keyboard.press("ArrowUp")
        wait_for(lambda: ada.read("unacknowledged") == 0, 5, "turns after the reload have outcomes")
        assert not ada.faults


def test_the_boost_is_held_by_a_key_and_drawn_from_the_predicted_state(stack):
    with browser() as player:
        ada = solo(player("Ada"), stack.gateway(1))
        assert ada.read("boost") == {"charge": 1, "boosting": False, "held": False}
        ada.page.keyboard.down("Space")
        ada.wait("s.boost && s.boost.boosting", 3)
        wait_for(lambda: ada.read("unacknowledged") == 0, 5, "the boost has an outcome")
        ada.page.keyboard.up("Space")
        ada.wait("s.boost && !s.boost.held", 3)
        assert not ada.faults


def test_queue_can_be_left_and_a_free_for_all_started_by_the_leader_of_a_lobby(stack):
    with browser() as player:
        ada, grace = player("Ada"), player("Grace")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Free for all One life").click()
        ada.wait("s.phase === 'queue'")
        ada.page.get_by_role("button", name="Cancel").click()
        ada.wait("s.phase === 'home' && s.unacknowledged === 0")

        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.get_by_role("group", name="Mode").get_by_role("button", name="Free for all").click()
        ada.wait("s.lobby.settings.mode === 'ffa' && s.lobby.start === 'too_few_players'")
        grace.open(stack.gateway(3))
        grace.page.get_by_label("Code of a lobby").fill("ZZZZZ")
        grace.page.get_by_role("button", name="Join by code").click()
        grace.page.get_by_text("No lobby has that code").wait_for()
        grace.page.get_by_label("Code of a lobby").fill(ada.read("lobby")["code"].lower())
        grace.page.get_by_role("button", name="Join by code").click()
        grace.wait("s.phase === 'lobby'")
        grace.page.get_by_label("Message").fill("Hello Ada")
        grace.page.get_by_role("button", name="Send").click()
        ada.page.get_by_text("Hello Ada").wait_for()
        ada.shot("lobby-leader")
        grace.shot("lobby-member")
        assert grace.page.get_by_role("button", name="Start").count() == 0, "only the leader starts"
        ada.page.get_by_role("button", name="Start", exact=True).click()
        grace.ready()
        for one in (ada, grace):
            one.wait("s.phase === 'running' && s.tick > 2")
        # One life each, straight at each other: both are dead when the heads meet.
        for one in (ada, grace):
            one.wait("s.phase === 'ended'", 20)
            one.page.get_by_role("button", name="Lobby").wait_for()
        ada.shot("free-for-all-result")
        grace.page.get_by_text("Ada starts the next one").wait_for()
        ada.page.get_by_role("button", name="Play again").click()
        grace.wait("s.phase === 'ready'")
        assert not ada.faults and not grace.faults


def test_a_custom_game_against_bots_is_watched_from_the_list_on_a_phone(stack):
    with browser() as player:
        ada, grace = player("Ada"), player("Grace", **PHONE)
        ada.open(stack.gateway(1))
        grace.open(stack.gateway(2))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.get_by_role("group", name="Mode").get_by_role("button", name="Custom").click()
        ada.wait("s.lobby.settings.mode === 'custom'")
        ada.page.get_by_label("Bots").select_option("3")
        ada.wait("s.lobby.bots.length === 3")
        ada.shot("lobby-custom")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 5")
        grace.page.get_by_role("button", name="Watch a match").click()
        grace.page.get_by_role("listitem").filter(has_text="Ada & Bot 2").get_by_role("button", name="Watch").click()
        grace.wait("s.phase === 'running' && s.match.you === null && s.tick > 10")
        assert_agreement(ada, grace, after_tick=grace.read("tick"))
        assert grace.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
        grace.shot("phone-watching")
        grace.page.get_by_role("button", name="Stop watching").click()
        grace.wait("s.phase === 'home'")
        assert not ada.faults and not grace.faults
