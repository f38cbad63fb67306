"""What a player sees and presses, in Chromium: the countdown, held keys, pasted codes, a browser without storage."""
import pytest

from browser import PHONE, browser

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
        assert ada.read("phase") == "home", "a press that begins on the button counts"

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
        ada.page.reload()
        assert ada.page.locator("#name").input_value() == ""
        assert not ada.faults
