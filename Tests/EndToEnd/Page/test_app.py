"""The page as an app: it installs, plays offline, is never older than the server, and its first visit is small."""
import asyncio
import functools
import http.server
import re
import shutil
import threading
import urllib.request
from contextlib import contextmanager

from System.browser import DESKTOP, browser
from System.firefox import firefox
from System.stack import ROOT, wait_for
from System.tabs import Chromium

WITH_WORKER = {**DESKTOP, "service_workers": "allow"}
#: Bytes on the wire, heads of the answers left out: until the home page can be used, and until a match is on the screen.
FIRST_VISIT, FIRST_MATCH = 150_000, 250_000


def test_a_first_visit_is_small(stack):
    with browser() as player:
        ada = player("Ada")
        sizes = {}

        def count(response) -> None:
            if response.status == 200 and "/assets/" in response.url or response.url.rstrip("/").endswith(":8080"):
                sizes[response.url] = int(response.headers["content-length"])

        ada.page.on("response", count)
        ada.page.goto(stack.gateway(1), wait_until="networkidle")
        home = dict(sizes)
        assert any(url.endswith(".js") for url in home) and any(url.endswith(".wasm") for url in home), home
        assert sum(home.values()) <= FIRST_VISIT, home
        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Solo").click()
        ada.wait("s.phase === 'running' && s.tick > 2")
        assert sum(sizes.values()) <= FIRST_MATCH, sizes
        assert not ada.faults


def test_it_installs_and_practice_works_offline(stack):
    with browser() as player:
        ada = player("Ada", **WITH_WORKER)
        ada.page.goto(stack.gateway(1))
        manifest = ada.page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
        for icon in manifest["icons"]:
            with urllib.request.urlopen(stack.gateway(1) + icon["src"], timeout=5) as answer:
                assert answer.headers["content-type"] == icon["type"]
        ada.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        ada.page.context.set_offline(True)
        ada.page.reload()
        ada.page.get_by_role("button", name="Learn it in 30 seconds").click()
        ada.page.get_by_test_id("lesson").wait_for()
        ada.page.keyboard.press("ArrowLeft")
        ada.wait("s.practice.tick > 5")
        ada.page.goto(stack.gateway(1) + "/settings")
        ada.page.get_by_role("heading", name="Settings").wait_for()
        ada.page.context.set_offline(False)
        assert not ada.faults


def test_the_browser_itself_finds_nothing_against_an_installation(stack):
    async def run():
        async with Chromium() as browser:
            tab = await browser.tab(stack.gateway(1))
            await tab.until("navigator.serviceWorker.ready.then(() => true)")
            assert (await tab.call("Page.getInstallabilityErrors"))["installabilityErrors"] == []

    asyncio.run(run())


class Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_): pass

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")  # as a gateway answers; else Firefox guesses for how long a page is good
        super().end_headers()


@contextmanager
def serving(folder):
    """Yields the address of a server of these files, and a function that ends it: then nothing answers there any more."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ended = []

    def end() -> None:
        if not ended:
            ended.append(True)
            server.shutdown()
            server.server_close()

    try:
        yield f"http://127.0.0.1:{server.server_port}/", end
    finally:
        end()


#: Of the worker of `deploy`'s page.
NEW = "0123456789abcdef"
#: It has taken over once it is active and nothing else is on its way.
HAS_NEW_WORKER = f"""navigator.serviceWorker.getRegistration().then(async (kept) =>
    (await caches.keys()).includes("snaketron-{NEW}") && !kept.installing && !kept.waiting)"""


def deploy(served, scratch) -> None:
    """A page that says of itself that it is new takes the place of the one that is served."""
    new = scratch / "new"
    shutil.copytree(ROOT / ".build" / "client", new)
    script = next(path for path in (new / "assets").glob("main-*.js"))
    script.write_text("document.body.dataset.version = 'new';" + script.read_text())
    renamed = script.with_name("main-NEWNEW01.js")
    script.rename(renamed)
    for name in ("index.html", "sw.js"):
        text = (new / name).read_text().replace(script.name, renamed.name)
        (new / name).write_text(re.sub(r'version = "[0-9a-f]+"', f'version = "{NEW}"', text))
    shutil.rmtree(served)
    shutil.copytree(new, served)


def test_after_a_deployment_nobody_sees_the_old_page(tmp_path):
    """The same server, other files: what the worker has kept must not come between."""
    served = tmp_path / "served"
    shutil.copytree(ROOT / ".build" / "client", served)
    with serving(served) as (address, _), browser() as player:
        ada = player("Ada", **WITH_WORKER)
        ada.page.goto(address)
        ada.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        ada.page.reload()
        assert ada.page.evaluate("navigator.serviceWorker.controller !== null")
        deploy(served, tmp_path)
        ada.page.reload()
        assert ada.page.evaluate("document.body.dataset.version") == "new", "the very first load after the deployment"
        ada.page.evaluate("navigator.serviceWorker.getRegistration().then((kept) => kept.update())")
        wait_for(lambda: ada.page.evaluate(HAS_NEW_WORKER), 30, "the new worker")
        ada.page.context.set_offline(True)
        ada.page.reload()
        assert ada.page.evaluate("document.body.dataset.version") == "new", "and offline"
        ada.page.context.set_offline(False)


def test_firefox_keeps_the_page_too_and_never_an_old_one(tmp_path):
    """A server that ends is as good as no network. Its files change before that."""
    served = tmp_path / "served"
    shutil.copytree(ROOT / ".build" / "client", served)
    with serving(served) as (address, end), firefox() as player:
        ada = player("Ada")
        ada.goto(address)
        assert ada.evaluate("navigator.serviceWorker.ready.then(() => true)")
        ada.goto(address + "?again")
        assert ada.evaluate("navigator.serviceWorker.controller !== null")
        deploy(served, tmp_path)
        ada.goto(address)
        assert ada.evaluate("document.body.dataset.version") == "new", "the very first load after the deployment"
        ada.evaluate("navigator.serviceWorker.getRegistration().then((kept) => kept.update()).then(() => true)")
        wait_for(lambda: ada.evaluate(HAS_NEW_WORKER), 30, "the new worker")
        end()
        ada.goto(address + "practice")
        assert ada.evaluate("document.body.dataset.version") == "new", "and without a server"
        wait_for(lambda: ada.evaluate("document.querySelector('[data-testid=lesson]') !== null"), 20, "the lesson")
        wait_for(lambda: ada.press("ArrowLeft") or ada.read("practice")["tick"] > 5, 20, "the game to go")
        ada.goto(address + "settings")
        wait_for(lambda: ada.evaluate("document.querySelector('h1')?.textContent") == "Settings", 20, "the settings")
        assert not ada.faults, ada.faults
