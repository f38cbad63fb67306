"""The page in Debian's Firefox: a whole match, the same states as Chromium has, each page in the narrowest and the widest window."""
import pytest

from System.browser import browser, common_barriers
from System.firefox import firefox
from System.stack import wait_for

STEER = """(() => {
    const keys = ["ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"];
    let next = 0;
    setInterval(() => dispatchEvent(new KeyboardEvent("keydown", {code: keys[next++ % 4], cancelable: true})), 500);
    return true;
})()"""


@pytest.fixture(scope="module")
def strange():
    """`player(name)`, all in one Firefox: it takes seconds to start."""
    with firefox() as player:
        yield player


def test_a_whole_match_and_its_replay(stack, strange):
    ada = strange("Ada")
    ada.open(stack.gateway(1))
    ada.shot("firefox-home")
    ada.click(".modes button", "Solo")
    ada.wait("s.phase === 'running' && s.tick > 20", 40)
    before = ada.read("own")["direction"]
    ada.press("ArrowUp" if before in (1, 3) else "ArrowRight")  # across the way it goes
    ada.wait(f"s.own && s.own.direction !== {before}")
    ada.shot("firefox-match")
    # Straight on, until it has hit a wall.
    ada.wait("s.phase === 'ended'", 60)
    ada.shot("firefox-result")
    wait_for(lambda: ada.evaluate("document.querySelector('.verify summary')?.textContent") == "✓ Seed verified", 20, "the seed")
    replay = ada.read("match")["replay"]
    wait_for(lambda: ada.evaluate(f"fetch('/api/replays/{replay}').then((answer) => answer.ok)"), 20, "the replay to be kept")
    ada.click("button", "Watch the replay")
    ada.wait("s.replay?.verdict === 'accepted'", 60)
    ada.wait("s.film.tick > 10")
    assert not ada.faults, ada.faults


def test_firefox_and_chromium_compute_the_same(stack, strange):
    with browser() as player:
        ada, grace = strange("Ada"), player("Grace")
        for one in (ada, grace):
            one.open(stack.gateway(2))
        ada.click(".modes button", "Duel")
        grace.page.get_by_role("button", name="Duel 1 against 1").click()
        for one in (ada, grace):
            one.wait("s.phase === 'ready'")
        ada.click("button.huge")
        grace.ready()
        ada.wait("s.phase === 'running' && s.tick > 5", 30)
        ada.evaluate(STEER)
        grace.steer(out_ms=0)
        for one in (ada, grace):
            one.wait("s.tick > 120", 60)
        wait_for(lambda: len(common_barriers(ada, grace)) > 24, 20, "updates that both have seen")
        assert all(one == other for one, other in common_barriers(ada, grace))
        assert not ada.faults and not grace.faults, (ada.faults, grace.faults)


def test_the_first_match_is_taught_without_a_server(stack, strange):
    ada = strange("Ada")
    ada.goto(stack.gateway(1))
    ada.click("button", "Learn it in 30 seconds")
    wait_for(lambda: ada.evaluate("document.querySelector('[data-testid=lesson]') !== null"), 20, "the lesson")
    wait_for(lambda: ada.press("ArrowLeft") or ada.read("practice")["tick"] > 5, 20, "the game to go")
    assert ada.evaluate("document.querySelector('.small-window')") is None, "Firefox lets no page open a small window"
    assert not ada.faults, ada.faults


def test_each_page_fits_and_what_was_chosen_is_remembered(stack, strange):
    ada = strange("Ada")
    ada.goto(stack.gateway(1) + "/settings")
    wait_for(lambda: ada.evaluate("document.querySelector('main select') !== null"), 20, "the settings")
    ada.evaluate("""(() => {
        const choice = document.querySelector("main select");
        choice.value = "de";
        choice.dispatchEvent(new Event("change", {bubbles: true}));
    })()""")
    pages = (("/", "Fressen"), ("/settings", "Einstellungen"), ("/cluster", "Der Cluster"), ("/leaderboard/casual-duel", "Die Besten"), ("/watch", "Zuschauen"))
    for path, heading in pages:
        ada.goto(stack.gateway(1) + path)
        wait_for(lambda: heading in (ada.evaluate("document.querySelector('h1')?.textContent") or ""), 20, f"{path}: {heading}")
        for width in (320, 3840):
            ada.resize(width, 800)
            wait_for(lambda: ada.evaluate(f"innerWidth === {width} && document.documentElement.scrollWidth <= {width}"), 10,
                     f"{path} to fit {width} pixels")
    assert not ada.faults, ada.faults
