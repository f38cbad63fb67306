"""One player's session over several sockets and gateways, as docs/guide/protocol.md has it (sections 2 and 3), on raw sockets: who has
it, how many there may be, and that nothing that is sent on one can close it for ever."""
import contextlib
import json
import os
import signal
import time

import pytest
from System.stack import http, wait_for
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class Socket:
    """A socket with its hello said. It remembers what came."""

    def __init__(self, base: str, token: str, session: str, **fields):
        self.ws = connect(base.replace("http", "ws", 1) + "/ws", subprotocols=["snaketron.v1"], close_timeout=1)
        self.messages: list[dict] = []
        self.close: int | None = None
        self.send(type="hello", version=1, token=token, session=session, **fields)

    def send(self, **message):
        self.raw(json.dumps(message))

    def raw(self, text: str):
        self.ws.send(text)

    def read(self, seconds: float) -> dict | None:
        """The next text message; None when none comes in time, or the socket is closed."""
        until = time.monotonic() + seconds
        while self.close is None:
            try:
                frame = self.ws.recv(timeout=max(0.01, until - time.monotonic()))
            except TimeoutError:
                return None
            except ConnectionClosed as closed:
                self.close = closed.rcvd.code if closed.rcvd else 1006
                return None
            if isinstance(frame, str):
                self.messages.append(json.loads(frame))
                return self.messages[-1]
        return None

    def until(self, wanted, what: str, seconds: float = 10) -> dict:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.close is None:
            message = self.read(deadline - time.monotonic())
            if message and wanted(message):
                return message
        raise AssertionError(f"no {what}; closed with {self.close}; the last: {self.messages[-4:]}")

    def welcome(self) -> dict:
        return self.until(lambda m: m["type"] == "welcome", "welcome")

    def outcome(self, seq: int) -> str:
        return self.until(lambda m: m["type"] == "outcome" and m["seq"] == seq, f"outcome of {seq}")["code"]

    def status(self, state: str, seconds: float = 10):
        self.until(lambda m: m == {"type": "status", "state": state}, state, seconds)

    def closed(self, seconds: float = 10) -> int | None:
        deadline = time.monotonic() + seconds
        while self.close is None and time.monotonic() < deadline:
            self.read(deadline - time.monotonic())
        return self.close

    def quiet(self, seconds: float = 1.0):
        """It stays open, and pings are answered at the end."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.close is None:
            self.read(deadline - time.monotonic())
        self.send(type="ping", t=77)
        self.until(lambda m: m == {"type": "pong", "t": 77}, "pong")


def guest(stack, node: int = 1) -> str:
    def ask():
        status, text = http(stack.gateway(node) + "/api/auth/guest", {"name": "Ada"})
        return status == 200 and json.loads(text)["token"]
    return wait_for(ask, 20, "a guest")


numbers = iter(range(1, 1 << 20))


def session() -> str:
    return f"{0xA000_0000_0000_0000 + next(numbers):016x}"


@contextlib.contextmanager
def sockets(*opened):
    try:
        yield
    finally:
        for socket in opened:
            with contextlib.suppress(Exception):
                socket.ws.close()


@pytest.mark.parametrize("round", range(3))
def test_a_gateway_that_was_left_does_not_take_the_session_back(stack, round):
    """It hangs; meanwhile its simulation dies and the player takes another gateway. When it goes on it has lost its simulation and
    attaches the player's old socket again, at another node, after the newer one."""
    stack.settled()
    token, name = guest(stack), session()
    left, taken = (round % 3) + 1, ((round + 1) % 3) + 1
    old = Socket(stack.gateway(left), token, name, connection=1, nextSeq=1)
    old.welcome()
    new = Socket(stack.gateway(taken), token, name, standby=True)
    new.until(lambda m: m["type"] == "standby", "standby")
    with sockets(old, new):
        gateway = stack.pids(left)["gateway"]
        os.kill(gateway, signal.SIGSTOP)
        try:
            stack.kill(left, "simulation")
            new.send(type="take", connection=2, nextSeq=1)
            new.welcome()
            new.send(type="create", seq=1, mode="duel")
            assert new.outcome(1) == "accepted"
        finally:
            os.kill(gateway, signal.SIGCONT)
        assert old.closed() == 4001
        assert {"type": "replaced", "connection": 2} in old.messages
        new.quiet(2)
        new.send(type="leaveLobby", seq=2)
        assert new.outcome(2) == "accepted"
    stack.start(left, "simulation")
    stack.settled()


def test_the_highest_connection_has_the_session_in_whatever_order_the_hellos_come(stack):
    token, name = guest(stack), session()
    newest = Socket(stack.gateway(1), token, name, connection=5, nextSeq=1)
    newest.welcome()
    late = [Socket(stack.gateway(node), token, name, connection=number, nextSeq=1) for node in (1, 2, 3) for number in (4, 5)]
    with sockets(newest, *late):
        for socket in late:
            assert socket.closed() == 4001
            assert {"type": "replaced", "connection": 5} in socket.messages
        newest.quiet()
        newer = Socket(stack.gateway(2), token, name, connection=6, nextSeq=1)
        with sockets(newer):
            newer.welcome()
            assert newest.closed() == 4001
            uncounted = Socket(stack.gateway(3), token, name)
            with sockets(uncounted):
                uncounted.welcome()
                assert newer.closed() == 4001, "a client that does not count has what comes last"


def test_of_many_tabs_of_one_player_the_newest_play_and_the_others_are_told(stack):
    token, other = guest(stack), guest(stack)
    bystander = Socket(stack.gateway(1), other, session(), connection=1, nextSeq=1)
    bystander.welcome()
    tabs = []
    with sockets(bystander):
        for _ in range(8):
            tabs.append(Socket(stack.gateway(1), token, session(), connection=1, nextSeq=1))
            tabs[-1].welcome()
        with sockets(*tabs):
            for tab in tabs[:4]:
                assert tab.closed() == 4003
            for seq in range(1, 4):
                for tab in tabs[4:]:
                    tab.send(type="leaveQueue", seq=seq)
                assert [tab.outcome(seq) for tab in tabs[4:]] == ["not_queued"] * 4
            bystander.quiet()
            assert not any(m["type"] == "status" for socket in [bystander, *tabs[4:]] for m in socket.messages)


def test_a_forgotten_session_runs_nothing_a_second_time(stack):
    token, name = guest(stack), session()
    first = Socket(stack.gateway(1), token, name, connection=1, nextSeq=1)
    first.welcome()
    with sockets(first):
        first.send(type="queue", seq=1, modes=["duel"])
        assert first.outcome(1) == "accepted"
        first.send(type="leaveQueue", seq=2)
        assert first.outcome(2) == "accepted"
    others = [Socket(stack.gateway(1), token, session(), connection=1, nextSeq=1) for _ in range(4)]
    for other in others:
        other.welcome()
    with sockets(*others):
        again = Socket(stack.gateway(2), token, name, connection=2, nextSeq=3)
        with sockets(again):
            assert again.welcome()["lastSeq"] == 2
            for seq in (1, 2):
                again.send(type="queue", seq=seq, modes=["duel"])
                assert again.outcome(seq) == "stale"
            again.send(type="leaveQueue", seq=3)
            assert again.outcome(3) == "not_queued", "and what is new runs"


def test_a_command_that_cannot_be_read_has_its_outcome_and_closes_nothing(stack):
    token, name = guest(stack), session()
    socket = Socket(stack.gateway(1), token, name, connection=1, nextSeq=1)
    socket.welcome()
    with sockets(socket):
        socket.send(type="create", seq=1, mode="duel")
        assert socket.outcome(1) == "accepted"
        for seq, text in enumerate([
                r'{"type":"chat","seq":2,"text":"\ud83d"}', r'{"type":"chat","seq":3,"text":"\x"}',
                '{"type":"chat","seq":4,"text":"unfinished', '{"type":"chat","seq":5}'], start=2):
            socket.raw(text)
            assert socket.outcome(seq) == "invalid_text", text
        for seq, text in enumerate([
                '{"type":"dance","seq":6}', '{"seq":7}', r'{"type":"join","seq":8,"code":"\ud83d"}',
                '{"type":"create","seq":9,"mode":"duel","bots":-1}'], start=6):
            socket.raw(text)
            assert socket.outcome(seq) == "invalid", text
        socket.ws.send(bytes([0x01, 10, 12, 5, 9]))  # a turn in no direction
        assert socket.outcome(10) == "invalid"
        socket.send(type="chat", seq=11, text="Hi")
        assert socket.outcome(11) == "accepted"


def test_more_than_64_commands_cost_a_wait_and_no_socket(stack):
    token, name = guest(stack), session()
    socket = Socket(stack.gateway(1), token, name, connection=1, nextSeq=1)
    with sockets(socket):
        for seq in range(1, 101):
            socket.send(type="leaveQueue", seq=seq)
        found = {}
        while len(found) < 100:
            message = socket.until(lambda m: m["type"] == "outcome", f"outcome after {len(found)}")
            found[message["seq"]] = message["code"]
        assert found == {seq: "not_queued" for seq in range(1, 101)}
        assert not any(m["type"] == "error" for m in socket.messages)


def test_gateways_that_reach_no_world_say_so_and_are_taken_again_when_they_do(stack):
    """Two of three consensus processes hang: no world moves."""
    stack.settled()
    token, name = guest(stack), session()
    own = Socket(stack.gateway(1), token, name, connection=1, nextSeq=1)
    own.welcome()
    standby = Socket(stack.gateway(2), token, name, standby=True)
    standby.until(lambda m: m["type"] == "standby", "standby")
    with sockets(own, standby):
        own.send(type="create", seq=1, mode="solo")
        assert own.outcome(1) == "accepted"
        hung = [stack.pids(node)["consensus"] for node in (2, 3)]
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        try:
            own.status("stalled", 15)
            standby.status("stalled", 15)
            standby.send(type="take", connection=2, nextSeq=2)
            refused = standby.until(lambda m: m["type"] == "error", "error")
            assert refused["code"] == "stalled" and refused["message"]
            for node in (1, 2, 3):
                wait_for(lambda: http(stack.gateway(node) + "/health/ready")[0] == 503, 15, f"node {node} is not ready")
            late = Socket(stack.gateway(3), token, session(), standby=True)
            with sockets(late):
                late.status("stalled")
        finally:
            for pid in hung:
                os.kill(pid, signal.SIGCONT)
        standby.status("ok", 30)
        own.status("ok", 30)
        for node in (1, 2, 3):
            stack.wait_ready(node, 30)
        standby.send(type="take", connection=3, nextSeq=2)
        standby.welcome()
        assert own.closed() == 4001
    stack.settled()
