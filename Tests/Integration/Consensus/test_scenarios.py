"""The named scenarios of consensus that need real processes (docs/internals/consensus.md): the names are those of the tests, with underscores."""
import asyncio
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from System.consensus_client import ConsensusCluster, Writer, survivor
from System.player import Player, check, play_during
from System.protos import contract
from System.stack import Stack, http, wait_for

TIMERS = {"VOTER_SILENCE_MS": "700", "LEARNER_STEADY_MS": "500", "VOTER_CHANGE_INTERVAL_MS": "1000",
          "LEADER_RHYTHM_MS": "3600000"}  # a stall of a busy machine costs no election


@contextmanager
def slowed(pid: int, share: float = 0.01, period: float = 0.2):
    """The process gets a share of the time: 1 % is 100 times slower."""
    ended = threading.Event()

    def run():
        while not ended.is_set():
            os.kill(pid, signal.SIGCONT)
            time.sleep(period * share)
            os.kill(pid, signal.SIGSTOP)
            ended.wait(period * (1 - share))
        os.kill(pid, signal.SIGCONT)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def stopped(pid: int):
    """All its threads: on a busy machine some still run for a while, until the one that takes the signal has its turn."""
    os.kill(pid, signal.SIGSTOP)

    def stands(task: Path) -> bool:
        try:
            return (task / "stat").read_text().rsplit(")", 1)[1].split()[0] == "T"
        except (FileNotFoundError, ProcessLookupError):
            return True  # it has ended since it was listed
    try:
        wait_for(lambda: all(map(stands, Path(f"/proc/{pid}/task").iterdir())), 10, "every thread stands still")
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def resident(pid: int) -> int:
    """KiB."""
    return next(int(line.split()[1]) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))


# Consensus by itself.

@pytest.fixture
def cluster(tmp_path, request):
    nodes = 4 if "learner" in request.node.name else 3
    cluster = ConsensusCluster(tmp_path, nodes=nodes, env=TIMERS)
    try:
        yield cluster
    finally:
        cluster.stop()
        for log in tmp_path.glob("node-*/consensus.log"):
            if log.is_fifo():
                log.unlink()
        cluster.keep_logs(request.node.name)


def test_slow_learner(cluster):
    cluster.start()
    status = cluster.settled(voters=3, members=4)
    leader, term = cluster.number(status.node_id), status.term
    voters = {m.node_id for m in status.members if m.voter}
    learner = cluster.number(next(m.node_id for m in status.members if not m.voter))
    before = resident(cluster.pid(leader))
    with Writer(cluster, lambda failed: leader, interval=0.003, size=4000) as writer:
        with slowed(cluster.pid(learner)):
            wait_for(lambda: len(writer.acknowledged) > 1_000, 60, "a thousand writes beside a slow learner")
            assert resident(cluster.pid(leader)) - before < 64 << 10, "what the learner lacks does not pile up"
            status = cluster.status(leader)
            assert status.term == term, "no election"
            assert {m.node_id for m in status.members if m.voter} == voters, "it is not given a vote"
    wait_for(lambda: (s := cluster.status(learner)) and s.commit_index >= max(writer.acknowledged.values()), 30, "it catches up")
    assert cluster.status(leader).term == term
    writer.check(learner)


def test_blocked_stdout(cluster):
    """Whoever should read the logs has stopped, and the pipes are full: on every node, from the first line on."""
    cluster.env["LOG_LEVEL"] = "trace"
    ends = {}
    for node in cluster.numbers:
        cluster.folder(node).mkdir(parents=True)
        path = cluster.folder(node) / "consensus.log"
        os.mkfifo(path)
        ends[node] = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        with pytest.raises(BlockingIOError):
            while True:
                os.write(ends[node], b"." * 4096)
    try:
        cluster.start()
        cluster.settled(voters=3, members=3)
        leader = cluster.leader()
        with Writer(cluster, survivor(cluster)) as writer:
            writer.wait_for_more()
            cluster.kill(leader)
            wait_for(lambda: cluster.leader() != leader, 15, "another leader")
            writer.wait_for_more()
        node = cluster.leader()
        writer.check(node)
        # Somebody reads again: how much was lost is said, and then all goes on as usual.
        text = b""

        def told():
            nonlocal text
            socket.create_connection((f"127.0.0.{node}", 50052), 5).close()  # which the log tells
            try:
                text += os.read(ends[node], 1 << 16)
            except BlockingIOError:
                pass
            return b"lines were lost" in text
        wait_for(told, 20, "the log says how many lines were lost")
    finally:
        for end in ends.values():
            os.close(end)


def test_sigstop_leader_write_elsewhere_sigcont_read(cluster):
    cluster.start()
    cluster.settled(voters=3, members=3)
    old = cluster.leader()
    with Writer(cluster, lambda failed: old) as writer:
        writer.wait_for_more()
    term = cluster.status(old).term
    channel = cluster.stub(old)
    with stopped(cluster.pid(old)):
        # The question is there before the process goes on.
        answer = channel.ReadIndex.future(cluster.messages.ReadIndexRequest(), timeout=60)
        others = [n for n in cluster.numbers if n != old]
        wait_for(lambda: any((s := cluster.status(n)) and s.role == 4 and s.term > term for n in others), 20, "another leads")
        new = next(n for n in others if cluster.status(n).role == 4)
        with Writer(cluster, lambda failed: new, name="x") as later:
            later.wait_for_more()
        newest = max(later.acknowledged.values())
    try:
        assert answer.result().index >= newest, "a read after a write that was acknowledged does not see it"
    except grpc.RpcError as error:
        assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.FAILED_PRECONDITION), error
    assert channel.ReadIndex(cluster.messages.ReadIndexRequest(), timeout=20).index >= newest
    cluster.settled(voters=3, members=3)


def test_malformed_and_oversized_frames(cluster):
    cluster.start()
    status = cluster.settled(voters=3, members=3)
    leader = cluster.number(status.node_id)
    peer = next(m.node_id for m in status.members if m.node_id != status.node_id)
    raft, _ = contract("raft")
    most = (1 << 64) - 1

    def message(**body):
        return raft.RaftMessage(**{"cluster_id": status.cluster_id, "from": peer, "to": status.node_id, "term": status.term, **body})

    entry = raft.RaftEntry(term=status.term, kind=0, data=b"x")
    refused = {
        "not a message": b"\xff" * 40,
        "a field that ends too early": message(timeout_now={}).SerializeToString() + b"\x0a\x7f",
        "an endless term": message(term=most, timeout_now={}).SerializeToString(),
        "an endless index": message(append={"previous_index": most, "entries": [entry]}).SerializeToString(),
        "an endless commit index": message(heartbeat={"commit_index": most}).SerializeToString(),
        "a term that falls": message(append={"previous_index": 1, "previous_term": status.term, "entries": [{"term": 0}]}).SerializeToString(),
        "a kind that is none": message(append={"entries": [{"term": 1, "kind": 9}]}).SerializeToString(),
        "a configuration that is none": message(append={"entries": [{"term": 1, "kind": 2, "data": b"\x01\x02\x03"}]}).SerializeToString(),
        "an empty entry with content": message(append={"entries": [{"term": 1, "kind": 1, "data": b"x"}]}).SerializeToString(),
        "a command of 200 KiB": message(append={"entries": [{"term": 1, "data": b"x" * (200 << 10)}]}).SerializeToString(),
        "a snapshot of nothing": message(install_snapshot={"index": 5}).SerializeToString(),
        "an answer to what was never sent": message(append_reply={"success": True, "index": 1 << 40}).SerializeToString(),
        "a message of 5 MiB": b"\x00" * (5 << 20),
    }
    dropped = {
        "of another cluster": message(cluster_id=status.cluster_id ^ 1, timeout_now={}).SerializeToString(),
        "of a kind that a newer version may send": message().SerializeToString() + b"\x9a\x06\x00",  # field 99
        "for another node": message(to=status.node_id + 100, term=status.term + 9, timeout_now={}).SerializeToString(),
    }
    with Writer(cluster, lambda failed: leader) as writer:
        writer.wait_for_more()
        for what, data in {**refused, **dropped}.items():
            with grpc.insecure_channel(f"127.0.0.{leader}:50052", options=[("grpc.max_send_message_length", -1)]) as channel:
                call = channel.stream_unary("/snaketron.v1.Raft/Messages", request_serializer=None, response_deserializer=None)
                hold = threading.Event()

                def requests(data=data, hold=hold):
                    yield data
                    if what in refused:
                        hold.wait(30)  # the other side must end the call by itself
                try:
                    call(requests(), timeout=20)
                    code = grpc.StatusCode.OK
                except grpc.RpcError as error:
                    code = error.code()
                hold.set()
                if what in refused:
                    assert code not in (grpc.StatusCode.OK, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNKNOWN), f"{what}: {code}"
                else:
                    assert code == grpc.StatusCode.OK, f"{what}: {code}"
            assert cluster.alive(leader), what
        writer.wait_for_more()
    after = cluster.settled(voters=3, members=3)
    assert (after.term, after.node_id) == (status.term, status.node_id), "nobody is elected for it"
    writer.check(leader)


# A game over it.

@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("scenarios") / "home")
    stack.up()
    yield stack
    stack.keep_logs("test_scenarios")
    stack.down()


async def game_during(stack: Stack, nodes: list[int], trouble) -> None:
    """Two players on these nodes; `trouble(first player)` runs in a thread once they play, and they play on."""
    players = [Player([stack.gateway(n), stack.gateway(nodes[1 - i])], f"Scene{n}") for i, n in enumerate(nodes)]
    for player in players:
        await player.__aenter__()
    try:
        await play_during(lambda: trouble(players[0]), players)
        assert check(players) == []
    finally:
        for player in players:
            await player.__aexit__()


def goes_on(player: Player) -> None:
    seen = len(player.view.arrivals)
    wait_for(lambda: len(player.view.arrivals) > seen + 10, 20, "the match goes on")


@pytest.mark.parametrize("kind", ["hangs", "crashes", "100 times slower"])
def test_simulation(stack, kind):
    """The games' time is moved on by the simulation beside the leader: when it fails another takes over, and no input is lost."""
    stack.settled()
    leader = stack.leader()["node"]
    told = stack.log(leader, "consensus").count("another node should lead")

    def another_leads(player):
        # One that is slow, and still moves time on, may stay.
        if kind != "100 times slower":
            wait_for(lambda: stack.leader()["node"] != leader, 30, "another node leads")
        goes_on(player)

    def trouble(player):
        pid = stack.pids(leader)["simulation"]
        if kind == "crashes":
            stack.kill(leader, "simulation")
            try:
                another_leads(player)
            finally:
                stack.start(leader, "simulation")
        else:
            with stopped(pid) if kind == "hangs" else slowed(pid):
                another_leads(player)

    asyncio.run(game_during(stack, [n for n in (1, 2, 3) if n != leader], trouble))
    if kind != "100 times slower":
        assert stack.log(leader, "consensus").count("another node should lead") == told + 1
    stack.settled()


@pytest.mark.parametrize("role", ["leader", "follower"])
def test_consensus_hangs(stack, role):
    """The process stands still and its connections stay open. The simulation beside it notices, its players go on at another
    node, a leader is replaced, and the node comes back by itself."""
    stack.settled()
    leader = stack.leader()
    node = leader["node"] if role == "leader" else next(n for n in (1, 2, 3) if n != leader["node"])
    told = stack.log(node, "simulation").count("consensus hangs")

    def trouble(player):
        with stopped(stack.pids(node)["consensus"]):
            wait_for(lambda: stack.log(node, "simulation").count("consensus hangs") > told, 10, "its simulation asks in vain")
            wait_for(lambda: any(n["role"] == "leader" and n["node"] != node for n in stack.status()), 20, "another node leads")
            goes_on(player)
            assert http(stack.gateway(node) + "/health/ready")[0] == 200, "players can play through this gateway"

    asyncio.run(game_during(stack, [node, next(n for n in (1, 2, 3) if n != node)], trouble))
    assert {n["node"]: n["id"] for n in stack.settled()}[node], "it is back without a restart"
    if role == "follower":
        assert stack.leader()["term"] == leader["term"], "nobody was elected for it, neither then nor since"
