"""An address holds so many connections without a socket, and each of them gives its place back however it ends."""
import contextlib
import socket
import struct
import threading
import time

import pytest
from System.stack import Stack, gateway_metric, refusals, wait_for

#: Of one address, set low so that a test goes beyond it at once.
CONNECTIONS = 20


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("cluster") / "home", nodes=1, env={"GATEWAY_MAX_CONNECTIONS_PER_ADDRESS": str(CONNECTIONS)})
    stack.up()
    yield stack
    stack.keep_logs("test_connections")
    stack.down()


def plain(source: str) -> socket.socket:
    """A TCP connection to the gateway, from that address of the loopback network."""
    connection = socket.socket()
    connection.bind((source, 0))
    connection.settimeout(10)
    connection.connect(("127.0.0.1", 8080))
    return connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side ends; a reset ends it as well."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while data := connection.recv(4096):
            received += data
    return received


def ask(source: str, request: bytes = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") -> bytes:
    with plain(source) as connection:
        connection.sendall(request)
        return answer(connection)


UPGRADE = (b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           b"Sec-WebSocket-Protocol: snaketron.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def reset(connection: socket.socket) -> None:
    """Closed with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def part_of_a_request(connection: socket.socket) -> None:
    connection.sendall(b"GET /he")
    connection.close()


def never_reads(connection: socket.socket) -> None:
    connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
    reset(connection)


def half_close(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_WR)
    assert answer(connection) == b""
    connection.close()


def refused_request(connection: socket.socket) -> None:
    connection.sendall(b"GET / HTTP/9.9\r\n\r\n")
    assert b" 505 " in answer(connection)
    connection.close()


def answered(connection: socket.socket) -> None:
    connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in answer(connection)
    connection.close()


def upgraded(connection: socket.socket) -> None:
    connection.sendall(UPGRADE)
    assert b" 101 " in connection.recv(4096)
    connection.close()


def upgraded_and_reset(connection: socket.socket) -> None:
    connection.sendall(UPGRADE)
    reset(connection)


WAYS = [socket.socket.close, reset, part_of_a_request, never_reads, half_close, refused_request, answered, upgraded, upgraded_and_reset]


@pytest.mark.parametrize("end", WAYS, ids=lambda end: end.__name__)
def test_a_connection_gives_its_place_back_however_it_ends(one, end):
    source = f"127.0.1.{WAYS.index(end) + 1}"
    for _ in range(2):
        held = [plain(source) for _ in range(CONNECTIONS)]
        wait_for(lambda: gateway_metric("snaketron_gateway_connections") >= CONNECTIONS, 10, "the gateway holds them all")
        before = refusals("address_connections")
        refused = [ask(source) for _ in range(5)]
        # The answer of one that is closed at once can be lost to the reset.
        told = [answer for answer in refused if answer]
        assert told and all(b" 429 " in one and b"too_many_connections" in one and b"retry-after" in one.lower() for one in told)
        assert refusals("address_connections") - before == 5
        assert b" 200 " in ask("127.0.2.1"), "another address does not notice"
        for connection in held:
            end(connection)
        wait_for(lambda: gateway_metric("snaketron_gateway_connections") == 0, 10, "none of them is left")


def test_what_breaks_the_rules_of_http_is_counted_by_its_status(one):
    breaches = {400: b"GET / HTTP/1.1\r\n\r\n", 414: b"GET /" + b"a" * 9000, 431: b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 17_000,
                505: b"GET / HTTP/9.9\r\n\r\n", 413: b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n"}
    for status, request in breaches.items():
        name = f'snaketron_gateway_requests_refused_total{{status="{status}"}}'
        before = gateway_metric(name)
        ask("127.0.3.1", request)
        wait_for(lambda: gateway_metric(name) == before + 1, 5, f"{status} is counted")


def test_clients_that_never_wait_for_answers_leave_the_loop_to_others(one):
    """Requests that come behind others on a connection are taken a few at a time, and the gateway looks at its sockets between."""
    crowd = [plain(f"127.0.4.{number // CONNECTIONS + 1}") for number in range(6 * CONNECTIONS)]
    for connection in crowd:
        connection.setblocking(False)
    ended = threading.Event()

    def ask_without_end() -> None:
        requests = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 1000
        while not ended.is_set():
            for connection in crowd:
                with contextlib.suppress(OSError):
                    connection.send(requests)
            time.sleep(0.01)

    asking = threading.Thread(target=ask_without_end)
    asking.start()
    try:
        answers = [ask("127.0.2.1") for _ in range(20)]
    finally:
        ended.set()
        asking.join()
        for connection in crowd:
            reset(connection)
    assert all(b" 200 " in answer for answer in answers), answers
    wait_for(lambda: gateway_metric("snaketron_gateway_connections") == 0, 10, "none of them is left")
