"""Any one node or link fails, in every way there is, while two dozen players play: nothing is lost, doubled or stuck.

The players know the rules from docs/guide/rules.md alone, and compare the hash of every state.

The short form of `make bench-faults`: one fault a kind, on the leader, on a new leader or on a follower in turn. Counts judge,
times do not; what is waited for has deadlines far beyond what it takes. `FAULTS_SEED=2` deals the roles and times anew.
"""
import os
import random

import pytest
from System.crowd import Crowd
from System.node_faults import KINDS, ROLES, Nodes, attempt
from System.stack import wait_for
from System.stranger import Stranger, check_replays, fetcher

PLAYERS = 24
MODES = ("duel", "2v2", "ffa")
SEED = int(os.environ.get("FAULTS_SEED", "1"))
#: Seconds that a fault lasts.
SHORTEST, LONGEST = 1, 3


@pytest.mark.parametrize("disks", [False, True], ids=["nodes and links", "disks"])
def test_one_node_or_link_may_fail_in_any_way(tmp_path, disks):
    rng = random.Random(SEED)
    nodes = Nodes(tmp_path / "home", disks=disks)
    found = []
    with nodes.begun(f"test_node_faults-{'disks' if disks else 'links'}"):
        kinds = [kind for kind in KINDS if (kind.needs == "disks") == disks and kind.possible(nodes)]
        if not kinds:
            pytest.skip("; ".join(nodes.why))
        with Crowd([nodes.gateway(n) for n in nodes.numbers], PLAYERS, pace=0.35, fickle=0.002, kind=Stranger, modes=MODES) as crowd:
            wait_for(lambda: crowd.playing() >= PLAYERS // 2, 60, "half of them play")
            for number, kind in enumerate(kinds * (3 if disks else 1)):
                trial = attempt(nodes, crowd, kind, ROLES[(number + SEED) % len(ROLES)], rng.uniform(SHORTEST, LONGEST), rng)
                print(f"{trial.what}: longest gap {trial.gap * 1000:.0f} ms, took {dict(crowd.takes)}", flush=True)
                found += [f"{trial.what}: {fault}" for fault in (*trial.unready, *trial.stuck, *trial.broken)]
                assert not trial.unready and not trial.stuck, "\n".join(found)
            found += [f"no outcome at the end: {player}" for player in crowd.settle()]
            found += crowd.review(PLAYERS) + crowd.news() + crowd.misplaced()
            checked, wrong = check_replays(crowd, fetcher(nodes.gateway(1)))
            found += [*wrong, *(one for player in crowd.players for one in player.disagreements)]
            compared = sum(player.view.compared for player in crowd.players)
            assert compared > 0 and checked > 0, "states and replays were compared"
            print(f"{compared} state hashes and {checked} replays are what the rules' page tells;", crowd.summary(), *nodes.why, sep="\n")
    assert not found, "\n".join(found)
    if not disks and not nodes.links:
        pytest.skip("all but links: " + "; ".join(nodes.why))
