"""Players in real browsers: Chromium through Playwright, the page read through its `window.snaketron` hook."""
import time
from contextlib import contextmanager

from playwright.sync_api import Error, Page, sync_playwright

from System.stack import ARTIFACTS, wait_for

# The engine without the browser's own window, which takes a fifth less of a core.
CHROMIUM = "/usr/bin/chromium-headless-shell"
# Chromium's own software drawing: as root in a container there is neither a sandbox nor a GPU.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--host-resolver-rules=MAP lan.example 127.0.0.1"]
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}

# Squares of about six cells, after a way out of the base; by real key events, so that it goes on by itself.
STEER = """([out, side]) => {
    const keys = ["ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"];
    let next = 0;
    const press = () => dispatchEvent(new KeyboardEvent("keydown", {code: keys[next++ % 4], cancelable: true}));
    setTimeout(() => { press(); window.steering = setInterval(press, side); }, out);
}"""
# As a display of some 25 Hz would. A thread that draws has frames of its own, so the page draws.
FEW_FRAMES = """(() => {
    delete window.OffscreenCanvas;
    const [request, cancel] = [window.requestAnimationFrame.bind(window), window.cancelAnimationFrame.bind(window)];
    const waiting = new Map();
    let last = 0;
    window.requestAnimationFrame = (draw) => {
        const number = ++last;
        const timer = setTimeout(() => {
            const frame = request((time) => {
                waiting.delete(number);
                draw(time);
            });
            waiting.set(number, () => cancel(frame));
        }, 30);
        waiting.set(number, () => clearTimeout(timer));
        return number;
    };
    window.cancelAnimationFrame = (number) => {
        waiting.get(number)?.();
        waiting.delete(number);
    };
})()"""
# A gamepad of the standard layout, as the page asks for it.
GAMEPAD = """() => {
    window.axes = [0, 0, 0, 0];
    window.buttons = Array.from({length: 17}, () => ({pressed: false}));
    const pad = {connected: true, mapping: "standard", get buttons() { return window.buttons; }, get axes() { return window.axes; }};
    navigator.getGamepads = () => [pad];
    dispatchEvent(new Event("gamepadconnected"));
}"""
# Whether the condition on the hook came to hold within so many milliseconds.
UNTIL = """async (milliseconds) => {
    const end = performance.now() + milliseconds;
    while (!((s) => CONDITION)(snaketron)) {
        if (performance.now() > end) return false;
        await new Promise((next) => setTimeout(next, 10));
    }
    return true;
}"""
# Each text that the connection badge has shown, in order.
WATCH_BADGE = """() => {
    window.badgeTexts = [];
    setInterval(() => {
        const text = document.querySelector("[data-testid=status]")?.textContent ?? "";
        if (window.badgeTexts[window.badgeTexts.length - 1] !== text) window.badgeTexts.push(text);
    }, 20);
}"""


class Player:
    """One page. `faults` collects script errors and console errors; a test ends with `assert not player.faults`."""

    def __init__(self, page: Page, name: str):
        self.page = page
        self.name = name
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.page.locator("#name").fill(self.name)

    def read(self, property: str):
        return self.page.evaluate(f"snaketron.{property}")

    def wait(self, condition: str, seconds: float = 20) -> None:
        """Until a JavaScript condition on the hook (`s`) holds, looked at every 10 ms by the page itself: to ask it from here so
        often would take most of a core. What is evaluated so is no business of the page's content security policy."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            try:
                if self.page.evaluate(UNTIL.replace("CONDITION", condition), max(0, min(left, 2)) * 1000):
                    return
            except Error as error:
                if not (left > 0 and "context was destroyed" in str(error)):
                    raise
                self.page.wait_for_timeout(20)  # the next page is on its way
            if left <= 0:
                state = {p: self.read(p) for p in ("phase", "link", "status", "node", "tick", "unacknowledged")}
                raise AssertionError(f"{self.name}: not within {seconds} s: {condition}; the page says {state}")

    def ready(self) -> None:
        self.wait("s.phase === 'ready'")
        self.page.locator("button.huge").click()

    def steer(self, out_ms: int = 1500, side_ms: int = 600) -> None:
        self.page.evaluate(STEER, [out_ms, side_ms])

    def watch_badge(self) -> None:
        self.page.evaluate(WATCH_BADGE)

    def badge_texts(self) -> list[str]:
        return self.page.evaluate("window.badgeTexts")

    def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(ARTIFACTS / f"{name}.png"))


@contextmanager
def browser(*flags: str, every_frame: bool = False):
    """Yields `player(name, **context options)`: each in a browser context of its own. Later flags win.

    Pages draw some 25 times a second unless `every_frame`: without a GPU, pictures that nobody looks at take most of a core."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])

        def player(name: str, **options) -> Player:
            # The worker fetches behind Playwright's back; a test that wants it says so.
            context = chromium.new_context(**{"service_workers": "block", **(options or DESKTOP)})
            if not every_frame:
                context.add_init_script(FEW_FRAMES)
            return Player(context.new_page(), name)

        try:
            yield player
        finally:
            chromium.close()


def common_barriers(a: Player, b: Player) -> list[tuple[list, list]]:
    """(tick, hash) as each page has computed it, for each update of the stream that both have seen."""
    of_a, of_b = a.read("barriers"), b.read("barriers")
    return [(of_a[number], of_b[number]) for number in sorted(set(of_a) & set(of_b), key=int)]


def assert_agreement(a: Player, b: Player, after_tick: int) -> None:
    """Both pages hold the same state at every update that both have seen, one past `after_tick` among them."""
    a.wait(f"s.tick > {after_tick}")
    b.wait(f"s.tick > {after_tick}")
    wait_for(lambda: any(of_a[0] > after_tick for of_a, _ in common_barriers(a, b)), 10, f"a common update past tick {after_tick}")
    differing = [entry for entry in common_barriers(a, b) if entry[0] != entry[1]]
    assert not differing, f"the pages differ: {differing}"


def drop(player, file) -> None:
    """Drags a file from the desktop into the middle of the page and lets go of it there."""
    size = player.page.viewport_size
    devtools = player.page.context.new_cdp_session(player.page)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}  # copy
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, "x": size["width"] / 2, "y": size["height"] / 2, "data": data})
    devtools.detach()
