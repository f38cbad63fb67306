"""What consensus says at METRICS_PORT, held against what Status says and what was done."""
import re

import pytest
from System.consensus_client import LEADER, LEARNER, ConsensusCluster, Replica, Writer
from System.stack import http, wait_for

SETTINGS = {"VOTER_SILENCE_MS": "700", "LEARNER_STEADY_MS": "500", "VOTER_CHANGE_INTERVAL_MS": "1000", "SNAPSHOT_ENTRIES": "100",
            "LEADER_RHYTHM_MS": "3600000"}  # a stall of a busy machine costs no election
PREFIX = "snaketron_raft_"
#: By the numbers that Status has for them, from LEARNER on; it has none for the last.
ROLES = ("learner", "follower", "candidate", "leader", "removed")
WON = 'elections_total{outcome="won"}'
#: Those that can be known exactly.
EXACT = ("term", "is_leader", "role", "last_index", "commit_index", "applied_index", "snapshot_index", "members", "peer_lag_entries")
WRITES = 200


@pytest.fixture
def cluster(tmp_path, request):
    cluster = ConsensusCluster(tmp_path, nodes=4, env=SETTINGS)
    replicas = []
    try:
        cluster.start()
        cluster.settled(voters=3, members=4)
        replicas = [Replica(cluster, n).start() for n in cluster.numbers]  # without them nothing is applied
        yield cluster
    finally:
        for replica in replicas:
            replica.stop()
        cluster.keep_logs(request.node.name)
        cluster.stop()


def scrape(node: int) -> dict[str, float]:
    """The series of consensus by name and labels, in the order of the text."""
    code, text = http(f"http://127.0.0.{node}:9102/metrics")
    assert code == 200, f"node {node} answers {code}"
    lines = [line.removeprefix(PREFIX).rsplit(" ", 1) for line in text.splitlines() if line.startswith(PREFIX)]
    assert len({series for series, _ in lines}) == len(lines), "a series is there twice"
    return {series: float(value) for series, value in lines}


def expected(cluster: ConsensusCluster, node: int) -> dict[str, float]:
    """From Status, and for elections from the log."""
    status = cluster.status(node)
    if status is None:
        return {}
    lags = {f'peer_lag_entries{{peer="{m.node_id}"}}': status.last_index - m.match_index
            for m in status.members if status.role == LEADER and m.node_id != status.node_id}
    voters = sum(m.voter for m in status.members)
    won = set(re.findall(r"\.role=leader raft\.term=(\d+) ", cluster.log(node)))
    return {"term": status.term, "is_leader": status.role == LEADER,
            **{f'role{{role="{name}"}}': status.role == role for role, name in enumerate(ROLES, LEARNER)},
            "last_index": status.last_index, "commit_index": status.commit_index, "applied_index": status.applied_index,
            "snapshot_index": status.snapshot_index,
            'members{kind="voter"}': voters, 'members{kind="learner"}': len(status.members) - voters, **lags, WON: len(won)}


def agreed(cluster: ConsensusCluster) -> dict[int, dict[str, float]]:
    """Waits until one node leads and all say exactly what is expected, no series missing and none too many; returns all."""
    found: dict[int, dict[str, float]] = {}
    differences: list[str] = []

    def same():
        found.clear()
        differences.clear()
        for node in cluster.living():
            found[node] = scrape(node)
            said = {series: value for series, value in found[node].items() if series == WON or series.split("{")[0] in EXACT}
            wanted = expected(cluster, node)
            differences.extend(f"node {node}: {series} is {said.get(series)}, not {wanted.get(series)}"
                               for series in sorted({*said, *wanted}) if said.get(series) != wanted.get(series))
        return not differences and sum(series["is_leader"] for series in found.values()) == 1
    try:
        wait_for(same, 20, "the metrics of all nodes are as expected")
    except AssertionError as error:
        raise AssertionError("\n".join([str(error), *differences])) from None
    return found


def check(cluster: ConsensusCluster, leader: int, writer: Writer) -> dict[int, dict[str, float]]:
    """Holds the metrics of the living nodes against the cluster, after the writer wrote through this leader."""
    found = agreed(cluster)
    for node, series in found.items():
        assert series["applied_index"] >= max(writer.acknowledged.values()), node
        assert series["snapshot_index"] > 0 and series['snapshots_total{event="taken"}'] > 0, node
        assert series['elections_total{outcome="started"}'] >= series[WON], node
        assert series["messages_sent_total"] > 0 and series["messages_received_total"] > 0, node
        assert 0.25 <= series["leader_patience_seconds"] <= 1, node
        buckets = [(float(match[1]), count) for name, count in series.items()
                   if (match := re.fullmatch(r'log_sync_seconds_bucket\{le="(.*)"\}', name))]
        assert len(buckets) > 2 and buckets == sorted(buckets) and buckets[-1][0] == float("inf"), f"node {node}: {buckets}"
        counts = [count for _, count in buckets]
        assert counts == sorted(counts) and counts[-1] == series["log_sync_seconds_count"] > 0, f"node {node}: {counts}"
        assert series["log_sync_seconds_sum"] > 0, node
    assert found[leader][WON] > 0
    assert len(writer.acknowledged) <= found[leader]['proposals_total{result="committed"}'] <= found[leader]["last_index"]
    return found


def write(cluster: ConsensusCluster, leader: int, name: str) -> Writer:
    term = cluster.status(leader).term
    with Writer(cluster, lambda failed: leader, interval=0.003, name=name) as writer:
        wait_for(lambda: len(writer.acknowledged) >= WRITES, 30, f"{WRITES} writes")
        assert cluster.status(leader).term == term, "no election"
    return writer


def test_metrics_say_what_status_says_and_what_was_done(cluster):
    first = cluster.leader()
    before = check(cluster, first, write(cluster, first, "before"))
    killed = cluster.leader()
    gone = cluster.status(killed).node_id
    cluster.kill(killed)
    cluster.settled(voters=3, members=4)  # the learner has its vote now
    second = cluster.leader()
    after = check(cluster, second, write(cluster, second, "after"))
    leading = next(series for series in after.values() if series["is_leader"])
    assert leading[f'peer_lag_entries{{peer="{gone}"}}'] >= WRITES
    assert (leading['members{kind="voter"}'], leading['members{kind="learner"}']) == (3, 1)
    for node, series in after.items():
        for name in ("term", "leader_changes_total", "log_sync_seconds_count", "messages_sent_total", "messages_received_total"):
            assert series[name] > before[node][name], f"node {node}: {name} has not grown"
