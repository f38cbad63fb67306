"""An address says so many hellos and opens so many sockets in a minute, and others do not notice.

What comes back with time is counted by the time that has passed.
"""
import json
import time

import pytest
from System.hostile_users import BEHIND_A_PROXY
from System.stack import Stack, gateway_metric, refusals
from test_bad_input import closing, guest, hello
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

#: Of one address in a minute, set low so that a test goes beyond them at once.
HANDSHAKES, HELLOS = 40, 12


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """A node behind a proxy, so that each request names the address that it is from."""
    stack = Stack(tmp_path_factory.mktemp("cluster") / "home", nodes=1, env={
        **BEHIND_A_PROXY, "GATEWAY_HANDSHAKES_PER_MINUTE": str(HANDSHAKES), "GATEWAY_HELLOS_PER_MINUTE": str(HELLOS)})
    stack.up()
    yield stack
    stack.keep_logs("test_address_limits")
    stack.down()


def socket_of(stack: Stack, address: str):
    return connect(stack.gateway(1).replace("http", "ws") + "/ws", subprotocols=["snaketron.v1"], open_timeout=5,
                   additional_headers={"X-Forwarded-For": address})


def earned(per_minute: int, began: float) -> int:
    """What an address may do since `began`: a minute's worth at once, and what has come back."""
    return per_minute + int((time.monotonic() - began) * per_minute / 60) + 1


#: What a player may do at once, and in a minute; the defaults.
AT_ONCE, A_MINUTE = 12, 30


def says_hello(stack: Stack, address: str, token: str) -> bool:
    """Whether the hello is welcome; if not, it, or the socket that it would have come by, was refused as the protocol says."""
    try:
        player = socket_of(stack, address)
    except InvalidStatus as refused:
        assert refused.response.status_code == 429
        assert json.loads(refused.response.body)["error"]["code"] == "too_many_hellos"
        assert int(refused.response.headers["Retry-After"]) > 0
        return False
    with player:
        player.send(hello(token))
        try:
            first = json.loads(player.recv(timeout=10))
        except TypeError:
            return True  # a frame of bytes: the match of another session
        if first["type"] != "error":
            return True
        assert first["code"] == "too_many_hellos", first
        code, _, _ = closing(player)
        assert code == 1013
        return False


#: The addresses of one network: the same IPv4 address, and different ones of an IPv6 /64. Then one beyond it.
NETWORKS = [
    pytest.param(lambda n: "198.51.100.7", "198.51.100.8", id="IPv4"),
    pytest.param(lambda n: f"2001:db8:0:7::{n + 1:x}", "2001:db8:0:8::1", id="an IPv6 /64"),
]


@pytest.mark.parametrize("address, neighbour", NETWORKS)
def test_an_address_says_so_many_hellos_a_minute_and_others_do_not_notice(one, address, neighbour):
    token, before = guest(one.gateway(1), "Stormer"), refusals("hello_rate")
    began, tries = time.monotonic(), HELLOS * 3
    welcome = sum(says_hello(one, address(number), token) for number in range(tries))
    assert HELLOS <= welcome <= earned(HELLOS, began), welcome
    assert refusals("hello_rate") - before == tries - welcome
    assert says_hello(one, neighbour, guest(one.gateway(1), "Neighbour"))


def test_an_address_opens_so_many_sockets_a_minute_and_others_do_not_notice(one):
    before, began, opened, tries = refusals("handshake_rate"), time.monotonic(), 0, HANDSHAKES * 2
    for _ in range(tries):
        try:
            with socket_of(one, "203.0.113.5"):
                opened += 1
        except InvalidStatus as refused:
            assert refused.response.status_code == 429
            assert json.loads(refused.response.body)["error"]["code"] == "too_many_handshakes"
            assert int(refused.response.headers["Retry-After"]) > 0
    assert HANDSHAKES <= opened <= earned(HANDSHAKES, began), opened
    assert refusals("handshake_rate") - before == tries - opened
    with socket_of(one, "203.0.113.6"):
        pass


def test_a_player_says_so_many_hellos_a_minute_and_others_do_not_notice(one):
    """From addresses that are each let in."""
    token, before = guest(one.gateway(1), "Restless"), refusals("player_hello_rate")
    began, tries = time.monotonic(), AT_ONCE * 3
    welcome = sum(says_hello(one, f"198.51.100.{100 + number}", token) for number in range(tries))
    assert AT_ONCE <= welcome <= AT_ONCE + int((time.monotonic() - began) * A_MINUTE / 60) + 1, welcome
    assert refusals("player_hello_rate") - before == tries - welcome
    assert says_hello(one, "198.51.100.100", guest(one.gateway(1), "Calm"))
