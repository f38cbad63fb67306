"""Emotes: by key, by button and by the pad, seen by players and spectators, silenced in the settings, limited in their rate."""
import asyncio

from System.browser import GAMEPAD, PHONE, browser
from System.player import Player as Client
from System.stack import wait_for

SETTINGS = """localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true, emotes: %s}))"""


def in_force(stack) -> None:
    wait_for(lambda: {node["behaviour"] for node in stack.status()} == {2}, 60, "the version of behaviour that has emotes")


def seen(player, *expected) -> None:
    player.wait(f"s.emotes.seen.length >= {len(expected)}")
    assert player.read("emotes.seen") == [list(each) for each in expected], player.name


def test_two_players_and_a_spectator(stack):
    in_force(stack)
    with browser() as player:
        ada, grace, linus, mute = player("Ada"), player("Grace", **PHONE), player("Linus"), player("Zoe")
        for each in (ada, grace, linus, mute):
            each.page.add_init_script(SETTINGS % ("false" if each is mute else "true"))
        ada.open(stack.gateway(1))
        ada.page.locator(".friends button").first.click()
        ada.wait("s.phase === 'lobby'")
        code = ada.read("lobby.code")
        for each in (grace, linus, mute):
            each.page.goto(f"{stack.gateway(2)}/lobby/{code}")
            each.page.locator("#name").fill(each.name)
            each.page.get_by_role("button", name="Join the lobby").click()
            each.wait("s.phase === 'lobby'")
        ada.wait("s.lobby.members.length === 4")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        grace.wait("s.phase === 'ready' || s.phase === 'countdown'")
        if grace.read("phase") == "ready":
            grace.ready()
        for each in (ada, grace, linus, mute):
            each.wait("s.phase === 'running'", 30)
        slots = {each.name: each.read("match.you") for each in (ada, grace)}
        assert linus.read("match.you") is None and mute.read("match.you") is None

        # By key. The same key again at once is one too many, and is not asked for.
        ada.page.keyboard.press("1")
        ada.page.keyboard.press("2")
        first = (slots["Ada"], "hello")
        for each in (ada, grace, linus):
            seen(each, first)
        assert linus.page.get_by_test_id("emotes").inner_text() in ("Ada: Hello", "")

        # By touch: the choice opens, and closes with what is chosen.
        grace.page.locator(".pad-emote").tap()
        grace.page.get_by_role("group", name="Emotes").get_by_role("button", name="Good game").tap()
        assert grace.page.get_by_role("group", name="Emotes").count() == 0
        second = (slots["Grace"], "gg")
        for each in (ada, grace, linus):
            seen(each, first, second)

        # By the right stick of a gamepad, straight to the right of up: the second of six.
        ada.page.evaluate(GAMEPAD)
        ada.page.wait_for_timeout(1000)
        ada.page.evaluate("window.axes = [0, 0, 0.87, -0.5]")
        third = (slots["Ada"], "laugh")
        for each in (ada, grace, linus):
            seen(each, first, second, third)

        # Those who watch offer none, and their keys ask for none.
        assert linus.page.locator(".emote-tool").count() == 0
        linus.page.keyboard.press("1")
        # Who wants none sees none.
        assert mute.read("emotes.seen") == []
        for each in (ada, grace, linus, mute):
            each.wait("Object.keys(s.emotes.shown).length === 0 && s.unacknowledged === 0")
            assert not each.faults
        seen(linus, first, second, third)


def test_what_a_client_of_its_own_may_ask_for(stack):
    """The words of docs/guide/protocol.md, without a page."""
    in_force(stack)

    async def run():
        async with Client([stack.gateway(1)], "Ada") as ada:
            assert await ada.done("emote", emote="gg") == "not_in_match"
            assert await ada.done("emote", emote="dance") == "invalid"
            assert await ada.done("emote") == "invalid"
            assert await ada.done("create", mode="solo") == "accepted"
            await ada.until(lambda: ada.match["phase"] in ("countdown", "running"), "a match")
            assert ada.match["emotes"] is True
            codes = [await ada.done("emote", emote="wow") for _ in range(7)]
            assert codes[:5] == ["accepted"] * 5 and "too_many_messages" in codes[5:], codes
            assert await ada.done("leave") == "accepted"

    asyncio.run(run())
