"""Tabs of a real Chromium that can be in the background or asleep, by the DevTools protocol. Playwright keeps its pages in the foreground."""
import asyncio
import itertools
import json
import tempfile
from pathlib import Path

import websockets

FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--autoplay-policy=no-user-gesture-required",
         "--remote-debugging-port=0"]


class Chromium:
    """`async with Chromium() as browser: tab = await browser.tab(address)`"""

    async def __aenter__(self):
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = await asyncio.create_subprocess_exec(
            "/usr/bin/chromium", *FLAGS, f"--user-data-dir={self._home.name}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
        port = Path(self._home.name) / "DevToolsActivePort"
        async with asyncio.timeout(30):
            while not (port.exists() and len(lines := port.read_text().split()) == 2):
                await asyncio.sleep(0.05)
        self._socket = await websockets.connect(f"ws://127.0.0.1:{lines[0]}{lines[1]}", max_size=None)
        self._ids, self._answers = itertools.count(1), {}
        self.faults: list[str] = []
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_):
        self._reader.cancel()
        await self._socket.close()
        self._process.terminate()
        await self._process.wait()
        self._home.cleanup()

    async def _read(self):
        async for text in self._socket:
            message = json.loads(text)
            if message.get("method") == "Runtime.exceptionThrown":
                details = message["params"]["exceptionDetails"]
                self.faults.append(details.get("exception", {}).get("description", details["text"]))
            if (answer := self._answers.pop(message.get("id"), None)) and not answer.done():
                answer.set_result(message)

    async def call(self, method: str, session: str | None = None, **parameters):
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})))
        message = await asyncio.wait_for(answer, 20)
        assert "error" not in message, (method, message["error"])
        return message["result"]

    async def tab(self, address: str, first: str = "") -> "Tab":
        """A tab in the foreground. `first` is a script that runs before each of its pages."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        tab = Tab(self, target, session)
        for domain in ("Page", "Runtime"):
            await tab.call(f"{domain}.enable")
        if first:
            await tab.call("Page.addScriptToEvaluateOnNewDocument", source=first)
        await tab.call("Page.navigate", url=address)
        return tab


class Tab:
    def __init__(self, browser: Chromium, target: str, session: str):
        self.browser, self.target, self.session = browser, target, session

    async def call(self, method: str, **parameters):
        return await self.browser.call(method, self.session, **parameters)

    async def read(self, expression: str):
        """The value of a JavaScript expression; None where it throws, as before the page is loaded."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value") if "exceptionDetails" not in answer else None

    async def until(self, condition: str, seconds: float = 20):
        """Until a JavaScript condition on the hook (`s`) holds."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.read(f"(s => {condition})(snaketron)"):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            state = {name: await self.read(f"snaketron.{name}") for name in ("phase", "link", "status", "tick", "unacknowledged", "attempts")}
            raise AssertionError(f"not within {seconds} s: {condition}; the page says {state}") from None

    async def click(self, selector: str):
        await self.until(f"(document.querySelector({json.dumps(selector)})?.click(), document.querySelector({json.dumps(selector)}) !== null)")

    async def press(self, code: str):
        for kind in ("rawKeyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, code=code, key=code)

    async def to_front(self):
        await self.browser.call("Target.activateTarget", targetId=self.target)

    async def freeze(self, asleep: bool):
        """As a browser or a phone does it to a page in the background: no task of it runs any more."""
        await self.call("Page.setWebLifecycleState", state="frozen" if asleep else "active")
