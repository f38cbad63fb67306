"""Bad builds are rolled, and fail in each way that a roll looks for: it goes back by itself and says why, or does not begin."""
import asyncio
import os
import re
import signal
import subprocess
import time

import pytest
from System.player import Player, check, play_during
from System.rolls import builds, copy_of, own_build, roll, start_roll
from System.stack import Stack, wait_for

#: Answers that it is ready until it has been asked often enough to be watched, and then that it is not well.
FAILS_LATER = """#!/usr/bin/env python3
import http.server, os, time

class Handler(http.server.BaseHTTPRequestHandler):
    began = time.monotonic()

    def do_GET(self):
        self.send_response(200 if time.monotonic() - self.began < 15 else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

port = int(os.environ["WS_PORT"])
http.server.ThreadingHTTPServer((os.environ.get("GATEWAY_BIND_ADDR") or "127.0.0.1", port), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("faults") / "home", env={"ALLOW_STATE_CORRUPTION": "true"})
    stack.up()
    yield stack
    stack.keep_logs("test_roll_faults")
    stack.down()


@pytest.fixture(autouse=True)
def whole(stack):
    """Every test begins and ends with the build that is tested, and whole."""
    stack.settled(60)
    assert builds(stack) == {str(own_build())}
    yield
    stack.settled(60)
    assert builds(stack) == {str(own_build())}


def is_watching(process: subprocess.Popen) -> int:
    """The number of the first node that was replaced, once the roll watches it."""
    for line in process.stdout:
        print(line, end="", flush=True)
        if "watches for" in line:
            return int(line.split("node ")[1].split(":")[0])
    raise AssertionError(f"the roll ended before: {process.wait()}")


def rolled_back(process: subprocess.Popen, because: str) -> None:
    said, _ = process.communicate(timeout=180)
    print(said)
    assert process.returncode == 1 and "rolled back" in said and because in said, said


@pytest.mark.parametrize("service, script", [
    ("simulation", "#!/bin/sh\necho 'behaviour 1 to 2'\nexit 70\n"),
    ("gateway", "#!/bin/sh\nexec sleep 1000\n")], ids=["its simulation ends", "its gateway hangs"])
def test_a_build_that_does_not_get_ready(stack, tmp_path, service, script):
    broken = copy_of(own_build(), tmp_path / "broken", **{service: script})
    done = roll(stack, "--to", str(broken), "--patience", "10", check=False)
    assert done.returncode == 1 and "rolled back" in done.stderr, done
    assert "is not whole after" in done.stderr or "could not be replaced" in done.stderr, done
    assert done.stdout.count("replaces its build") == 2, "one node, there and back"


def test_a_build_that_answers_errors(stack, tmp_path):
    broken = copy_of(own_build(), tmp_path / "broken", gateway=FAILS_LATER)
    done = roll(stack, "--to", str(broken), "--patience", "60", "--quiet", "60", check=False)
    assert done.returncode == 1 and "rolled back" in done.stderr and "requests failed, more than 5 %" in done.stderr, done
    assert done.stdout.count("replaces its build") == 2, "one node, there and back"


def test_no_leader_for_five_seconds(stack, tmp_path):
    process = start_roll(stack, "--to", str(copy_of(own_build(), tmp_path / "other")), "--quiet", "60")
    number = is_watching(process)
    pids = [stack.pids(node)["consensus"] for node in (1, 2, 3) if node != number]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        line = ""
        while line is not None and "no node has led for" not in line:
            line = process.stdout.readline() or None
        assert line, "it says that no node leads"
        assert "brings back" in line
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    rolled_back(process, "no node has led for")


def test_a_world_that_differs(stack, tmp_path):
    def trouble():
        process = start_roll(stack, "--to", str(copy_of(own_build(), tmp_path / "other")), "--quiet", "60")
        number = is_watching(process)
        os.kill(stack.pids(number)["simulation"], signal.SIGUSR1)
        rolled_back(process, "the worlds of nodes differ")

    async def match():
        gateways = [stack.gateway(node) for node in (1, 2, 3)]
        async with Player(gateways, "Ada", standby=True) as ada, Player(gateways[1:], "Grace", standby=True) as grace:
            await play_during(trouble, [ada, grace], seconds=400)
            assert check([ada, grace]) == []

    asyncio.run(match())


def test_a_roll_that_is_killed_goes_on_by_the_same_command(stack, tmp_path):
    """kill -9 while a node is replaced: it may run nothing, or two builds."""
    other = copy_of(own_build(), tmp_path / "other")
    process = start_roll(stack, "--to", str(other))
    for line in process.stdout:
        if "replaces its build" in line:
            break
    time.sleep(1)
    process.kill()
    process.wait()
    assert builds(stack) != {str(other)}
    roll(stack, "--to", str(other))
    assert builds(stack) == {str(other)}
    roll(stack, "--back")


def test_a_build_that_does_not_know_the_version_in_force_is_refused(stack, tmp_path):
    """Before anything is touched, with the reason."""
    before = stack.status()
    later = copy_of(own_build(), tmp_path / "later", simulation="#!/bin/sh\necho 'behaviour 7 to 8'\n")
    done = roll(stack, "--to", str(later), check=False)
    assert done.returncode == 1 and "nothing was touched" in done.stderr and re.search("behaviour [12] is in force", done.stderr)
    half = tmp_path / "half"
    half.mkdir()
    (half / "snaketron-gateway").write_text("")
    for folder in (tmp_path / "nowhere", half):
        assert roll(stack, "--to", str(folder), check=False).returncode == 1
    assert [n["processes"] for n in stack.status()] == [n["processes"] for n in before]
