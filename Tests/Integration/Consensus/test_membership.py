"""The membership of a cluster looks after itself: real registry and consensus processes, up to nine nodes.

`SOAK=1` runs with the timers of production and more rounds; without it they are a tenth and the file takes less than a minute.
"""
import os
import time

import pytest
from System.consensus_client import ConsensusCluster, Writer, survivor
from System.stack import wait_for

SOAK = os.environ.get("SOAK") == "1"
#: Of production: silence 5 s, steady 5 s, 10 s between changes.
TIMERS = {"LEADER_RHYTHM_MS": "3600000"}  # a stall of a busy machine costs no election
if not SOAK:
    TIMERS |= {"VOTER_SILENCE_MS": "700", "LEARNER_STEADY_MS": "500", "VOTER_CHANGE_INTERVAL_MS": "1000"}
#: Seconds that one change may take at most; generous, for a busy machine.
PATIENCE = 90 if SOAK else 40


@pytest.fixture
def cluster(tmp_path, request):
    cluster = ConsensusCluster(tmp_path, nodes=9, env=TIMERS)
    yield cluster
    cluster.keep_logs(request.node.name)
    cluster.stop()


def note(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def role_lines(cluster: ConsensusCluster, node: int) -> list[str]:
    """Log lines that tell of a change of role or membership."""
    return [line for line in cluster.log(node).splitlines()
            if any(f": {what} " in line for what in ("leads", "role or leader changed", "membership"))]


def elections(cluster: ConsensusCluster) -> int:
    """How many were won since the cluster began; logs outlive their nodes here."""
    return sum(cluster.log(n).count('reason="a majority voted for it"') for n in cluster.numbers)


def test_nine_empty_nodes_started_at_once_make_one_cluster(cluster):
    cluster.start()
    cluster.settled(voters=3, members=9, seconds=PATIENCE)
    statuses = cluster.statuses()
    assert len({s.cluster_id for s in statuses.values()}) == 1, "one cluster, no split"
    assert len({s.node_id for s in statuses.values()}) == 9, "no id is given twice"
    founders = [n for n in cluster.numbers if "reason=bootstrap" in cluster.log(n)]
    assert len(founders) == 1, "one node founds the cluster, eight join it"
    with Writer(cluster, survivor(cluster)) as writer:
        writer.wait_for_more()
    for node in cluster.numbers:
        wait_for(lambda: cluster.status(node).commit_index >= max(writer.acknowledged.values()), 10, "all nodes follow")
        writer.check(node)
    for line in [line for node in cluster.numbers for line in role_lines(cluster, node)]:
        assert " notice " in line and "reason=" in line, line


def test_voters_killed_one_after_another_until_three_nodes_are_left(cluster):
    cluster.start()
    cluster.settled(voters=3, members=9, seconds=PATIENCE)
    with Writer(cluster, survivor(cluster)) as writer:
        writer.wait_for_more()
        while len(cluster.living()) > 3:
            leader = cluster.settled(voters=3, seconds=PATIENCE)
            voters = sorted(n for m in leader.members if m.voter and (n := cluster.number(m.node_id)))
            # The leader and the others by turns.
            leading = cluster.leader()
            victim = leading if len(cluster.living()) % 2 else next(n for n in voters if n != leading)
            victim_id = cluster.status(victim).node_id
            cluster.kill(victim)
            killed = time.monotonic()
            writer.wait_for_more()
            after = cluster.settled(voters=3, seconds=PATIENCE)
            assert victim_id not in [m.node_id for m in after.members if m.voter]
            heir = cluster.leader()
            swap = next(line for line in reversed(cluster.log(heir).splitlines()) if f"voter {victim_id} silent for" in line)
            assert "replaced by" in swap, swap
            note(f"{'leader' if victim == leading else 'voter'} {victim_id} killed, swapped after {time.monotonic() - killed:.1f} s")
        writer.wait_for_more()
        # Three of three voters are left and nobody to swap in: the next one that dies keeps its seat.
        last = next(n for n in cluster.living() if n != cluster.leader())
        last_id = cluster.status(last).node_id
        cluster.kill(last)
        writer.wait_for_more()
    note(f"{len(writer.acknowledged)} writes acknowledged, gaps over 100 ms: {[f'{g * 1000:.0f} ms' for g in writer.gaps()]}")
    assert len(cluster.living()) == 2
    leader = cluster.leader_status()
    assert last_id in [m.node_id for m in leader.members if m.voter], "a seat is kept while nobody can take it"
    for node in cluster.living():
        writer.check(node)


def test_every_node_replaced_by_one_with_a_new_identity_at_the_same_address(cluster):
    """By turns in order (SIGTERM) and as a crash (kill -9); each time the disk is lost."""
    cluster.start()
    cluster.settled(voters=3, members=9, seconds=PATIENCE)
    before = {n: s.node_id for n, s in cluster.statuses().items()}
    with Writer(cluster, survivor(cluster)) as writer:
        writer.wait_for_more()
        for node in cluster.numbers:
            wait_for(lambda: cluster.leader(), PATIENCE, "a leader")
            led, won = cluster.leader() == node, elections(cluster)
            was_voter = cluster.status(node).node_id in [m.node_id for m in cluster.leader_status().members if m.voter]
            began = time.monotonic()
            if node % 2:
                cluster.kill(node)
            else:
                cluster.terminate(node)
            cluster.wipe(node)
            cluster.start(node)
            after = cluster.settled(voters=3, members=9, seconds=PATIENCE)
            assert elections(cluster) - won <= led, "one election for a leader that is replaced, none for others"
            writer.wait_for_more()
            role = "leader" if led else "voter" if was_voter else "learner"
            note(f"node {node} ({role}) replaced after {time.monotonic() - began:.1f} s; term {after.term}")
    after = {n: s.node_id for n, s in cluster.statuses().items()}
    assert set(after.values()).isdisjoint(before.values()), "a lost disk means a new identity"
    note(f"{len(writer.acknowledged)} writes acknowledged, gaps over 100 ms: {[f'{g * 1000:.0f} ms' for g in writer.gaps()]}")
    for node in cluster.numbers:
        wait_for(lambda: cluster.status(node).commit_index >= max(writer.acknowledged.values()), 10, "all nodes follow")
        writer.check(node)


def test_a_node_that_was_removed_while_it_was_away_is_told_and_joins_anew(tmp_path, request):
    """The registry is told that it left, so the cluster lets it go; its disk comes back with the old identity."""
    cluster = ConsensusCluster(tmp_path, nodes=4, env={**TIMERS, "LEARNER_SILENCE_MS": "1500"})
    try:
        cluster.start()
        leader = cluster.settled(voters=3, members=4, seconds=PATIENCE)
        learner = cluster.number(next(m.node_id for m in leader.members if not m.voter))
        old = cluster.status(learner).node_id
        cluster.terminate(learner)  # an orderly end takes it out of the registry's list
        cluster.settled(voters=3, members=3, seconds=PATIENCE)
        heir = cluster.leader()
        assert f"learner {old} silent for" in cluster.log(heir)
        cluster.start(learner)
        process = cluster.processes[learner, "consensus"]
        assert process.wait(PATIENCE) == 75, "a removed node ends with the exit code for it"
        last = cluster.log(learner).strip().splitlines()[-1]
        assert "taken out of the cluster" in last and "start again" in last, last
        cluster.start(learner, services=("consensus",))
        cluster.settled(voters=3, members=4, seconds=PATIENCE)
        assert cluster.status(learner).node_id != old
    finally:
        cluster.keep_logs(request.node.name)
        cluster.stop()


@pytest.mark.parametrize("numbers", [[11, 12, 13], [2, 3, 1]], ids=["others", "each other's"])
def test_all_nodes_come_back_with_other_addresses(tmp_path, numbers):
    """As a stack that is taken down and up again. The configuration in the logs knows the old addresses only."""
    cluster = ConsensusCluster(tmp_path, nodes=3)
    try:
        cluster.start()
        cluster.settled(voters=3)
        with Writer(cluster, survivor(cluster)) as writer:
            wait_for(lambda: len(writer.acknowledged) > 20, 20, "writes")
        for node in cluster.numbers:
            cluster.kill(node)
        for old in cluster.numbers:
            cluster.folder(old).rename(tmp_path / f"moving-{old}")
        for old, new in zip(cluster.numbers, numbers):
            (tmp_path / f"moving-{old}").rename(cluster.folder(new))
        cluster.numbers = sorted(numbers)
        cluster.start()
        cluster.leader(seconds=20)
        with Writer(cluster, survivor(cluster), name="later") as later:
            later.wait_for_more()

        def addresses():
            status = cluster.leader_status()
            return {member.address for member in status.members}
        wait_for(lambda: addresses() == {f"127.0.0.{n}:50052" for n in numbers}, 30, "the configuration has the new addresses")
        cluster.settled(voters=3)
        held = {command for _, command in cluster.commands(cluster.leader())}
        assert set(writer.acknowledged) | set(later.acknowledged) <= held, "an acknowledged write is lost"
    finally:
        cluster.keep_logs("test_other_addresses")
        cluster.stop()
