"""Six hundred players on three nodes, while each process in turn is killed and started, and stopped and continued.

Clients of docs/guide/protocol.md, all in one process, play Duels through every fault. Counts judge, times do not: what is waited for
has a deadline far beyond what it takes on a machine with two busy cores, and no result says how fast anything was.
`LOAD_PLAYERS=300` has fewer, `LOAD_SEED=2` chooses other nodes and times,
`LOAD_FAULTS=gateway,node` does only these.
"""
import os
import random
import signal
import time

import pytest
from System.crowd import Crowd, Patience
from System.stack import Stack, wait_for

PLAYERS = int(os.environ.get("LOAD_PLAYERS", "600"))
SEED = int(os.environ.get("LOAD_SEED", "1"))
FAULTS = os.environ.get("LOAD_FAULTS", "gateway,simulation,consensus,registry,node").split(",")
SERVICES = ("gateway", "simulation", "consensus", "registry")
#: Seconds until every node is ready again. Unloaded it takes less than two.
READY = 10
#: Seconds until each player got an outcome and Updates again.
GOES_ON = 20
#: Seconds until each player is in a match. The odd one out gets a bot after 20.
PLAYS = 60
#: Matches that are watched again from their first tick.
WATCHED = 24


@pytest.fixture
def loaded(tmp_path, request):
    """Three nodes that take any number of players from this address."""
    stack = Stack(tmp_path / "home", env={"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"})
    stack.up()
    yield stack
    stack.keep_logs("test_load")
    stack.down()


def fail(stack: Stack, node: int, what: str, how: str, rng: random.Random) -> str:
    """Kills and starts, or stops and continues, one process or all four of a node; returns what was done."""
    services = SERVICES if what == "node" else (what,)
    if how == "killed":
        if what == "node":
            stack.kill_node(node)
        else:
            stack.kill(node, what)
        time.sleep(rng.uniform(0, 1))
        stack.start(node, None if what == "node" else what)
        return "killed and started"
    seconds = rng.uniform(0.5, 3)
    pids = [stack.pids(node)[service] for service in services]
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for pid in pids:
            os.kill(pid, number)
        if number == signal.SIGSTOP:
            time.sleep(seconds)
    return f"stopped for {seconds:.1f} s"


def test_every_process_may_fail_under_load(loaded):
    rng = random.Random(SEED)
    found = []
    with Crowd([loaded.gateway(node) for node in (1, 2, 3)], PLAYERS, fickle=0.005, patience=Patience.of_many()) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 60, "nine tenths of the players in a match")
        for what in FAULTS:
            for whose in ("leader", "follower"):
                for how in ("killed", "stopped"):
                    leader = loaded.leader()["node"]
                    node = leader if whose == "leader" else rng.choice([n for n in (1, 2, 3) if n != leader])
                    if what == "consensus":  # its simulation detaches them all at once
                        found += [f"does not come to node {node}: {player}" for player in crowd.gather(loaded.gateway(node), GOES_ON)]
                    done = f"{what} {node} ({whose}) {fail(loaded, node, what, how, rng)}"
                    broken = [f"{READY} s later {late}" for late in loaded.unready(READY)]
                    broken += [f"{GOES_ON} s later a player is stuck: {player}" for player in crowd.stuck(GOES_ON)]
                    found += [f"{done}: {fault}" for fault in [*broken, *crowd.news()]]
                    print(f"{time.monotonic() - crowd.began:5.1f} s  {done}: {crowd.playing()} play, {len(found)} faults so far, "
                          f"takes {dict(crowd.takes)}, closes {dict(crowd.closes)}", flush=True)
                    assert not broken, told(found)
        crowd.fickle = 0
        found += [f"waits for a match for ever: {player.state()}" for player in crowd.each(lambda player: player.phase == "running", PLAYS)]
        found += [f"no outcome at the end: {player}" for player in crowd.settle(GOES_ON)]
        found += crowd.review(WATCHED) + crowd.news() + crowd.misplaced()
        print(crowd.summary())
        assert crowd.outcomes["accepted"] > PLAYERS * 20, "they played"
    assert not found, told(found)


def told(found: list[str]) -> str:
    return "\n".join([f"{len(found)} faults (LOAD_SEED={SEED})", *found[:20]])
