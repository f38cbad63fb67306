"""The page on one origin, API and sockets on another, as behind a CDN: a player registers, plays, and downloads a replay."""
import functools
import http.server
import os
import subprocess
import threading
from contextlib import contextmanager

import pytest

from System.browser import browser
from System.stack import ROOT, Stack, http as ask

PAGE = "http://127.0.0.77:9090"


@contextmanager
def page_server(folder):
    """Serves the files, and index.html for paths that are none, as a bucket behind a CDN does."""
    class Handler(http.server.SimpleHTTPRequestHandler):
        extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}

        def send_head(self):
            if not os.path.isfile(self.translate_path(self.path)):
                self.path = "/index.html"
            return super().send_head()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.77", 9090), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def build(folder, **env):
    return subprocess.run([ROOT / "scripts/build-client", str(folder)], env={**os.environ, **env}, capture_output=True,
                          text=True, timeout=300)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page") / "client"
    done = build(folder, SNAKETRON_API_URL="http://127.0.0.1:8080")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def play_solo(ada) -> None:
    ada.page.get_by_role("button", name="Solo").click()
    ada.wait("s.phase === 'running' && s.tick > 2")


def test_a_page_of_an_allowed_origin_plays(client, tmp_path):
    stack = Stack(tmp_path / "home", nodes=1, env={"ALLOWED_ORIGINS": PAGE})
    stack.up()
    try:
        with page_server(client), browser() as player:
            ada = player("Ada")
            ada.open(PAGE + "/")
            play_solo(ada)
            ada.wait("s.phase === 'ended'", 60)
            status = ada.page.evaluate("fetch('http://127.0.0.1:8080/api/cluster').then(r => r.status)")
            assert status == 200
            assert not ada.faults
    finally:
        stack.keep_logs("test_other_origin")
        stack.down()


def test_a_page_of_another_origin_learns_nothing(client, tmp_path):
    stack = Stack(tmp_path / "home", nodes=1)
    stack.up()
    try:
        with page_server(client), browser() as player:
            mallory = player("Mallory")
            mallory.page.goto(PAGE + "/")
            for path in ("/api/cluster", "/gateways.json"):
                told = mallory.page.evaluate(
                    f"fetch('http://127.0.0.1:8080{path}').then(r => r.text(), e => 'refused')")
                assert told == "refused", path
            asked = mallory.page.evaluate("""fetch('http://127.0.0.1:8080/api/auth/guest', {method: 'POST',
                headers: {'Content-Type': 'application/json'}, body: '{"name":"Mallory"}'}).then(r => r.status, e => 'refused')""")
            assert asked == "refused"
        assert ask(stack.gateway(1) + "/api/cluster")[0] == 200, "programs are no pages"
    finally:
        stack.down()


@pytest.mark.parametrize("name, value", [
    ("SNAKETRON_API_URL", "api.example"), ("SNAKETRON_API_URL", "https://api.example/"),
    ("SNAKETRON_API_URL", 'https://a"b'), ("SNAKETRON_SOCKET_URL", "https://api.example/ws"),
])
def test_an_address_that_is_none_is_refused(tmp_path, name, value):
    done = build(tmp_path / "client", **{name: value})
    assert done.returncode == 64 and name in done.stderr, done.stderr
    assert not (tmp_path / "client").exists()
