"""Whoever comes for the first time: the lesson, the settings, what moves behind the title; without a server's part in it."""
import json
import time
from collections import deque

import pytest

from System.browser import DESKTOP, GAMEPAD, PHONE, browser
from System.stack import wait_for

#: Columns and rows of the lesson's field, and the columns of the bases with their walls (docs/guide/rules.md, section 3).
WIDTH, HEIGHT, OWN_WALL, OTHER_WALL, GOAL = 60, 40, 9, 50, range(16, 25)
#: By the number of the direction, as the screen shows it: the own base is at the bottom.
KEYS = ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")
STEPS = ((0, -1), (1, 0), (0, 1), (-1, 0))
#: Notes the frequency of each tone that is made, Hz, and each vibration.
HEARD = """
window.heard = [];
window.felt = [];
const make = BaseAudioContext.prototype.createOscillator;
BaseAudioContext.prototype.createOscillator = function () {
    const made = make.call(this), set = made.frequency.setValueAtTime;
    made.frequency.setValueAtTime = function (value, at) { window.heard.push(Math.round(value)); return set.call(this, value, at); };
    return made;
};
const vibrate = navigator.vibrate;
navigator.vibrate = (pattern) => { window.felt.push(pattern); return vibrate.call(navigator, pattern); };
"""


def taught(**chosen) -> str:
    """A script for a player who has been here before."""
    return f"localStorage.setItem('snaketron.preferences', JSON.stringify({json.dumps(chosen | {'taught': True})}));"


def way(practice: dict, targets: set[tuple[int, int]]) -> int | None:
    """The direction of the shortest way of the own snake to a target; None where there is none."""
    snakes = practice["snakes"]
    blocked = {tuple(cell) for snake in snakes if snake["alive"] for cell in snake["cells"][:-1]}
    head = tuple(snakes[0]["cells"][0])
    waiting, seen = deque([(head, None)]), {head}
    while waiting:
        (x, y), first = waiting.popleft()
        if (x, y) in targets and first is not None:
            return first
        for direction, (dx, dy) in enumerate(STEPS):
            if first is None and (snakes[0]["direction"] + 2) % 4 == direction:
                continue
            cell = (x + dx, y + dy)
            is_free = 0 <= cell[0] < OTHER_WALL and 0 <= cell[1] < HEIGHT and not (cell[0] == OWN_WALL and cell[1] not in GOAL)
            if is_free and cell not in blocked and cell not in seen:
                seen.add(cell)
                waiting.append((cell, direction if first is None else first))
    return None


def steer(ada, targets, until, seconds: float) -> None:
    """By real keys along the way to the nearest of `targets(practice)`, until `until(practice)` holds."""
    deadline, tick = time.monotonic() + seconds, -1
    while time.monotonic() < deadline:
        practice = ada.read("practice")
        if until(practice):
            return
        if practice["tick"] == tick or not practice["snakes"][0]["alive"]:
            ada.page.wait_for_timeout(10)
            continue
        tick = practice["tick"]
        direction = way(practice, targets(practice))
        if direction is not None and direction != practice["snakes"][0]["direction"]:
            ada.page.keyboard.press(KEYS[direction])
    raise AssertionError(f"not within {seconds} s; the page says {ada.read('practice')}")


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


def test_the_lesson_is_learned_by_doing_all_of_it(stack):
    """A stranger plays within half a minute, eats, brings it home, takes a pad and boosts; each step is told, heard and said."""
    with browser() as player:
        ada = player("Ada")
        ada.page.add_init_script(HEARD)
        began = time.monotonic()
        ada.page.goto(stack.gateway(1))
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        lesson = ada.page.get_by_test_id("lesson")
        lesson.filter(has_text="1 of 3").wait_for()
        # Along a square: three turns. A press before the page listens is lost, as a person's would be.
        for count, key in enumerate(("ArrowLeft", "ArrowUp", "ArrowRight"), 1):
            def turned() -> bool:
                ada.page.keyboard.press(key)
                ada.page.wait_for_timeout(250)
                return ada.read("practice")["turns"] >= count
            wait_for(turned, 10, f"{key} to turn the snake")
        ada.wait("s.practice.turns >= 3 && s.practice.tick > 0")
        assert time.monotonic() - began < 30, "whoever is new here plays within half a minute"
        lesson.filter(has_text="2 of 3").wait_for()

        def food(practice: dict) -> set:
            return {tuple(cell) for cell in practice["food"] if cell[0] < OTHER_WALL}

        steer(ada, lambda practice: food(practice) if practice["carried"] == 0 else {(OWN_WALL, y) for y in GOAL}, lambda practice: practice["banks"][0] > 0, 90)
        lesson.filter(has_text="3 of 3").wait_for()
        banked = ada.read("practice")["banks"][0]
        said = ada.page.get_by_test_id("scores")
        assert said.get_attribute("role") == "status"
        wait_for(lambda: said.inner_text().startswith(f"You {banked}, Bot "), 10, "the score to be said")

        def pads(practice: dict) -> set:
            return {(x + dx, y + dy) for x, y, size in practice["pads"] for dx in range(size) for dy in range(size)}

        ada.page.keyboard.down("Space")  # held before there is charge, it counts once there is
        steer(ada, pads, lambda _: lesson.filter(has_text="That is all").count() == 1, 90)
        ada.page.keyboard.up("Space")
        heard, felt = ada.page.evaluate("[heard, felt]")
        assert 494 in heard, f"the first bite, a tone above 440 Hz: {heard}"
        assert {523, 659, 784} <= set(heard), f"the bank: {heard}"
        assert 8 in felt and [20, 30, 20] in felt, f"both were felt: {felt}"
        ada.page.get_by_role("button", name="Stop", exact=True).click()
        ada.wait("s.phase === 'home'")
        assert ada.page.get_by_role("button", name="Learn it in 30 seconds").count() == 0
        assert not ada.faults


def test_each_thing_has_its_sound_and_one_key_plays_on(stack):
    with browser() as player:
        for muted in (False, True):
            ada = player("Ada")
            ada.page.add_init_script(HEARD + taught(muted=muted))
            ada.open(stack.gateway(1))
            if not muted:
                ada.page.locator("#name").click()
                ada.wait("s.sound === 'running'")
            ada.page.get_by_role("button", name="Solo").click()
            ada.wait("s.phase === 'running'", 30)
            if not muted:
                heard = ada.page.evaluate("heard")
                assert heard.count(440) == 3 and heard.count(880) == 1, f"three, two, one, go: {heard}"
            # Straight on into the wall. A key that is held meanwhile does not play on.
            ada.page.keyboard.down("KeyR")
            ada.wait("s.phase === 'ended'", 30)
            again = ada.page.get_by_role("button", name="Play again")
            again.wait_for()
            heard, felt = ada.page.evaluate("[heard, felt]")
            if muted:
                assert heard == [], "nothing is heard"
            else:
                assert {220, 90} <= set(heard) and heard[-4:] == [523, 659, 784, 1047], f"the crash, and the end: {heard}"
            assert 60 in felt, f"the crash is felt: {felt}"
            assert again.locator("kbd").inner_text() == "R", "the key is shown where it is used"
            match = ada.read("match")["id"]
            ada.page.keyboard.down("KeyR")
            assert ada.read("phase") == "ended"
            ada.page.keyboard.up("KeyR")
            ada.page.keyboard.press("KeyR")
            ada.wait(f"s.phase === 'countdown' && s.match.id !== '{match}'")
            assert not ada.faults


def test_a_finger_steers_by_swipes_or_the_pad_and_each_hand_has_the_boost_on_its_side(stack):
    with browser() as player:
        for hand, touch in (("right", "both"), ("left", "pad")):
            ada = player("Ada", **PHONE)
            ada.page.add_init_script(taught(hand=hand, touch=touch))
            ada.page.goto(stack.gateway(1) + "/practice")
            ada.page.get_by_test_id("arena").wait_for()
            devtools = ada.page.context.new_cdp_session(ada.page)
            # To the left, and on upwards without being lifted.
            for kind, points in (("touchStart", [(200, 300)]), ("touchMove", [(160, 300)]), ("touchMove", [(160, 250)]), ("touchEnd", [])):
                devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
            if touch == "both":
                ada.wait("s.practice.turns === 2 && s.practice.tick > 5")
            assert ada.read("practice")["turns"] == (2 if touch == "both" else 0), "swipes count where they are wanted"
            ada.page.get_by_role("button", name="Right").tap()
            ada.wait(f"s.practice.turns === {3 if touch == 'both' else 1}")
            boost, up = (ada.page.get_by_role("button", name=name).bounding_box()["x"] for name in ("Boost", "Up"))
            assert (boost < up) == (hand == "left")
            assert not ada.faults


def test_a_gamepad_steers_and_boosts(stack):
    with browser() as player:
        ada = player("Ada")
        ada.page.goto(stack.gateway(1) + "/settings")
        ada.page.get_by_text("No gamepad is connected.").wait_for()
        ada.page.evaluate(GAMEPAD)
        ada.page.get_by_text("1 gamepad is connected").wait_for()
        ada.page.get_by_role("button", name="Back").click()
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        ada.page.get_by_test_id("lesson").filter(has_text="Steer with the cross or the left stick").wait_for()
        ada.page.evaluate("window.axes = [-1, 0, 0, 0]")
        ada.wait("s.practice.turns === 1")
        ada.page.evaluate("window.axes = [0, 0, 0, 0]; window.buttons[12].pressed = true")
        ada.wait("s.practice.turns === 2")
        ada.page.evaluate("window.buttons[12].pressed = false")
        ada.wait("s.practice.tick > 0")
        ada.page.get_by_role("button", name="Stop", exact=True).click()
        # In a match of one the tank is always full.
        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Solo").click()
        ada.wait("s.phase === 'running' && s.boost !== null", 30)
        ada.page.evaluate("window.buttons[0].pressed = true")
        ada.wait("s.boost?.boosting")
        ada.page.evaluate("window.buttons[0].pressed = false")
        ada.wait("!s.boost?.held")
        assert not ada.faults


def test_a_key_counts_by_its_place_by_what_it_types_and_is_called_after_what_is_printed_on_it(stack):
    french = """Object.defineProperty(navigator, "keyboard", {value: {getLayoutMap: async () => new Map([["KeyW", "z"], ["KeyA", "q"], ["KeyS", "s"], ["KeyD", "d"]])}});"""
    keys = {"up": ["KeyW"], "left": ["KeyA"], "down": ["KeyS"], "right": ["KeyD"], "boost": ["ShiftLeft"], "names": ["ShiftRight"], "next": ["KeyR"]}
    with browser() as player:
        ada = player("Ada")
        ada.page.add_init_script(french + f"localStorage.setItem('snaketron.preferences', JSON.stringify({json.dumps({'keys': keys})}));")
        ada.page.goto(stack.gateway(1) + "/practice")
        ada.page.get_by_test_id("lesson").filter(has_text="Steer with Q Z S D").wait_for()
        devtools = ada.page.context.new_cdp_session(ada.page)
        for count, (code, key) in enumerate((("KeyA", "q"), ("", "w"), ("", "D")), 1):
            for kind in ("rawKeyDown", "keyUp"):
                devtools.send("Input.dispatchKeyEvent", {"type": kind, "code": code, "key": key})
            ada.wait(f"s.practice.turns === {count}")
        names = "JSON.parse(localStorage.getItem('snaketron.preferences')).names"
        ada.page.keyboard.press("ShiftRight")
        assert ada.page.evaluate(names) is True, "names over the heads, on demand"
        ada.page.keyboard.press("ShiftRight")
        assert ada.page.evaluate(names) is False
        ada.page.goto(stack.gateway(1) + "/settings")
        ada.page.get_by_role("button", name="Remove Left Shift: Boost").wait_for()
        ada.page.get_by_role("button", name="Remove Right Shift: Names on or off").wait_for()
        assert not ada.faults


def test_a_press_brings_the_sound_back_after_a_call(stack):
    """WebKit has a state of its own for a sound that a call has ended, and lets a page begin a sound from within a press only."""
    webkit = """
    const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state").get, resume = AudioContext.prototype.resume;
    window.within = [];
    Object.defineProperty(BaseAudioContext.prototype, "state", {get() { return window.interrupted ? "interrupted" : state.call(this); }});
    AudioContext.prototype.resume = function () { window.within.push(window.event?.type ?? null); window.interrupted = false; return resume.call(this); };
    """
    with browser() as player:
        ada = player("Ada")
        ada.page.add_init_script(taught() + webkit)
        ada.page.goto(stack.gateway(1) + "/practice")
        ada.page.get_by_test_id("arena").wait_for()
        ada.page.keyboard.press("ArrowLeft")
        ada.wait("s.sound === 'running'")
        ada.page.evaluate("window.within = []; window.interrupted = true")
        assert ada.read("sound") == "interrupted"
        ada.page.keyboard.press("ArrowUp")
        ada.wait("s.sound === 'running'")
        assert ada.page.evaluate("within")[0] == "keydown"
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
