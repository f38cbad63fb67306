"""Another build is rolled through a running cluster, node by node, while many play: nobody reconnects, nothing is lost.

The other build is a copy of this one, or what `SNAKETRON_NEXT_BUILD` names: a folder with the programs of the next version
(`make next`), which knows one command more, has one field more in its world, another rule and another bot. `ROLL_TO` names any other
build that knows the version in force.
"""
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from crowd import Crowd, Patience
from player import Player, check, play_during
from stack import Stack, http, tool, wait_for

PLAYERS = int(os.environ.get("ROLL_PLAYERS", "24"))
NODES = int(os.environ.get("ROLL_NODES", "3"))
QUIET = os.environ.get("ROLL_QUIET", "2")
NEXT = os.environ.get("SNAKETRON_NEXT_BUILD")
PROGRAMS = [f"snaketron-{service}" for service in ("registry", "consensus", "simulation", "gateway")]


def copy_of(folder: Path, target: Path) -> Path:
    """The same programs in another folder: another build, as far as anybody can tell."""
    target.mkdir()
    for name in PROGRAMS:
        try:
            os.link(folder / name, target / name)
        except OSError:
            shutil.copy2(folder / name, target / name)
    return target


def own_build() -> Path:
    return Path(tool()).resolve().parent


@pytest.fixture
def stack(tmp_path):
    stack = Stack(tmp_path / "home", nodes=NODES,
                  env={"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"})
    stack.up()
    yield stack
    stack.keep_logs("test_rolling")
    stack.down()


def builds(stack: Stack) -> set:
    return {node["build"] for node in stack.status()}


def roll(stack: Stack, *arguments: str, check: bool = True):
    done = stack.run("roll", *arguments, "--quiet", QUIET, check=check, timeout=600)
    print(done.stdout + done.stderr, flush=True)
    return done


def replay_of(stack: Stack, name: str, path: Path) -> Path:
    url = f"{stack.gateway(1)}/api/replays/{name}"
    wait_for(lambda: http(url)[0] == 200, 20, "the replay")
    path.write_bytes(urllib.request.urlopen(url, timeout=3).read())
    return path


def verified(program: str, path: Path) -> None:
    verdict = subprocess.run([program, "verify", path], capture_output=True, text=True, timeout=30)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def equal_worlds(stack: Stack, stopped: int = 0) -> None:
    """Nobody plays any more: every node's world is the same, none was found to differ, and so many had stopped."""
    nodes = stack.settled(120)  # matches whose players left go on for a while
    assert not [found for node in nodes for found in node["divergences"]], nodes
    assert not [node["stopped"] for node in nodes if node["stopped"]]
    logs = [stack.log(n, service) for n in range(1, stack.nodes + 1) for service in ("consensus", "simulation")]
    assert not any("differs from the majority" in log for log in logs)
    assert sum("this build cannot go on" in log for log in logs) == stopped


@pytest.mark.skipif(bool(NEXT), reason="the next build is rolled instead")
def test_a_copy_is_rolled_through_the_cluster_and_back_while_many_play(stack, tmp_path):
    mine = own_build()
    other = Path(os.environ["ROLL_TO"]).resolve() if "ROLL_TO" in os.environ else copy_of(mine, tmp_path / "other")
    spans = played_through(stack, tmp_path, ["--to", str(other)], {str(other)})
    verified(tool(), spans)

    # Half-way, by a person: the same command goes on, --back returns.
    stack.settled(60)
    process = subprocess.Popen([tool(), "roll", "--back", "--quiet", QUIET], env=stack.env, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_for(lambda: len(builds(stack) - {None}) == 2 and None not in builds(stack), 120, "one node of the build before")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0 and "stopped between two nodes" in said, said
    assert builds(stack) == {str(mine), str(other)}
    roll(stack, "--to", str(mine))
    assert builds(stack) == {str(mine)}
    assert "run" in roll(stack, "--to", str(mine)).stdout and builds(stack) == {str(mine)}
    equal_worlds(stack)


def played_through(stack: Stack, tmp_path: Path, arguments: list[str], expected: set[str]) -> Path:
    """Rolls while a crowd plays; returns the file of a replay of a match that spans all of it."""
    gateways = [stack.gateway(node) for node in range(1, stack.nodes + 1)]
    with Crowd(gateways, PLAYERS, patience=Patience.of_many()) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 60, "nine tenths of the players in a match")
        wait_for(lambda: all(p.standby and p.standby.can_be_taken for p in crowd.players), 30, "everybody has a standby")
        crowd.reconnects.clear()
        began = time.monotonic()

        async def match():
            async with Player(gateways, "Ada") as ada, Player(gateways[1:] + gateways[:1], "Grace") as grace:
                await play_during(lambda: roll(stack, *arguments), [ada, grace], seconds=400)
                assert await grace.outcome(await grace.command("leave")) == "accepted"
                await ada.until(lambda: ada.match["phase"] == "ended", "the end")
                assert check([ada, grace]) == []
                return ada.replay(), max(ada.longest_silence(), grace.longest_silence())

        name, silence = asyncio.run(match())
        ended = time.monotonic()
        reconnects = list(crowd.reconnects)
        gap = max((length for p in crowd.players for end, length, _ in list(p.gaps) if began < end < ended + 1), default=0)
        print(f"{PLAYERS} players on {stack.nodes} nodes, {ended - began:.0f} s; longest gap between Updates "
              f"{gap * 1000:.0f} ms, of the match that spans it {silence * 1000:.0f} ms; takes {dict(crowd.takes)}, closes "
              f"{dict(crowd.closes)}, reconnects {len(reconnects)}", flush=True)
        found = [f"reconnected: {one}" for one in reconnects]
        found += [f"stuck: {player}" for player in crowd.stuck(30)]
        found += [f"no outcome at the end: {player}" for player in crowd.settle(30)]
        found += crowd.review(8) + crowd.news() + crowd.misplaced()
        print(crowd.summary())
        assert not found, "\n".join(found[:20])
        assert crowd.outcomes["accepted"] > PLAYERS * 10, "they played"
    assert builds(stack) == expected
    return replay_of(stack, name, tmp_path / "spans.snkr")


@pytest.mark.skipif(bool(NEXT), reason="the next build is rolled instead")
def test_a_build_that_does_not_get_ready_is_rolled_back(stack, tmp_path):
    """Its simulation ends at once: nodes are given the build before again, and the command says why."""
    mine = own_build()
    broken = copy_of(mine, tmp_path / "broken")
    (broken / "snaketron-simulation").unlink()
    (broken / "snaketron-simulation").write_text("#!/bin/sh\necho 'behaviour 1 to 1'\nexit 70\n")
    (broken / "snaketron-simulation").chmod(0o755)
    done = roll(stack, "--to", str(broken), "--patience", "15", check=False)
    assert done.returncode == 1 and "rolled back" in done.stdout + done.stderr, done
    assert builds(stack) == {str(mine)}
    equal_worlds(stack)


def test_a_build_that_does_not_know_the_version_in_force_is_refused(stack, tmp_path):
    """Before anything is touched, with the reason."""
    before = stack.status()
    later = copy_of(own_build(), tmp_path / "later")
    (later / "snaketron-simulation").unlink()
    (later / "snaketron-simulation").write_text("#!/bin/sh\necho 'behaviour 7 to 8'\n")
    (later / "snaketron-simulation").chmod(0o755)
    done = roll(stack, "--to", str(later), check=False)
    assert done.returncode == 1 and "nothing was touched" in done.stderr and "behaviour 1 is in force" in done.stderr
    assert [n["processes"] for n in stack.status()] == [n["processes"] for n in before]
    assert roll(stack, "--to", str(tmp_path), check=False).returncode == 1


@pytest.mark.skipif(not NEXT, reason="needs the next build: make next, SNAKETRON_NEXT_BUILD=FOLDER")
def test_the_next_version_is_rolled_back_half_way_and_rolled_to_and_raises_the_behaviour(stack, tmp_path):
    mine, later = own_build(), Path(NEXT).resolve()
    process = subprocess.Popen([tool(), "roll", "--to", str(later), "--quiet", QUIET], env=stack.env, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_for(lambda: builds(stack) == {str(mine), str(later)}, 120, "one node of the next build")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=120)
    assert "stopped between two nodes" in said, said
    assert {n["behaviour"] for n in stack.status()} == {1}, "not raised while builds differ"
    roll(stack, "--back")
    assert builds(stack) == {str(mine)}

    spans = played_through(stack, tmp_path, ["--to", str(later)], {str(later)})
    for program in (tool(), later / "snaketron"):
        verified(str(program), spans)
    wait_for(lambda: {n["behaviour"] for n in stack.status()} == {2}, 120, "behaviour 2 is in force on every node")
    raised = [line for n in range(1, stack.nodes + 1) for line in stack.log(n, "simulation").splitlines()
              if "raises the version of behaviour" in line]
    assert len(raised) == 1, raised
    equal_worlds(stack)

    # There is no way back now, and that is said before anything is touched.
    before = [n["processes"] for n in stack.status()]
    done = roll(stack, "--back", check=False)
    assert done.returncode == 1 and "behaviour 2 is in force" in done.stderr and "nothing was touched" in done.stderr
    assert [n["processes"] for n in stack.status()] == before

    # A node of the build before, started by force, stops where the version was raised, keeps its log and harms nobody.
    number = next(n["node"] for n in stack.status() if n["role"] == "follower")
    stack.run("stop", "--node", str(number))
    state = json.loads((stack.home / "cluster.json").read_text())
    for node in state["nodes"]:
        if node["number"] == number:
            node["build"] = str(mine)
    (stack.home / "cluster.json").write_text(json.dumps(state))
    stack.start(number)
    wait_for(lambda: stack.status()[number - 1]["stopped"], 30, "the node says why it cannot go on")
    assert http(stack.gateway(number) + "/health/ready")[0] in (200, 503)  # its gateway may play on another's simulation
    own = stack.status()[number - 1]
    assert not own["ready"] and not own["quarantined"] and re.search(r"behaviour 2|format 12", own["stopped"]), own
    assert "serves nobody" in stack.run("status").stdout
    assert {n["ready"] for n in stack.status() if n["node"] != number} == {True}
    roll(stack, "--to", str(later))
    equal_worlds(stack, stopped=1)
