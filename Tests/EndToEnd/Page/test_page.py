"""What a player sees and presses, in Chromium: the countdown, held keys, pasted codes, a browser without storage."""
import json
import urllib.request

import pytest

from System.browser import PHONE, browser
from System.stack import wait_for

# Each text that an element has shown, in order, from when the page begins.
WATCH = """selector => {
    window.seen = [];
    setInterval(() => {
        const text = document.querySelector(selector)?.textContent;
        if (text && window.seen[window.seen.length - 1] !== text) window.seen.push(text);
    }, 20);
}"""
# As Chromium does where the player blocks all cookies: reading the property throws.
NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, {get() { throw new DOMException("Access is denied for this document.", "SecurityError"); }});
}
"""


def solo(ada) -> None:
    ada.page.get_by_role("button", name="Solo").click()
    ada.wait("s.phase === 'running' && s.tick > 2")


def test_the_countdown_counts(stack):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        ada.page.evaluate(WATCH, "p.count")
        solo(ada)
        seen = ada.page.evaluate("window.seen")
        assert [text for text in seen if text != "Go!"] == ["3", "2", "1"], seen
        assert not ada.faults


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_a_key_held_before_a_button_appeared_does_not_press_it(stack, key):
    with browser() as player:
        ada = player("Ada")
        ada.open(stack.gateway(1))
        # The page that comes up under the key has "Cancel" in the focus.
        ada.page.get_by_role("button", name="Free for all One life").focus()
        ada.page.keyboard.down("Enter")
        ada.wait("s.phase === 'queue' && s.unacknowledged === 0")
        ada.page.keyboard.down("Enter")  # once more without a way up: what a held key repeats
        ada.page.keyboard.up("Enter")
        assert ada.read("phase") == "queue", "the key that chose the game has not left the queue again"
        ada.page.keyboard.press(key)
        ada.wait("s.phase === 'home'", 10)  # a press that begins on the button counts

        # The boost is held when the snake dies at the wall, and "Play again" is in the focus.
        solo(ada)
        ada.page.keyboard.down(key)
        ada.wait("s.phase === 'ended'", 30)
        again = ada.page.get_by_role("button", name="Play again")
        again.wait_for()
        assert again.evaluate("button => button === document.activeElement")
        ada.page.keyboard.down(key)
        ada.page.keyboard.up(key)
        assert ada.read("phase") == "ended", "the held key has not begun another game"
        ada.page.keyboard.press(key)
        ada.wait("s.phase === 'countdown' || s.phase === 'running'")
        assert not ada.faults


def test_a_code_is_found_in_what_was_pasted(stack):
    with browser() as player:
        ada, grace = player("Ada"), player("Grace", **PHONE)
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        code = ada.read("lobby")["code"]
        grace.open(stack.gateway(2))
        for pasted in (f" {code.lower()}", f"{stack.gateway(1)}/?join={code}", f"Come and play: {code}!"):
            grace.page.get_by_label("Code of a lobby").fill(pasted)
            assert grace.page.get_by_label("Code of a lobby").input_value() == code, pasted
        grace.page.get_by_role("button", name="Join by code").click()
        ada.wait("s.lobby.members.length === 2")
        assert not ada.faults and not grace.faults


def test_without_storage_one_plays_and_is_forgotten_at_a_reload(stack):
    with browser() as player:
        ada = player("Ada")
        ada.page.add_init_script(NO_STORAGE)
        made = []
        ada.page.on("request", lambda request: made.append(request.url) if "/api/auth/guest" in request.url else None)
        ada.open(stack.gateway(1))
        for _ in range(2):
            ada.page.get_by_role("button", name="Free for all One life").click()
            ada.wait("s.phase === 'queue' && s.unacknowledged === 0")
            ada.page.get_by_role("button", name="Cancel").click()
            ada.wait("s.phase === 'home'")
        solo(ada)
        assert len(made) == 1, "one account, however often one plays"
        # The match's own address would be watched by a stranger, as a shared link is.
        ada.page.goto(stack.gateway(1))
        assert ada.page.locator("#name").input_value() == ""
        assert not ada.faults


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "lan.example"])
def test_another_gateway_stands_by_however_the_page_was_opened(stack, host):
    """`lan.example` stands for the name or address that a phone in the network uses."""
    with browser() as player:
        ada = player("Ada", **PHONE)
        ada.open(f"http://{host}:8080")
        solo(ada)
        ada.steer(out_ms=0)
        ada.wait("s.standby !== null", 10)
        standby = ada.read("standby")
        assert standby in (f"ws://{host}:8081/ws", f"ws://{host}:8082/ws")
        stack.kill(1, "gateway")
        try:
            ada.wait(f"s.status === 'online' && s.gateway === {standby!r} && s.changes === 1", 10)
            ada.wait("s.standby !== null && !s.standby.includes(':8080')", 10)
        finally:
            stack.start(1, "gateway")
            stack.wait_ready(1)
        assert not ada.faults


def test_a_page_is_told_no_address_that_it_cannot_reach(stack):
    def told(host: str) -> list[str]:
        request = urllib.request.Request(stack.gateway(1) + "/gateways.json", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)

    for host in ("127.0.0.1", "localhost", "192.168.1.5", "play.example"):
        assert told(f"{host}:8080") == [f"ws://{host}:{port}/ws" for port in (8080, 8081, 8082)]


def test_a_name_is_what_people_can_see(stack):
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    with browser() as player:
        ada = player("Ada", **PHONE)
        ada.open(stack.gateway(1))
        look = ada.page.get_by_role("button", name="Watch a match")
        problem = ada.page.locator("#problem")
        for name, reason in (("\u3164", "must not hold U+3164"), ("\u2800", "something that can be seen"), ("a\u202eb", "U+202E"),
                             ("12345678901234567", "at most 16 characters; this one has 17"), (flag * 3, "at most 64 bytes")):
            ada.page.locator("#name").fill(name)
            look.click()
            problem.filter(has_text=reason).wait_for()
        ada.shot("phone-name-refused")
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
        for name in ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", f"Ada {flag}"):
            ada.page.locator("#name").fill(name)
            ada.page.get_by_role("button", name="Create a lobby").click()
            ada.wait("s.phase === 'lobby'")
            assert ada.read("lobby")["members"][0]["name"] == name
            ada.shot("phone-lobby-name")
            ada.page.get_by_label("Message").fill(f"{name}: hi")
            ada.page.get_by_role("button", name="Send").click()
            ada.page.get_by_text(f"{name}: hi").wait_for()
            ada.page.get_by_label("Message").fill("a\u3164")
            ada.page.get_by_role("button", name="Send").click()
            ada.page.get_by_text("nothing that cannot be seen").wait_for()
            assert ada.page.get_by_label("Message").input_value() == "a\u3164", "the line is there again, to be mended"
            ada.page.get_by_role("button", name="Leave the lobby").click()
            ada.wait("s.phase === 'home'")
        assert not ada.faults


def test_another_name_is_the_same_account(stack):
    with browser() as player:
        ada = player("Ada")
        made = []
        ada.page.on("request", lambda request: made.append(request.url.rsplit("/", 1)[1]) if "/api/auth/" in request.url else None)
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        first = ada.read("lobby")["members"]
        ada.page.get_by_role("button", name="Leave the lobby").click()
        ada.wait("s.phase === 'home' && s.unacknowledged === 0")
        ada.page.locator("#name").fill("Grace")
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        second = ada.read("lobby")["members"]
        assert [member["id"] for member in second] == [member["id"] for member in first]
        assert [member["name"] for member in second] == ["Grace"]
        assert made == ["guest", "rename"]
        ada.page.reload()
        ada.wait("s.phase === 'lobby'")
        assert ada.read("lobby")["members"][0]["name"] == "Grace"
        assert not ada.faults


def test_the_page_says_why_no_socket_is_opened(stack):
    """A browser keeps the status of a refused handshake to itself; the page asks by GET (docs/guide/protocol.md, section 2)."""
    reason = "Too many players from your network at this server. Close other tabs, or try again later."
    with browser() as player:
        ada = player("Ada", **PHONE)
        asked = []

        def answer(route) -> None:
            asked.append(route.request.url)
            route.fulfill(status=429, json={"error": {"code": "too_many_sockets", "message": reason}})

        ada.page.route("**/ws?origin=*", answer)
        ada.open(stack.gateway(2) + "/?gateway=127.0.0.1:8081")
        ada.page.get_by_role("button", name="Create a lobby").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.locator("h1", has_text=ada.read("lobby")["code"]).wait_for()  # loaded when it is first needed
        stack.kill(2, "gateway")
        try:
            ada.page.get_by_text(reason).wait_for()
            assert asked[0].endswith("/ws?origin=http%3A%2F%2F127.0.0.1%3A8081")
            assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
            ada.shot("phone-refused")
        finally:
            stack.start(2, "gateway")
            stack.wait_ready(2)
        ada.wait("s.status === 'online'")
        assert ada.page.get_by_text(reason).count() == 0
        assert not ada.faults


def test_the_page_speaks_the_readers_language(stack):
    with browser() as player:
        ada = player("Ada", **PHONE, locale="de-AT")
        ada.open(stack.gateway(1))
        assert ada.page.locator("html").get_attribute("lang") == "de"
        ada.page.locator("#name").fill("\u3164")
        ada.page.get_by_role("button", name="Lobby eröffnen").click()
        ada.page.locator("#problem").filter(has_text="Ein Name hat 1 bis 16 Zeichen").wait_for()
        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Lobby eröffnen").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.get_by_label("Bots").select_option("1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        ada.wait("s.phase === 'running' && s.tick > 2")
        ada.shot("phone-german-arena")
        ada.page.get_by_role("button", name="Verlassen").click()
        ada.page.get_by_role("button", name="Aufgeben").click()
        ada.wait("s.phase === 'lobby'")
        ada.page.get_by_label("Nachricht").fill("a\u3164")
        ada.page.get_by_role("button", name="Senden").click()
        ada.page.get_by_text("nichts, das man nicht sieht").wait_for()
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out at the side"
        ada.shot("phone-german-lobby")
        assert not ada.faults


#: As an iPhone with a notch has them, CSS pixels: upright, and on its side.
NOTCHES = {"upright": ({"width": 390, "height": 844}, {"top": 47, "bottom": 34, "left": 0, "right": 0}),
           "on its side": ({"width": 844, "height": 390}, {"top": 0, "bottom": 21, "left": 47, "right": 47})}
# What is to be read or pressed, and lies in part where the phone has none of its screen, or a bar of its own. What can be scrolled may lie below.
UNDER_THE_NOTCH = """({top, bottom, left, right}) => {
    const isWhole = document.querySelector(".page-arena") !== null;
    return [...document.querySelectorAll("main button, main canvas, main h1, main p, main input, .bar > *")].filter((each) => {
        const box = each.getBoundingClientRect();
        if (box.width === 0 || box.height === 0 || each.closest("[aria-hidden=true], .unseen, .file")) return false;
        return box.left < left || box.right > innerWidth - right || box.top < top || (isWhole && box.bottom > innerHeight - bottom);
    }).map((each) => `${each.tagName} ${each.textContent}`);
}"""


@pytest.mark.parametrize("held", NOTCHES)
def test_nothing_lies_under_the_notch(stack, held):
    viewport, insets = NOTCHES[held]
    with browser() as player:
        ada = player("Ada", viewport=viewport, is_mobile=True, has_touch=True)
        devtools = ada.page.context.new_cdp_session(ada.page)
        devtools.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
        for path in ("/", "/settings", "/cluster", "/practice"):
            ada.page.goto(stack.gateway(1) + path)
            ada.page.locator("main > *").first.wait_for()
            if path == "/practice":
                ada.page.get_by_test_id("arena").wait_for()
                ada.wait("s.practice !== null")
                wait_for(lambda: ada.page.get_by_test_id("arena").get_attribute("style"), 10, "the field to have its size")
            assert ada.page.evaluate(UNDER_THE_NOTCH, insets) == [], path
        ada.shot(f"notch-{held.replace(' ', '-')}")
        assert not ada.faults


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_page_fits_the_narrowest_and_the_widest_window(stack, language):
    with browser() as player:
        ada = player("Ada", viewport={"width": 320, "height": 568}, locale=language)

        def fits(where: str) -> None:
            for width, height in ((320, 568), (3840, 2160)):
                ada.page.set_viewport_size({"width": width, "height": height})
                found = ada.page.evaluate("document.documentElement.scrollWidth")
                ada.shot(f"fits-{where.strip('/').replace('/', '-') or 'home'}-{width}-{language}")
                assert found <= width, f"{where} is {found} wide in a window of {width}"

        for path in ("/", "/settings", "/cluster", "/leaderboard/ranked-2v2", "/watch", "/practice"):
            ada.page.goto(stack.gateway(1) + path)
            ada.page.locator("main > *").first.wait_for()
            ada.wait("s.status === 'online' || s.link === 'idle'")
            fits(path)
        ada.page.goto(stack.gateway(1))
        ada.page.locator("#name").fill("Wwwwwwwwwwwwwwww")
        ada.page.locator(".friends button").first.click()
        ada.wait("s.phase === 'lobby' && s.status === 'online'")
        fits("lobby")
        ada.page.locator(".choices button").nth(1).click()
        ada.page.locator(".fields select").first.select_option("3")
        ada.wait("s.lobby.bots.length === 3")
        ada.page.locator("button.huge").click()
        ada.wait("s.phase === 'running' && s.tick > 2", 30)
        fits("match")
        field = ada.page.get_by_test_id("arena").bounding_box()
        assert field["height"] > 1500, "a large window has a large field"
        assert not ada.faults
