"""Whoever comes for the first time: the lesson, the settings, what moves behind the title; without a server's part in it."""
import pytest

from System.browser import DESKTOP, PHONE, browser
from System.stack import wait_for


def test_the_lesson_teaches_by_doing_and_is_never_shown_twice(stack):
    with browser() as player:
        ada = player("Ada")
        ada.page.goto(stack.gateway(1))
        made = []
        ada.page.on("request", lambda request: made.append(request.url) if "/api/" in request.url else None)
        ada.shot("home")
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        ada.wait("s.phase === 'practice' && s.practice !== null")
        assert ada.page.evaluate("location.pathname") == "/practice"
        lesson = ada.page.get_by_test_id("lesson")
        lesson.filter(has_text="Steer with ← ↑ ↓ →").wait_for()
        assert ada.read("practice")["tick"] == 0, "it stands still until the first turn"
        ada.shot("lesson")
        for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
            ada.page.keyboard.press(key)
            ada.page.wait_for_timeout(250)
        lesson.filter(has_text="carry it home").wait_for()
        ada.wait("s.practice.tick > 10")
        ada.page.get_by_role("button", name="Skip").click()
        assert lesson.count() == 0
        ada.page.get_by_role("button", name="Stop").click()
        ada.wait("s.phase === 'home'")
        assert ada.page.get_by_role("button", name="Learn it in 30 seconds").count() == 0
        ada.page.reload()
        ada.page.get_by_role("button", name="Practice").click()
        ada.wait("s.phase === 'practice' && s.practice !== null")
        assert ada.page.get_by_test_id("lesson").count() == 0, "never twice"
        assert made == [], "the servers have no part in it"
        assert not ada.faults


def test_back_leads_out_of_practice(stack):
    with browser() as player:
        ada = player("Ada", **PHONE)
        ada.page.goto(stack.gateway(1) + "/practice")
        ada.wait("s.practice !== null")
        ada.page.get_by_test_id("lesson").filter(has_text="Swipe to steer").wait_for()
        ada.shot("phone-lesson")
        ada.page.get_by_role("button", name="Left").tap()
        ada.wait("s.practice.turns === 1")
        ada.page.goto(stack.gateway(1))
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        ada.wait("s.practice !== null")
        ada.page.go_back()
        ada.wait("s.phase === 'home'")
        assert not ada.faults


def test_what_was_chosen_in_the_settings_holds_and_is_remembered(stack):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Settings").click()
        ada.wait("s.phase === 'settings'")
        ada.shot("settings")
        ada.page.get_by_role("button", name="Add a key: Up").click()
        ada.page.keyboard.press("i")
        ada.page.get_by_role("button", name="Remove I: Up").wait_for()
        ada.page.get_by_label("Colours").select_option("redGreen")
        ada.page.get_by_label("Contrast").select_option("more")
        ada.page.get_by_label("Text size").select_option("130")
        ada.page.get_by_label("Names over the heads").check()
        ada.page.get_by_label("Volume").fill("20")
        ada.page.reload()
        ada.wait("s.phase === 'settings'")
        assert ada.page.get_by_label("Volume").input_value() == "20"
        assert ada.page.evaluate("getComputedStyle(document.body).fontSize") == "20.8px"
        assert ada.page.evaluate("document.documentElement.dataset.contrast") == "more"
        ada.shot("settings-contrast")
        ada.page.get_by_label("Language").select_option("de")
        ada.page.get_by_role("heading", name="Einstellungen").wait_for()
        ada.page.reload()
        ada.page.get_by_role("heading", name="Einstellungen").wait_for()
        ada.page.get_by_label("Sprache").select_option("en")
        ada.page.get_by_role("button", name="Back").click()
        ada.wait("s.phase === 'home'")
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        ada.wait("s.practice !== null")
        # The lesson's page is loaded first: a key that comes before it is nobody's.
        wait_for(lambda: ada.page.keyboard.press("i") or ada.read("practice")["tick"] > 0, 20, "the lesson to begin")
        ada.shot("practice-contrast")
        assert ada.read("sound") == "running", "a press lets the page sound"
        assert not ada.faults


@pytest.mark.parametrize("context", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(stack, context):
    from axe_playwright_python.sync_playwright import Axe
    with browser() as player:
        ada = player("Ada", **context)
        ada.open(stack.gateway(1))
        found = {}

        def check(where: str) -> None:
            result = Axe().run(ada.page)
            bad = [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in result.response["violations"] if v["impact"] in ("serious", "critical")]
            if bad:
                found[where] = bad

        check("home")
        for path in ("/settings", "/leaderboard/casual-duel", "/cluster", "/watch", "/replay/1-0000000000000000", "/practice"):
            ada.page.goto(stack.gateway(1) + path)
            ada.wait("s.phase !== 'home'")
            ada.page.wait_for_timeout(300)
            check(path)
        ada.page.goto(stack.gateway(1))
        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        check("lobby")
        ada.page.get_by_label("Bots").select_option("1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 2")
        check("match")
        ada.steer(out_ms=0)
        ada.wait("s.phase === 'ended'", 240)
        ada.page.get_by_test_id("best").wait_for()
        check("result")
        ada.page.get_by_role("button", name="Watch the replay").click()
        ada.wait("s.replay && s.replay.verdict === 'accepted'")
        ada.page.locator(".film-event").first.wait_for()
        check("replay")
        ada.page.goto(stack.gateway(1) + "/cluster")
        ada.page.get_by_role("button", name="Kill a node in the middle of a match").click()
        ada.wait("s.phase === 'running'", 30)
        ada.page.get_by_test_id("nodes").wait_for()
        check("nodes beside a match")
        assert not found, found
        assert not ada.faults
