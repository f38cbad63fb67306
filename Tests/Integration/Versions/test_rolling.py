"""Another build is rolled through a running cluster, node by node, while many play: nobody reconnects, nothing is lost.

The other build is a copy of this one, and what `SNAKETRON_NEXT_BUILD` names: a folder with the programs of the next version
(scripts/build-next), which knows one command more, has one field more in its world, another rule and another bot. `ROLL_TO` names any
other build that knows the version in force, in the copy's place. What a roll does with bad builds is in test_roll_faults.py.
"""
import asyncio
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from System.crowd import Crowd, Patience
from System.player import Player, check, steer
from System.rolls import builds, copy_of, equal_worlds, own_build, roll, start_roll
from System.stack import Stack, http, tool, wait_for

PLAYERS = int(os.environ.get("ROLL_PLAYERS", "12"))
NODES = int(os.environ.get("ROLL_NODES", "3"))
NEXT = os.environ.get("SNAKETRON_NEXT_BUILD")


@pytest.fixture
def stack(tmp_path):
    stack = Stack(tmp_path / "home", nodes=NODES,
                  env={"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"})
    stack.up()
    yield stack
    stack.keep_logs("test_rolling")
    stack.down()


def replay_of(stack: Stack, name: str, path: Path) -> Path:
    url = f"{stack.gateway(1)}/api/replays/{name}"
    wait_for(lambda: http(url)[0] == 200, 20, "the replay")
    path.write_bytes(urllib.request.urlopen(url, timeout=3).read())
    return path


def verified(program: str, path: Path) -> None:
    verdict = subprocess.run([program, "verify", path], capture_output=True, text=True, timeout=30)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def ratings(base: str, player: Player) -> list[dict]:
    return json.loads(http(f"{base}/api/ratings/{player.user['id']}")[1])["ratings"]


def metric(stack: Stack, node: int, name: str) -> int | None:
    found = re.search(rf"^{name} (\d+)", http(f"http://127.0.0.{node}:9103/metrics")[1], re.MULTILINE)
    return int(found[1]) if found else None


async def ready_and_play(player: Player, enough: asyncio.Event) -> None:
    await player.until(lambda: player.match["phase"] in ("ready", "countdown", "running"), "a match", 60)
    await player.outcome(await player.command("ready"))
    await steer(player, 1_200, enough=enough)


def distances(crowd: Crowd, began: float, ended: float) -> str:
    """The time between two Updates, in ms. While nobody steers it is 250: an Update comes every five ticks. The crowd keeps those
    over 150 ms."""
    of_takes, others = [], []
    for player in crowd.players:
        for end, length, _ in list(player.gaps):
            if began < end < ended + 1:
                near = any(end - length - 0.1 < took < end + 0.1 for took in player.took)
                (of_takes if near else others).append(length * 1000)
    long = sorted(of_takes + others, reverse=True)
    total = sum(p.updates for p in crowd.players)
    ranks = ", ".join(f"p{part} {long[rank]:.0f}" if (rank := int(total * (100 - part) / 100)) < len(long) else f"p{part} under 150"
                      for part in (50, 99, 99.9))
    return (f"{total} Updates, the distance between two: {ranks}, longest {max(of_takes, default=150):.0f} ms where a standby was taken, "
            f"{max(others, default=150):.0f} elsewhere")


def played_through(stack: Stack, tmp_path: Path, trouble) -> Path:
    """Has a crowd play, and two a ranked match, while `trouble()` runs; returns the file of that match's replay."""
    gateways = [stack.gateway(node) for node in range(1, stack.nodes + 1)]
    with Crowd(gateways, PLAYERS, patience=Patience.of_many()) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 120, "nine tenths of the players in a match")
        wait_for(lambda: all(p.standby and p.standby.can_be_taken for p in crowd.players), 60, "everybody has a standby")
        crowd.reconnects.clear()
        began = time.monotonic()

        async def match():
            async with Player(gateways, "Ada", standby=True) as ada, Player(gateways[1:] + gateways[:1], "Grace", standby=True) as grace:
                enough = asyncio.Event()
                for player in (ada, grace):
                    assert await player.outcome(await player.command("queue", modes=["duel"], ranked=True)) == "accepted"
                games = [asyncio.create_task(ready_and_play(player, enough)) for player in (ada, grace)]
                await ada.until(lambda: ada.view and len(ada.view.arrivals) > 10, "play", 40)
                await asyncio.to_thread(trouble)
                end = ada.view.tick + 60
                await ada.until(lambda: ada.view.tick > end or ada.match["phase"] != "running", "play after the roll")
                assert ada.match["ranked"] and ada.match["phase"] == "running", "one match spans all of it"
                enough.set()
                await asyncio.gather(*games)
                assert await grace.outcome(await grace.command("leave")) == "accepted"
                await ada.until(lambda: ada.match["phase"] == "ended", "the end")
                assert check([ada, grace]) == []
                assert ada.takes and grace.takes and len(ada.connections) + len(grace.connections) == 2 + len(ada.takes + grace.takes)
                return ada, grace

        ada, grace = asyncio.run(match())
        ended = time.monotonic()
        reconnects = list(crowd.reconnects)
        print(f"{PLAYERS} players on {stack.nodes} nodes, {ended - began:.0f} s; {distances(crowd, began, ended)}; of the match that spans it at "
              f"most {max(ada.longest_silence(), grace.longest_silence()) * 1000:.0f} ms; takes {dict(crowd.takes)}, closes "
              f"{dict(crowd.closes)}, reconnects {len(reconnects)}", flush=True)
        found = [f"reconnected: {one}" for one in reconnects]
        found += [f"stuck: {player}" for player in crowd.stuck(30)]
        found += [f"no outcome at the end: {player}" for player in crowd.settle(30)]
        found += crowd.review(8) + crowd.news() + crowd.misplaced()
        print(crowd.summary())
        assert not found, "\n".join(found[:20])
        assert crowd.outcomes["accepted"] > PLAYERS * 10, "they played"
    for player, wins in ((ada, 1), (grace, 0)):
        (rating,) = wait_for(lambda: ratings(gateways[-1], player), 20, "ratings")
        assert (rating["ranked"], rating["matches"], rating["wins"], rating["last"]["match"]) == (True, 1, wins, ada.match["id"]), rating
    return replay_of(stack, ada.replay(), tmp_path / "spans.snkr")


def test_a_copy_is_rolled_through_the_cluster(stack, tmp_path):
    mine = own_build()
    other = Path(os.environ["ROLL_TO"]).resolve() if "ROLL_TO" in os.environ else copy_of(mine, tmp_path / "other")
    spans = played_through(stack, tmp_path, lambda: roll(stack, "--to", str(other)))
    assert builds(stack) == {str(other)}
    verified(tool(), spans)
    assert "run" in roll(stack, "--to", str(other)).stdout, "it is done already"
    equal_worlds(stack)


async def scene(stack: Stack) -> tuple[int, bool]:
    """Two meet for a match, and one of them loses the connection. Returns for how many seconds they may get ready, and whether the bot
    that stands in uses the boost."""
    gateways = [stack.gateway(node) for node in range(1, stack.nodes + 1)]
    async with Player(gateways, "Ivy") as ivy, Player(gateways, "Max") as max_:
        for player in (ivy, max_):
            assert await player.outcome(await player.command("queue", modes=["duel"], ranked=True)) == "accepted"
        for player in (ivy, max_):
            await player.until(lambda: player.match["phase"] == "ready", "a match", 30)
        seconds = -(-max(ivy.match["remainingMs"], max_.match["remainingMs"]) // 1000)
        for player in (ivy, max_):
            assert await player.outcome(await player.command("ready")) == "accepted"
        await ivy.until(lambda: ivy.match["phase"] == "running" and ivy.view and ivy.view.arrivals, "the start", 30)
        slot = next(n for n, player in enumerate(ivy.match["players"]) if player["id"] == max_.user["id"])
        await max_.vanish()
        await ivy.until(lambda: ivy.match["players"][slot]["standIn"], "a bot to stand in", 20)
        since = ivy.view.tick

        def boosts() -> bool:
            return any(held for _, at, held in ivy.view.boosts if at == slot)

        await ivy.until(lambda: boosts() or ivy.view.tick > since + 100, "five seconds of the bot", 30)
        await max_.come_back()
        assert await ivy.outcome(await ivy.command("leave")) == "accepted"
        return seconds, boosts()


@pytest.mark.skipif(not NEXT, reason="needs the next build: scripts/build-next, SNAKETRON_NEXT_BUILD=.build-next/release")
def test_the_next_version_is_rolled_back_half_way_and_rolled_to_and_raises_the_behaviour(stack, tmp_path):
    mine, later = own_build(), Path(NEXT).resolve()
    in_force = lambda version: {n["behaviour"] for n in stack.status()} == {version}  # noqa: E731
    wait_for(lambda: in_force(2), 60, "this build's version of behaviour is in force")

    def trouble():
        """Forward, and back half-way; forward, and the version is raised; and no way back."""
        process = start_roll(stack, "--to", str(later))
        wait_for(lambda: sum(n["build"] == str(later) for n in stack.status()) >= stack.nodes // 2, 240, "half of the nodes of the next build")
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0 and "stopped between two nodes" in said, said
        print(said)
        assert builds(stack) == {str(mine), str(later)}
        assert in_force(2), "not raised while builds differ"
        assert asyncio.run(scene(stack)) == (15, False), "both builds do as the version in force says"
        roll(stack, "--back")
        assert builds(stack) == {str(mine)}

        roll(stack, "--to", str(later))
        assert builds(stack) == {str(later)}
        wait_for(lambda: in_force(3), 120, "behaviour 3 is in force on every node")
        assert asyncio.run(scene(stack)) == (10, True), "the new rule, and the new bot"
        # The new command comes once a second, and counts in the new field, on every node.
        for node in range(1, stack.nodes + 1):
            wait_for(lambda: (metric(stack, node, "snaketron_simulation_marks") or 0) > 2, 20, f"marks on node {node}")
            wait_for(lambda: metric(stack, node, "snaketron_simulation_snapshot_behaviour") == 3, 20,
                     "a snapshot that needs no build of before")

        before = [n["processes"] for n in stack.status()]
        done = roll(stack, "--back", check=False)
        assert done.returncode == 1 and "behaviour 3 is in force" in done.stderr and "nothing was touched" in done.stderr
        assert [n["processes"] for n in stack.status()] == before

    spans = played_through(stack, tmp_path, trouble)
    for program in (tool(), later / "snaketron"):
        verified(str(program), spans)
    raised = [line for n in range(1, stack.nodes + 1) for line in stack.log(n, "simulation").splitlines()
              if "raises the version of behaviour" in line]
    assert len([line for line in raised if re.search(r'behaviour\.version="?3\b', line)]) == 1, raised
    equal_worlds(stack)

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
    assert not own["ready"] and not own["quarantined"] and re.search(r"behaviour 3", own["stopped"]), own
    assert "serves no players" in stack.run("status").stdout
    assert {n["ready"] for n in stack.status() if n["node"] != number} == {True}
    counted = metric(stack, next(n for n in range(1, stack.nodes + 1) if n != number), "snaketron_simulation_marks")
    roll(stack, "--to", str(later))
    # It has the field from the snapshot, and the commands after it from the log.
    wait_for(lambda: (metric(stack, number, "snaketron_simulation_marks") or 0) > counted, 30, "its marks go on")
    equal_worlds(stack, stopped=1)
