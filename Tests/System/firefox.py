"""Players in Debian's Firefox, driven by WebDriver BiDi (w3.org/TR/webdriver-bidi) over its own port: no driver beside it."""
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from websockets.sync.client import connect

from System.browser import UNTIL
from System.stack import ARTIFACTS, wait_for

#: Seconds until an answer of the browser is given up.
PATIENCE = 60
KEYS = {"ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "ArrowLeft": "\ue012", "Enter": "\ue007", "Tab": "\ue004"}


class BiDi:
    """One session: commands in order, and what the pages report meanwhile."""

    def __init__(self, url: str):
        self._closing = ExitStack()
        self._socket = self._closing.enter_context(connect(url, max_size=None, open_timeout=PATIENCE, proxy=None))
        self._last = 0
        self.entries: list[dict] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])

    def send(self, method: str, **params):
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message["type"] == "event":
                if message["method"] == "log.entryAdded":
                    self.entries.append(message["params"])
            elif message["id"] == self._last:
                assert message["type"] == "success", f"{method}: {message['error']}: {message['message']}"
                return message["result"]

    def close(self) -> None:
        self._closing.close()


class FirefoxPlayer:
    """One page in a user context of its own; as far as tests need it, what `browser.Player` is."""

    def __init__(self, bidi: BiDi, name: str):
        self.name = name
        self._bidi = bidi
        user = bidi.send("browser.createUserContext")["userContext"]
        self.context = bidi.send("browsingContext.create", type="tab", userContext=user)["context"]

    @property
    def faults(self) -> list[str]:
        """Script errors that nobody caught."""
        return [entry["text"] for entry in self._bidi.entries
                if entry["type"] == "javascript" and entry["level"] == "error" and entry["source"].get("context") == self.context]

    def goto(self, url: str) -> None:
        # A font that a page still fetches when it is left counts as an error of the page.
        wait_for(lambda: self.evaluate("document.fonts.status") == "loaded", 20, "the fonts of the page before")
        self._bidi.send("browsingContext.navigate", context=self.context, url=url, wait="complete")
        wait_for(lambda: self.evaluate("typeof window.snaketron") == "object", 30, "the page")

    def open(self, url: str) -> None:
        self.goto(url)
        self.click("#name")
        self.type(self.name)

    def evaluate(self, expression: str):
        answer = self._bidi.send("script.evaluate", expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()", awaitPromise=True,
                                 target={"context": self.context})
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def read(self, property: str):
        return self.evaluate(f"snaketron.{property}")

    def wait(self, condition: str, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            if self.evaluate(f"({UNTIL.replace('CONDITION', condition)})({max(0, min(left, 2)) * 1000})"):
                return
            if left <= 0:
                state = {p: self.read(p) for p in ("phase", "link", "status", "tick")}
                raise AssertionError(f"{self.name}: not within {seconds} s: {condition}; the page says {state}")

    def click(self, selector: str, text: str = "") -> None:
        """The first visible element of the selector whose text begins so, by the mouse, once it keeps its place for two frames and
        nothing covers it: a page that still grows would move it away from the pointer."""
        find = f"""(async () => {{
            const find = () => [...document.querySelectorAll({json.dumps(selector)})]
                .find((each) => each.textContent.trim().startsWith({json.dumps(text)}) && each.getClientRects().length > 0 && !each.disabled);
            const place = () => {{
                const box = find()?.getBoundingClientRect();
                return box && [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
            }};
            find()?.scrollIntoView({{block: "center", behavior: "instant"}});
            const before = place();
            for (let frame = 0; frame < 2; frame++) await new Promise((next) => setTimeout(() => requestAnimationFrame(next), 50));
            const after = place();
            if (!before || !after || String(before) !== String(after)) return null;
            return find().contains(document.elementFromPoint(...after)) ? after : null;
        }})()"""
        x, y = wait_for(lambda: self.evaluate(find), 20, f"{selector} {text!r} on the page, at rest")
        self._bidi.send("input.performActions", context=self.context, actions=[{
            "type": "pointer", "id": "mouse", "actions": [
                {"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]}])

    def _keys(self, values: list[str]) -> None:
        strokes = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        self._bidi.send("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def type(self, text: str) -> None:
        self._keys(list(text))

    def press(self, key: str) -> None:
        self._keys([KEYS[key]])

    def resize(self, width: int, height: int) -> None:
        """CSS pixels of the page."""
        self._bidi.send("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})

    def activate(self) -> None:
        self._bidi.send("browsingContext.activate", context=self.context)

    def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        picture = self._bidi.send("browsingContext.captureScreenshot", context=self.context)["data"]
        (ARTIFACTS / f"{name}.png").write_bytes(base64.b64decode(picture))


@contextmanager
def firefox():
    """Yields `player(name)`."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is not installed; scripts/setup --test installs it (Debian: firefox-esr)"
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as home:
        profile, log = Path(home) / "profile", Path(home) / "log"
        profile.mkdir()
        # Nothing of its own goes out, and nothing is cached from test to test.
        (profile / "user.js").write_text("".join(f'user_pref("{key}", {json.dumps(value)});\n' for key, value in {
            "app.update.disabledForTesting": True, "datareporting.policy.dataSubmissionEnabled": False,
            "browser.shell.checkDefaultBrowser": False, "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False, "services.settings.server": "data:,", "network.proxy.type": 0,
            "browser.safebrowsing.update.enabled": False, "extensions.update.enabled": False, "toolkit.telemetry.enabled": False,
            "intl.accept_languages": "en-US", "browser.tabs.unloadOnLowMemory": False,
        }.items()))
        with open(log, "w") as output:
            process = subprocess.Popen(
                [program, "--headless", "--no-remote", "--width", "1280", "--height", "900", "--profile", str(profile), "--remote-debugging-port", "0"],
                env={**os.environ, "HOME": home, "MOZ_HEADLESS": "1"}, stdout=output, stderr=output, start_new_session=True)
        bidi = None
        try:
            def address():
                assert process.poll() is None, f"Firefox ended: {log.read_text(errors='replace')[-2000:]}"
                return re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace"))
            bidi = BiDi(wait_for(address, PATIENCE, "Firefox to listen").group(1) + "/session")
            yield lambda name: FirefoxPlayer(bidi, name)
        finally:
            if bidi:
                bidi.close()
            os.killpg(process.pid, 15)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait(10)
