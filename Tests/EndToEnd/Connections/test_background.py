"""A page in the background, asleep, offline for long, or on a link that fails again and again: the match goes on, and the page with it.
"""
import asyncio
import json
import random

from System.player import Player, steer
from System.tabs import Chromium, Tab

OFFLINE = 60
#: The page's own bound of what waits for an outcome (docs/guide/protocol.md, section 3).
MOST_WAITING = 64

#: Has played before, and counts the tones that begin while it is seen, and while it is not.
FIRST = """
localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}));
window.tones = {seen: 0, unseen: 0};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones[document.hidden ? "unseen" : "seen"] += 1; start.apply(this, when); };
"""


class Link:
    """A way from a page to a gateway that can be cut without a word, and break."""

    def __init__(self, target: int):
        self.target, self._open, self._pairs = target, asyncio.Event(), set()
        self._open.set()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        self._open.set()
        self.break_all()

    def cut(self, isCut: bool):
        """Nothing comes through any more, and nobody is told."""
        self._open.clear() if isCut else self._open.set()

    def break_all(self):
        for writer in list(self._pairs):
            writer.transport.abort()

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._pairs |= {writer, onward}
        await asyncio.gather(self._carry(reader, onward), self._carry(there, writer), return_exceptions=True)
        self._pairs -= {writer, onward}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            while piece := await reader.read(65_536):
                await self._open.wait()
                writer.write(piece)
                await writer.drain()
        finally:
            writer.close()


async def duel(stack, browser: Chromium, grace: Player, address: str, first: str = FIRST) -> tuple[Tab, asyncio.Task, asyncio.Event]:
    """Grace, a client of the protocol, plays a duel against the page at `address`; until it runs."""
    assert await grace.done("create", mode="duel") == "accepted"
    await grace.until(lambda: grace.lobby and grace.lobby["code"], "the lobby")
    ada = await browser.tab(address.format(code=grace.lobby["code"]), first)
    await ada.until("document.querySelector('#name') !== null && s.lobby === null")
    await ada.read("document.querySelector('#name').focus()")
    await ada.call("Input.insertText", text="Ada")
    await ada.click(".invitation button")
    await grace.until(lambda: len(grace.lobby["members"]) == 2, "Ada in the lobby")
    assert await grace.done("start") == "accepted"
    await grace.until(lambda: grace.match["phase"] in ("ready", "countdown"), "the match")
    await grace.done("ready")
    await ada.until("s.phase !== 'lobby'")
    if await ada.read("snaketron.phase") == "ready":
        await ada.click("button.huge")
    enough = asyncio.Event()
    steering = asyncio.create_task(steer(grace, 300, enough=enough))
    await ada.until("s.phase === 'running' && s.tick > 5", 30)
    return ada, steering, enough


async def goes_on(ada: Tab, grace: Player, match: str, within: float):
    """The page plays the same match, in the present, and its keys count."""
    await grace.until(lambda: grace.view.arrivals, "play")
    tick = grace.view.tick
    await ada.until(f"s.link === 'open' && s.status === 'online' && s.tick >= {tick} && s.predictedTick >= s.tick", within)
    assert await ada.read("snaketron.phase") == "running" and (await ada.read("snaketron.match"))["id"] == match
    slot = (await ada.read("snaketron.match"))["you"]
    assert slot is not None and not grace.match["players"][slot]["standIn"]
    for code in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        await ada.press(code)
        await asyncio.sleep(0.3)
    await ada.until("s.unacknowledged === 0", 5)


def test_a_page_in_the_background_and_asleep_is_there_at_once_when_it_is_seen_again(stack):
    async def run():
        async with Chromium() as browser, Player([stack.gateway(2)], "Grace") as grace:
            ada, steering, enough = await duel(stack, browser, grace, stack.gateway(1) + "/lobby/{code}")
            match = (await ada.read("snaketron.match"))["id"]
            await goes_on(ada, grace, match, 5)
            # Nobody steers: it crashes within seconds, and that is heard.
            await ada.until("s.sound === 'running' && tones.seen > 0", 9)
            await ada.press("ArrowLeft")

            attempts = await ada.read("snaketron.attempts")
            other = await browser.tab("about:blank")
            await ada.until("document.hidden")
            before = await ada.read("snaketron.tick")
            await asyncio.sleep(7)
            assert await ada.read("document.hidden") and await ada.read("tones.unseen") == 0, "silent in the background"
            assert await ada.read("snaketron.tick") >= before + 100, "the match was followed meanwhile"
            await ada.to_front()
            await goes_on(ada, grace, match, 3)
            assert await ada.read("snaketron.attempts") == attempts, "the connection was kept"

            await other.to_front()
            await ada.until("document.hidden")
            await ada.freeze(True)
            await asyncio.sleep(8)
            await ada.freeze(False)
            await ada.to_front()
            await goes_on(ada, grace, match, 5)
            assert await ada.read("snaketron.attempts") <= attempts + 2
            assert await ada.read("tones.unseen") == 0
            enough.set()
            await steering
            assert not browser.faults, browser.faults

    asyncio.run(run())


def test_a_page_that_was_offline_for_a_minute_is_back_in_its_match_or_sees_that_it_has_ended(stack):
    async def run():
        async with Chromium() as browser, Player([stack.gateway(3)], "Grace") as grace, Link(8080) as one, Link(8081) as two:
            ways = f"http://127.0.0.1:{one.port}/lobby/{{code}}?gateway=127.0.0.1:{one.port},127.0.0.1:{two.port}"
            ada, steering, enough = await duel(stack, browser, grace, ways)
            match = (await ada.read("snaketron.match"))["id"]
            attempts = await ada.read("snaketron.attempts")
            for link in (one, two):
                link.cut(True)
            await ada.until("s.status === 'reconnecting'", 15)
            # A player who does not believe it: more keys than there is room for.
            reason = None
            for count in range(90):
                reason = grace.match.get("endReason") or reason
                await ada.press(("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")[count % 4])
                await asyncio.sleep(OFFLINE / 90)
                assert await ada.read("snaketron.unacknowledged") <= MOST_WAITING
            saved = await ada.read("JSON.parse(sessionStorage.getItem('snaketron.session')).outbox.entries.length")
            assert saved <= MOST_WAITING, f"{saved} commands were kept for a reload"
            tried = await ada.read("snaketron.attempts") - attempts
            assert tried <= 3 + OFFLINE, f"{tried} sockets were tried in {OFFLINE} s"
            for link in (one, two):
                link.break_all()
                link.cut(False)
            await ada.until("s.link === 'open' && s.status === 'online' && s.unacknowledged === 0", 15)
            if grace.match["phase"] == "running":
                await goes_on(ada, grace, match, 15)
            else:  # a bot steered for a while, and who gives no command for 20 s is removed (docs/guide/rules.md, 7.3 and 7.4)
                assert reason, "the match ended in order, and Grace was told why"
                await ada.until(f"s.phase === 'ended' && s.match.id === '{match}'", 20)
                assert await ada.read("JSON.parse(sessionStorage.getItem('snaketron.session')).outbox.entries.length") == 0
            enough.set()
            await steering
            assert not browser.faults, browser.faults

    asyncio.run(run())


#: What a player is told who was away when the match ended: while its replay cannot be had, with the result, and once it is given up.
MISSED = {
    "en": ("Your match has ended, or goes on without you. Looking for its result…", "You won!", "It ended while you were away.",
           "Your match has ended, or goes on without you. Its result is not known here."),
    "de": ("Dein Spiel ist zu Ende oder läuft ohne dich weiter. Das Ergebnis wird gesucht …", "Gewonnen!", "Es ging zu Ende, während du weg warst.",
           "Dein Spiel ist zu Ende oder läuft ohne dich weiter. Das Ergebnis ist hier nicht bekannt."),
}
#: The page asks for two minutes. Its timers run sixty times as fast from then on.
HURRY = "(() => { const wait = setTimeout; window.setTimeout = (act, time = 0, ...rest) => wait(act, time / 60, ...rest); })()"


async def miss_the_end(stack, language: str, is_reloaded: bool):
    """Ada is away from before the end of her match until the servers have forgotten it: offline, or the page is not loaded."""
    first = FIRST.replace("taught: true", f"taught: true, language: '{language}'")
    looking, won, ended, unknown = MISSED[language]

    def told(selector: str, text: str) -> str:
        return f"document.querySelector('{selector}')?.textContent === {json.dumps(text)}"

    async with Chromium() as browser, Player([stack.gateway(3)], "Grace") as grace, Player([stack.gateway(2)], "Linus") as linus, Link(8080) as link:
        way = f"http://127.0.0.1:{link.port}/lobby/{{code}}?gateway=127.0.0.1:{link.port}"
        ada, steering, enough = await duel(stack, browser, grace, way, first)
        match = await ada.read("snaketron.match")
        assert await linus.done("watch", match=match["id"]) == "accepted"
        away = asyncio.get_running_loop().time()
        if is_reloaded:
            address = await ada.read("location.href")
            await ada.call("Page.navigate", url=f"http://127.0.0.1:{link.port}/icon.svg")
        else:
            link.cut(True)
            await ada.until("s.status === 'reconnecting'", 15)
        enough.set()
        await steering
        assert await grace.done("leave") == "accepted"
        await linus.until(lambda: linus.match["phase"] == "ended", "the end")
        # Linus, who saw the end, is told of no match any more once the servers have forgotten it.
        await linus.until(lambda: linus.match["phase"] == "none", "the match to be forgotten", 90)
        away = asyncio.get_running_loop().time() - away
        assert away > 25, f"{away:.0f} s: the servers keep an ended match for longer"
        await ada.call("Network.enable")
        await ada.call("Network.setBlockedURLs", urls=["*/api/replays/*"])
        if is_reloaded:
            await ada.call("Page.navigate", url=address)
        else:
            link.break_all()
            link.cut(False)
        await ada.until(f"s.phase === 'missed' && {told('[data-testid=missed]', looking)}", 20)
        assert match["replay"] in await ada.read("document.querySelector('main a').href")
        if is_reloaded:
            # It is given up, and the player has it looked for again.
            await ada.read(HURRY)
            await ada.until(told("[data-testid=missed]", unknown), 30)
        await ada.call("Network.setBlockedURLs", urls=[])
        if is_reloaded:
            await ada.click("main button.primary")
        await ada.until(f"s.phase === 'ended' && {told('main h1', won)} && {told('[data-testid=missed]', ended)}", 30)
        assert (await ada.read("snaketron.match")) == match and await ada.read("location.pathname") == f"/match/{match['id']}"
        assert match["replay"] in await ada.read("document.querySelector('.verify.links a').href")
        await ada.until("document.querySelector('.verify summary')?.textContent.startsWith('✓')")
        await ada.call("Page.reload")
        await ada.until(f"s.phase === 'ended' && {told('main h1', won)}")
        # Away from the result, and it does not come again.
        await ada.read("[...document.querySelector('main .row').querySelectorAll('button')].pop().click()")
        await ada.until("['home', 'lobby'].includes(s.phase)")
        await ada.call("Page.reload")
        await ada.until("s.link === 'open' && ['home', 'lobby'].includes(s.phase)")
        assert not browser.faults, browser.faults


def test_a_player_who_was_away_when_the_match_ended_is_told_how_it_ended(stack):
    async def run():
        await asyncio.gather(miss_the_end(stack, "en", is_reloaded=False), miss_the_end(stack, "de", is_reloaded=True))

    asyncio.run(run())


def test_a_link_that_breaks_again_and_again_loses_no_key(stack):
    async def run():
        random_ = random.Random(19)
        async with Chromium() as browser, Player([stack.gateway(3)], "Grace") as grace, Link(8080) as one, Link(8081) as two:
            ways = f"http://127.0.0.1:{one.port}/lobby/{{code}}?gateway=127.0.0.1:{one.port},127.0.0.1:{two.port}"
            ada, steering, enough = await duel(stack, browser, grace, ways)
            match = (await ada.read("snaketron.match"))["id"]
            keys = ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowUp"]
            for count in range(24):
                await ada.press(keys[count % 4])
                await asyncio.sleep(random_.uniform(0.2, 0.6))
                link = random_.choice((one, two))
                if count % 3 == 0:
                    link.break_all()
                elif count % 3 == 1:
                    link.cut(True)
                    await asyncio.sleep(random_.uniform(0.1, 0.5))
                    link.cut(False)
            await goes_on(ada, grace, match, 15)
            assert await ada.read("snaketron.link") == "open"
            enough.set()
            await steering
            assert not browser.faults, browser.faults

    asyncio.run(run())
