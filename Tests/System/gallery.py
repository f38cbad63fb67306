"""Each page of the game, made to look the same each time, and pictures of them held against each other.

A tour leads two players, one at a desktop and one at a phone, through the pages. What is random or moves is fixed (seeds, answers,
the clock of a practice game, a stored replay), or left out (`HIDDEN`). `scripts/pictures/gallery` keeps the pictures, `test_gallery.py`
compares.
"""
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from System.browser import Player, browser
from System.stack import ROOT, Stack

KEPT = ROOT / "docs" / "images" / "gallery"
REPLAY = Path(__file__).resolve().parents[1] / "EndToEnd" / "Fixtures" / "gallery.snkr"
LANGUAGES = ("en", "de")
#: By what the system of the player asks for.
THEMES = {"normal": {"contrast": "no-preference"}, "contrast": {"contrast": "more"}}


@dataclass(frozen=True)
class Size:
    context: dict
    #: Of the shrunk picture: the upper part of the page, a screen and a bit.
    tile: tuple[int, int]
    columns: int


SIZES = {
    "desktop": Size({"viewport": {"width": 1280, "height": 800}}, (256, 200), 4),
    "phone": Size({"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}, (130, 422), 7),
}
NAMES = {"desktop": "Ada", "phone": "Grace"}

#: What tells of this run alone.
HIDDEN = """
[data-testid=status], .chase ~ p.quiet, p[aria-live=off] { visibility: hidden !important; }
[data-testid=best] { display: none !important; }
* { caret-color: transparent !important; }
"""
#: Seeds of games that only this page plays: always the same one. The page draws in frames that a tour can wait for: a thread that
#: draws has its own.
SEEDED = "Math.random = () => 0.4711; delete window.OffscreenCanvas;"
#: The first frame after a change may still draw what was before it.
DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn))))"
CLUSTER = {
    "node": "1", "leader": "2", "term": 7, "commit": 41_236, "mayTakeANode": True, "whyNot": None, "mayKill": False, "players": 18,
    "matches": 7, "spectators": 3,
    "nodes": [{"node": str(node), "state": "follower" if node != 2 else "leader", "voter": True, "draining": False, "quarantined": False,
               "lag": 0, "sessions": 6, "build": "0.2.0"} for node in (1, 2, 3)],
    "events": [{"kind": "elected", "node": "2", "term": 7, "agoMs": 61_500}, {"kind": "unreachable", "node": "1", "term": 6, "agoMs": 63_000}],
}
BOARD = {
    "season": {"year": 2026, "quarter": 4},
    "rows": [{"user": str(place), "name": name, "rating": 1710 - 37 * place, "deviation": 60 + place, "division": "Gold II", "matches": 40 - place,
              "wins": 22 - place} for place, name in enumerate(["Ada", "Grace", "Linus", "Barbara", "Edsger"], 1)],
}

GAMES = json.dumps({"type": "games", "games": [
    {"id": str(number), "mode": mode, "ranked": ranked, "players": [
        {"name": name, "team": place % 2 if mode != "ffa" else place, "score": 7 * place % 19, "bot": None} for place, name in enumerate(names)],
     "spectators": spectators, "ageMs": 1000 * number, "picture": picture}
    for number, mode, ranked, names, spectators, picture in (
        (48, "duel", True, ["Ada", "Grace"], 3, "60x40:10 0@1230l9u6l3 1@1010r8d5"),
        (75, "2v2", False, ["Linus", "Barbara", "Edsger", "Margaret"], 0, "60x40:10 0@640l6 1@1520r7u9 2@1900l8u4l5 3@345r5d7"),
        (12, "ffa", False, ["Alan", "Anita", "Donald"], 1, "40x40:0 0@420l6d9 1@1010r8 2@1333u8l4"),
    )]}, separators=(",", ":"))


class Tour:
    """The pages of one language. `look` is called with the name of a page and a size when the player of that size is there."""

    def __init__(self, stack: Stack, players: dict[str, Player], look: Callable[[str, str], None]):
        self.stack, self.players, self._look = stack, players, look
        self.ada, self.grace = players["desktop"], players["phone"]

    def each(self, act: Callable[[Player], None]) -> None:
        for player in self.players.values():
            act(player)

    def look(self, name: str, ready: str = "main > *", only: str | None = None) -> None:
        """`ready`: what the page has once it is whole. `only`: size of the one player who is there."""
        for size, player in self.players.items():
            if only in (size, None):
                player.page.locator(ready).first.wait_for()
                player.page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
                self._look(name, size)

    def run(self) -> None:
        home = self.stack.gateway(1)
        self.each(lambda player: player.page.goto(home))
        self.each(lambda player: player.wait("s.phase === 'home'"))
        self.each(lambda player: player.page.locator(".demo canvas[style]").wait_for())
        self.look("home")
        for name, path, ready in (
            ("settings", "/settings", ".swatches"), ("leaderboard", "/leaderboard/ranked-duel", "main li"), ("cluster", "/cluster", ".events li"),
            ("lesson", "/practice", "main:has([data-testid=lesson]) [data-testid=arena][style]"),
        ):
            self.each(lambda player: player.page.goto(home + path))
            self.look(name, ready)
        self.replay(home)
        self.queue_and_duel(home)
        self.lobby()
        self.watch(home)
        self.practice(home)  # the last one: no clock of the page goes by itself from then on

    def practice(self, home: str) -> None:
        """Two seconds of a game whose seed and clock are fixed."""
        def play(player: Player) -> None:
            page = player.page
            page.evaluate("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true, names: true}))""")
            page.clock.install(time=0)
            page.goto(home + "/practice")
            player.wait("s.practice !== null")
            page.get_by_test_id("arena").wait_for()
            page.clock.pause_at(60_000)
            page.keyboard.press("ArrowUp")
            while player.read("practice")["tick"] < 40:
                page.clock.run_for(50)
        self.each(play)
        self.look("practice", "[data-testid=arena]")

    def replay(self, home: str) -> None:
        def open_it(player: Player) -> None:
            player.page.goto(home)
            player.page.locator("input[type=file]").set_input_files(REPLAY)
            player.wait("s.film !== null")
            player.page.locator("[data-testid=playback-bar] .round").click()
            player.page.locator(".scrub").fill("140")
            player.wait("s.film.tick === 140 && !s.film.playing")
        self.each(open_it)
        self.look("replay", ".film-event")

    def queue_and_duel(self, home: str) -> None:
        for size, player in self.players.items():
            player.page.goto(home)
            player.page.locator("#name").fill(NAMES[size])
            player.page.locator(".modes button").nth(2).click()
        self.each(lambda player: player.wait("s.phase === 'queue' && s.unacknowledged === 0"))
        self.each(lambda player: player.page.locator("main p[aria-live]", has_text="2").wait_for())
        self.look("queue", ".chase")
        self.each(lambda player: player.page.go_back())
        self.each(lambda player: player.wait("s.phase === 'home'"))
        for winner, loser in (("desktop", "phone"), ("phone", "desktop")):
            self.duel(winner, self.players[loser])

    def duel(self, winner: str, loser: Player) -> None:
        """It ends at once: whoever gives up is at home again, the other one has a result."""
        self.each(lambda player: player.page.locator(".modes button").first.click())
        self.each(lambda player: player.wait("s.phase === 'ready'"))
        self.look("ready", ".versus", only=winner)
        self.each(lambda player: player.ready())
        self.each(lambda player: player.wait("s.phase === 'running'"))
        loser.page.locator(".leave-box button:not(.tool)").click()
        loser.page.locator(".asking button").first.click()
        self.players[winner].wait("s.phase === 'ended'")
        self.look("result", ".verify summary", only=winner)
        self.players[winner].page.locator("main .row").first.locator("button").last.click()
        self.each(lambda player: player.wait("s.phase === 'home'"))

    def watch(self, home: str) -> None:
        """The answer to what can be watched is always the same one."""
        def answer(socket) -> None:
            server = socket.connect_to_server()
            socket.on_message(server.send)
            server.on_message(lambda message: socket.send(GAMES if isinstance(message, str) and '"type":"games"' in message else message))

        self.each(lambda player: player.page.route_web_socket(re.compile("/ws"), answer))
        leave = re.compile("^(Leave the lobby|Lobby verlassen)$")
        self.each(lambda player: player.page.get_by_role("button", name=leave).click())
        self.each(lambda player: player.wait("s.phase === 'home' && s.unacknowledged === 0"))
        self.each(lambda player: player.page.goto(home + "/watch"))
        self.look("watch", "[data-testid=field][style]")

    def lobby(self) -> None:
        home = self.stack.gateway(1)
        self.each(lambda player: player.page.goto(home))
        self.ada.page.locator(".friends button").first.click()
        self.ada.wait("s.phase === 'lobby'")
        code = self.ada.read("lobby")["code"]
        self.grace.page.goto(f"{home}/lobby/{code}")
        self.grace.page.locator(".invitation button").click()
        self.ada.wait("s.lobby.members.length === 2")
        self.ada.page.locator(".choices button").nth(1).click()
        self.ada.page.locator(".fields select").first.select_option("2")
        self.each(lambda player: player.wait("s.lobby?.bots.length === 2"))
        self.each(lambda player: player.page.locator(".code").evaluate("code => { code.textContent = 'SNAKE'; }"))
        self.look("lobby", ".code")


@contextmanager
def touring(stack: Stack, language: str) -> Iterator[Callable[[Callable[[str, str, str, bytes], None]], None]]:
    """Yields a function that walks all pages and hands over each picture: (page, size, theme, PNG)."""
    with browser(every_frame=True) as player:
        players = {size: player(NAMES[size], **SIZES[size].context, locale=language, reduced_motion="reduce", bypass_csp=True) for size in SIZES}
        for one in players.values():
            one.page.add_init_script(SEEDED)
            one.page.route("**/api/cluster", lambda route: route.fulfill(json=CLUSTER))
            one.page.route(re.compile("/api/leaderboards/"), lambda route: route.fulfill(json=BOARD))

        def walk(take: Callable[[str, str, str, bytes], None]) -> None:
            def look(name: str, size: str) -> None:
                page = players[size].page
                for theme, media in THEMES.items():
                    page.emulate_media(**media)
                    if name == "practice":
                        page.wait_for_timeout(100)  # until the page has heard of it
                        page.clock.run_for(34)
                    else:
                        page.evaluate(DRAWN)
                    take(name, size, theme, page.screenshot(full_page=True, animations="disabled", style=HIDDEN))
            Tour(stack, players, look).run()
            for one in players.values():
                assert not one.faults, one.faults

        yield walk


def shrunk(picture: Image.Image, size: str) -> Image.Image:
    """The upper part of a page, as small as in a sheet."""
    width, height = SIZES[size].tile
    page = picture.convert("RGB")
    scale = width / page.width
    page = page.resize((width, round(page.height * scale)), Image.Resampling.BOX)
    tile = Image.new("RGB", (width, height), page.getpixel((0, page.height - 1)))
    tile.paste(page.crop((0, 0, width, min(height, page.height))), (0, 0))
    return tile


#: In the order of the tour: places in a sheet.
PAGES = ("home", "settings", "leaderboard", "cluster", "lesson", "replay", "queue", "ready", "result", "lobby", "watch", "practice")
#: Pixels of a shrunk picture whose mean colour is compared: about two letters of the page.
BLOCK = 5
#: How far a colour may be off, 0–255, and which part of the blocks may be farther off.
SHADE, PART = 20, 0.02
#: Pixels between two pages of a sheet.
GAP = 6


def sheet_path(size: str, theme: str, language: str) -> Path:
    return KEPT / f"{size}-{theme}-{language}.webp"


def place(page: str, size: str) -> tuple[int, int, int, int]:
    """Of a page in its sheet: left, top, right, bottom."""
    (width, height), columns = SIZES[size].tile, SIZES[size].columns
    row, column = divmod(PAGES.index(page), columns)
    left, top = GAP + column * (width + GAP), GAP + row * (height + GAP)
    return left, top, left + width, top + height


def sheet(pictures: dict[str, Image.Image], size: str) -> Image.Image:
    """All pages of one size, theme and language, given shrunk."""
    (width, height), columns = SIZES[size].tile, SIZES[size].columns
    rows = -(-len(PAGES) // columns)
    whole = Image.new("RGB", (GAP + columns * (width + GAP), GAP + rows * (height + GAP)), "#9aa1ad")
    for page, picture in pictures.items():
        whole.paste(picture, place(page, size)[:2])
    return whole


def difference(one: Image.Image, other: Image.Image) -> float:
    """Part of the blocks whose colours differ visibly: letters that are drawn a little otherwise do not count, a line that moved does."""
    def blocks(picture: Image.Image) -> Image.Image:
        return picture.resize((-(-picture.width // BLOCK), -(-picture.height // BLOCK)), Image.Resampling.BOX)

    channels = ImageChops.difference(blocks(one), blocks(other)).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return ImageStat.Stat(worst.point(lambda shade: 255 if shade > SHADE else 0)).mean[0] / 255
