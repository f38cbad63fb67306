"""All four processes of a node are asked to stop at once, as a platform stops a task: each waits for the one before it."""
import os
import signal
import socket
import time

import pytest
from System.crowd import Crowd, Patience
from System.stack import Stack, http, is_running, wait_for

DELAY = 2.0
PLAYERS = 12


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("draining") / "home", env={
        "DRAIN_DELAY_MS": str(int(DELAY * 1000)), "GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"})
    stack.up()
    yield stack
    stack.keep_logs("test_draining")
    stack.down()


def upgrades(port: int) -> bool:
    """Whether the gateway takes a new socket."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as one:
        one.sendall(b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: snaketron.v1\r\n\r\n")
        return one.recv(64).startswith(b"HTTP/1.1 101 ")


def upgrades_at_all(port: int) -> bool:
    try:
        return upgrades(port)
    except OSError:
        return False


def half_a_request(port: int) -> socket.socket:
    """A guest asks for a name, and has sent all but the last byte."""
    one = socket.create_connection(("127.0.0.1", port), timeout=20)
    body = b'{"name":"Ada"}'
    one.sendall(b"POST /api/auth/guest HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body[:-1])
    return one


def read_to_end(one: socket.socket) -> bytes:
    data = b""
    while chunk := one.recv(65536):
        data += chunk
    return data


def whole(stack: Stack) -> None:
    """Every node is ready, and any one may go. Games run on, with bots for those who left."""
    def is_whole() -> bool:
        nodes = stack.status()
        return all(node["ready"] for node in nodes) and any(node["may_take_a_node"] for node in nodes)

    wait_for(is_whole, 60, "every node whole")


@pytest.mark.parametrize("whose", ["a follower", "the leader's node"])
def test_a_node_leaves_in_order(stack, whose):
    whole(stack)
    with Crowd([stack.gateway(n) for n in (1, 2, 3)], PLAYERS, patience=Patience.of_many()) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS - 1, 60, "players in matches")
        wait_for(lambda: all(p.standby and p.standby.can_be_taken for p in crowd.players), 30, "everybody has a standby")
        crowd.reconnects.clear()
        # The players' coming may have changed who leads.
        leader = stack.leader()
        node = leader["node"] if whose == "the leader's node" else next(n for n in (1, 2, 3) if n != leader["node"])
        raft_id = next(n["id"] for n in stack.status() if n["node"] == node)
        gateway, port = stack.gateway(node), 8080 + node - 1
        idle = socket.create_connection(("127.0.0.1", port), timeout=20)
        late = half_a_request(port)
        pids = stack.pids(node)
        for pid in pids.values():
            os.kill(pid, signal.SIGTERM)
        began = time.monotonic()
        # Not ready first, and everything else as before.
        wait_for(lambda: http(f"{gateway}/health/ready")[0] == 503, DELAY, "the load balancer is told")
        assert upgrades(port), "new sockets are still taken"
        assert "snaketron_draining 1" in http(f"http://127.0.0.{node}:9104/metrics")[1]
        assert stack.status()[node - 1]["draining"] and "drains" in stack.run("status").stdout
        if time.monotonic() - began < DELAY * 0.9:
            assert all(is_running(pid) for pid in pids.values()), "all wait for the gateway"
        assert read_to_end(idle) == b"", "a connection that asks nothing is let go"
        assert not upgrades_at_all(port), "no new sockets are taken"
        late.sendall(b"}")
        answer = read_to_end(late)
        assert answer.startswith(b"HTTP/1.1 200 ") and b"connection: close" in answer.lower() and b'"token"' in answer, answer
        late.close()
        wait_for(lambda: not any(is_running(pid) for pid in pids.values()), 30, "all four end")
        for service in pids:
            last = stack.log(node, service).rstrip().splitlines()[-3:]
            assert any("stopped" in line for line in last), f"{service} ended in order: {last}"
        reconnects = list(crowd.reconnects)
        others = [n for n in stack.status() if n["node"] != node]
        assert len([n for n in others if n["role"] == "leader"]) == 1
        assert all(raft_id in n["voters"] for n in others), "its membership is kept"
        found = [f"reconnected: {one}" for one in reconnects] + [f"stuck: {one}" for one in crowd.stuck(20)]
        found += [f"no outcome: {one}" for one in crowd.settle(20)] + crowd.news() + crowd.misplaced()
        assert not found, "\n".join(found[:20])
        print(f"{whose}: {time.monotonic() - began:.1f} s, takes {dict(crowd.takes)}, closes {dict(crowd.closes)}")
    if whose == "the leader's node":
        assert "hands over, as asked" in stack.log(node, "consensus")
    stack.start(node)
    whole(stack)
