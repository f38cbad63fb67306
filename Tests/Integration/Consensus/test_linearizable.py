"""What clients see of the consensus API is linearizable, whatever happens to its nodes; and the checker would say if it were not.

`SOAK=300` runs each nemesis for that many seconds.
"""
import os
import random
import time

from System import nemesis
import pytest
from System.consensus_client import ConsensusCluster
from System.linearizability import Operation, first_fault, is_linearizable, read, run, write
from System.stack import ARTIFACTS, wait_for

SECONDS = float(os.environ.get("SOAK", 0)) or 8.0
TIMERS = {"VOTER_SILENCE_MS": "700", "LEARNER_STEADY_MS": "500", "VOTER_CHANGE_INTERVAL_MS": "1000"}


@pytest.fixture
def around(tmp_path, request):
    """(cluster, links, stores), settled."""
    nodes = 4 if "replace" in request.node.name else 3
    cluster = ConsensusCluster(tmp_path, nodes=nodes, env=TIMERS)
    links = nemesis.Links(cluster)
    for node in cluster.numbers:
        cluster._start(node, "registry", env=links.environment(node))
        cluster._start(node, "consensus", env=links.environment(node))
    stores = {}
    try:
        cluster.settled(voters=3, members=nodes)
        stores = {node: nemesis.Store(cluster, node).start() for node in cluster.numbers}
        yield cluster, links, stores
    finally:
        links.heal()
        for store in stores.values():
            store.stop()
        cluster.keep_logs(request.node.name)
        cluster.stop()
        links.close()


def judge(clients: nemesis.Clients, stores, name: str) -> None:
    path = ARTIFACTS / "histories" / f"{name}.jsonl"
    write(clients.history, path)
    history = read(path)
    assert history == clients.history, "the file holds what was recorded"
    print(f"{name}: {len(history)} operations, {clients.count('ok')} ok, {clients.count('unknown')} unknown, "
          f"{clients.count('fail')} failed; {path}")
    fault = first_fault(history)
    assert fault is None, f"{fault}: {path}"
    for node, store in stores.items():
        assert not store.faults, f"node {node}: {store.faults[:3]}"


@pytest.mark.parametrize("name", ["kill", "pause", "partition", "replace"])
def test_linearizable_under(around, name):
    cluster, links, stores = around
    # Restarts go through the proxies too.
    start = cluster._start
    cluster._start = lambda node, service, under=(), env=None: start(node, service, under, {**links.environment(node), **(env or {})})
    seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
    print(f"SEED={seed}")
    chance = random.Random(seed)
    with nemesis.Clients(cluster, stores, seed=seed) as clients:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(chance.uniform(0.2, 1.0))
            print(f"{time.monotonic() - end + SECONDS:.1f} s: {getattr(nemesis, name)(cluster, links, chance)}", flush=True)
        # It ends well: everybody is served again.
        before = {o.client for o in clients.history if o.status == "ok"}
        served = len(clients.history)
        wait_for(lambda: {o.client for o in clients.history[served:] if o.status == "ok"} >= before, 30, "every client is served")
    assert clients.count("ok") > 20 * SECONDS / 8
    judge(clients, stores, name)


def test_reads_of_a_follower_that_asks_nobody_are_noticed(around):
    """A store behind a cut link still has an answer, and it is an old one."""
    cluster, links, stores = around
    leader = cluster.leader()
    stale = next(n for n in cluster.numbers if n != leader)
    with nemesis.Clients(cluster, stores, seed=3, stale=stale) as clients:
        wait_for(lambda: clients.count("ok") > 50, 20, "clients are served")
        links.isolate(stale)
        wait_for(lambda: clients.count("ok") > 400, 30, "clients are served")
    write(clients.history, ARTIFACTS / "histories" / "stale.jsonl")
    assert first_fault(clients.history) is not None


def history(*lines) -> list[Operation]:
    """(client, op, value, call, return or None, output, found[, expect])"""
    return [Operation(client, op, "k", value, rest[0] if rest else None, call, end, output, found, "unknown" if end is None else "ok")
            for client, op, value, call, end, output, found, *rest in lines]


@pytest.mark.parametrize("verdict, lines", [
    (True, [(1, "put", "a", 0, 10, None, False), (2, "get", None, 5, 6, None, False), (2, "get", None, 7, 8, "a", True)]),
    # A new value was seen, then the old one.
    (False, [(1, "put", "a", 0, 10, None, False), (2, "get", None, 5, 6, "a", True), (2, "get", None, 7, 8, None, False)]),
    # A stale read: the write had returned.
    (False, [(1, "put", "a", 0, 1, None, False), (1, "put", "b", 2, 3, None, True), (2, "get", None, 4, 5, "a", True)]),
    # A lost update: both swaps succeeded from the same value.
    (False, [(1, "put", "a", 0, 1, None, False), (1, "cas", "b", 2, 9, "a", True, "a"), (2, "cas", "c", 3, 8, "a", True, "a")]),
    (True, [(1, "put", "a", 0, 1, None, False), (1, "cas", "b", 2, 9, "a", True, "a"), (2, "cas", "c", 3, 8, "b", False, "a")]),
    # Nobody knows of b: it may take effect late, or never, but not twice.
    (True, [(1, "put", "a", 0, 1, None, False), (1, "put", "b", 2, None, None, None), (2, "get", None, 4, 5, "a", True)]),
    (True, [(1, "put", "a", 0, 1, None, False), (1, "put", "b", 2, None, None, None), (2, "get", None, 4, 5, "a", True),
            (2, "get", None, 6, 7, "b", True)]),
    (False, [(1, "put", "a", 0, 1, None, False), (1, "put", "b", 2, None, None, None), (2, "get", None, 4, 5, "b", True),
             (2, "get", None, 6, 7, "a", True)]),
    (False, [(1, "append", "x", 0, 1, "x", False), (2, "append", "y", 2, None, None, None), (1, "get", None, 3, 4, "xyy", True)]),
    (True, [(1, "append", "x", 0, 9, "yx", True), (2, "append", "y", 0, 9, "y", False), (1, "get", None, 10, 11, "yx", True)]),
    (False, [(1, "append", "x", 0, 9, "yx", True), (2, "append", "y", 0, 9, "xy", True)]),
])
def test_the_checker_on_histories_whose_verdict_is_known(verdict, lines):
    assert is_linearizable(history(*lines)) is verdict


def test_the_checker_accepts_what_one_register_did_and_refuses_a_changed_answer():
    chance, state, operations = random.Random(5), None, []
    for number in range(600):
        op = chance.choice(["put", "get", "cas", "append"])
        value, expect = f"{number},", state if chance.random() < 0.5 else "other"
        if op == "append" and len(state or "") > 40:
            op = "put"
        state, output, found = run(state, op, value, expect)
        moment = number * 10
        operations.append(Operation(number % 5, op, "k", value, expect, moment - chance.randrange(40),
                                    moment + chance.randrange(40), output, found, "ok"))
    assert is_linearizable(operations)
    victim = next(o for o in operations[300:] if o.op == "get")
    victim.output = "never written"
    assert not is_linearizable(operations)
