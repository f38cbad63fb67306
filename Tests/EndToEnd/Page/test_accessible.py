"""What a player can choose to see better: in each language, palette, contrast and size of text nothing serious is in the way, and nothing
sticks out of the narrowest or the widest window."""
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from System.browser import browser
from System.stack import wait_for

#: Each language, contrast, palette and the largest texts, in pairs that differ.
CHOICES = [
    {"language": "de", "contrast": "more", "palette": "grey", "textSize": 150},
    {"language": "en", "contrast": "normal", "palette": "redGreen", "textSize": 150, "patterns": False},
    {"language": "de", "contrast": "normal", "palette": "blueYellow", "textSize": 130, "hand": "left", "motion": "less"},
]
#: Narrow enough for both to be shown as on a phone.
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 3840, "height": 2160}
# What the window does not hold: the document, and what is to be read or pressed.
STICKS_OUT = """(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
    for (const each of document.querySelectorAll("main button, main h1, main h2, main label > span, main dt, .bar button")) {
        const box = each.getBoundingClientRect();
        if (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1)) found.push(`${each.tagName} "${each.textContent}" from ${box.left} to ${box.right}`);
    }
    return found;
})()"""


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: f"{chosen['language']}-{chosen['palette']}-{chosen['contrast']}-{chosen['textSize']}")
def test_nothing_serious_and_nothing_cut_off(stack, chosen):
    with browser() as player:
        ada = player("Ada", viewport=NARROW)
        ada.page.add_init_script(f"localStorage.setItem('snaketron.preferences', JSON.stringify({json.dumps(chosen | {'taught': True})}))")
        found = {}

        def look(where: str) -> None:
            result = Axe().run(ada.page)
            bad = [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in result.response["violations"] if v["impact"] in ("serious", "critical")]
            for size in (WIDE, NARROW):
                ada.page.set_viewport_size(size)
                # A picture that is still as large as before shrinks with the next frame.
                try:
                    wait_for(lambda: not ada.page.evaluate(STICKS_OUT), 3, "all within the window")
                except AssertionError:
                    bad += [f"in {size['width']}: {each}" for each in ada.page.evaluate(STICKS_OUT)]
            if bad:
                found[where] = bad
            ada.shot(f"accessible-{chosen['language']}-{chosen['palette']}-{where.strip('/').replace('/', '-') or 'home'}")

        for path in ("/", "/settings", "/leaderboard/casual-duel", "/cluster", "/watch", "/practice"):
            ada.page.goto(stack.gateway(1) + path)
            ada.page.locator("main > *").first.wait_for()
            ada.wait("(s.status === 'online' || s.link === 'idle')")
            look(path)
        assert ada.page.locator("html").get_attribute("lang") == chosen["language"]
        ada.page.goto(stack.gateway(1))
        ada.page.locator("#name").fill("Ada")
        ada.page.locator(".friends button").first.click()
        ada.wait("s.phase === 'lobby' && s.status === 'online'")
        look("lobby")
        ada.page.locator(".fields select").first.select_option("1")
        ada.wait("s.lobby.bots.length === 1")
        ada.page.locator("button.huge").click()
        ada.wait("s.phase === 'running' && s.tick > 2", 30)
        if ada.page.locator(".emote-tool").count():
            ada.page.locator(".emote-tool").click()
        look("match")
        assert not found, json.dumps(found, indent=1, ensure_ascii=False)
        assert not ada.faults
