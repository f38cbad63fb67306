"""A process without descriptors waits for some, says so once, and goes on by itself."""
import contextlib
import errno
import json
import os
import re
import resource
import socket
import subprocess
import time
from pathlib import Path

import pytest
from System.stack import Stack, http, is_listening, tool, wait_for
from test_bad_input import guest, hello, open_socket, receive

#: Descriptors of the process, and connections that are opened at it.
DESCRIPTORS, CONNECTIONS = 100, 300
TICKS = os.sysconf("SC_CLK_TCK")
PORTS = {"gateway": (9104, 8080), "simulation": (9103, 50051), "consensus": (9102, 50052, 50053), "registry": (9101, 50054)}


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("cluster") / "home", nodes=1)
    stack.up()
    yield stack
    stack.keep_logs("test_descriptors")
    stack.down()


@contextlib.contextmanager
def limited(stack: Stack, service: str, **settings):
    """The service of node 1, started by hand with few descriptors; its process and its log."""
    environment = dict(entry.split("=", 1) for entry in Path(f"/proc/{stack.pids(1)[service]}/environ").read_text().split("\0") if entry)
    stack.run("stop", "--node", "1", "--service", service)
    log = stack.home / f"limited-{service}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [Path(tool()).with_name(f"snaketron-{service}")], env={**environment, **settings}, stdout=output, stderr=output,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS)))
    try:
        for port in PORTS[service]:
            wait_for(lambda: is_listening("127.0.0.1", port), 20, f"{service} listens at {port}")
        stack.wait_ready(1)
        yield process, log
    finally:
        process.terminate()
        process.wait(20)
        print(log.read_text()[-3000:])
        log.unlink()
        stack.start(1, service)
        stack.wait_ready(1)


def cpu(pid: int) -> float:
    """Seconds of CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def connections(address: tuple[str, int], count: int = CONNECTIONS) -> list[socket.socket]:
    """Nothing is waited for: the kernel takes as many as its queue holds, whether or not the process does."""
    opened = []
    for _ in range(count):
        one = socket.socket()
        one.setblocking(False)
        assert one.connect_ex(address) in (0, errno.EINPROGRESS)
        opened.append(one)
    return opened


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def next_descriptor(pid: int) -> int:
    """The number that the kernel gives to the next file: the lowest free one."""
    taken = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
    return next(number for number in range(len(taken) + 1) if number not in taken)


def test_a_gateway_without_descriptors_answers_503_and_keeps_its_players(one):
    with limited(one, "gateway") as (process, log):
        with open_socket(one.gateway(1)) as player:
            player.send(hello(guest(one.gateway(1), "Early")))
            receive(player, "welcome")
            crowd = connections(("127.0.0.1", 8080))
            answers = []
            for connection in crowd:
                connection.settimeout(0.05)
                with contextlib.suppress(OSError):
                    answers.append(connection.recv(4096).split(b" ")[1:2])
            assert answers.count([b"503"]) > 0, answers
            before = cpu(process.pid)
            time.sleep(3)  # over which the processor time is measured
            assert cpu(process.pid) - before < 0.6, "it waits, and does not spin"
            assert open_files(process.pid) <= DESCRIPTORS - 20, "some are kept for the gateway's own needs"
            player.send(json.dumps({"type": "ping", "t": 5}))
            assert receive(player, "pong")["t"] == 5
            for connection in crowd:
                connection.close()
            one.wait_ready(1)
            assert guest(one.gateway(1), "Late")
        assert len(re.findall("no room for more connections", log.read_text())) == 1
        metrics = http("http://127.0.0.1:9104/metrics")[1]
        assert re.search(r'refusals_total\{reason="descriptors"\} [1-9]', metrics), metrics


@pytest.mark.parametrize("service, port", [("registry", 9101), ("registry", 50054), ("simulation", 50051), ("gateway", 8080)])
def test_a_listener_that_gets_no_descriptor_waits_and_goes_on_by_itself(one, service, port):
    """The running process may open no file more (prlimit(2)), so each accept fails with EMFILE; then it may again."""
    pid, log = one.pids(1)[service], lambda: one.log(1, service)
    told = log().count("connections cannot be accepted")
    limit = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    for again in range(2):
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (next_descriptor(pid), limit[1]))
        try:
            crowd = connections(("127.0.0.1", port), 20)
            if not again:
                wait_for(lambda: log().count("connections cannot be accepted") == told + 1, 10, "the log says what is wrong")
            before = cpu(pid)
            time.sleep(2)  # over which the processor time is measured
            assert cpu(pid) - before < 1, "it waits, and does not spin on the readable socket"
        finally:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limit)
        wait_for(lambda: is_accepted(crowd[-1]), 20, "what waited is accepted")
        for connection in crowd:
            connection.close()
        one.wait_ready(1)
    assert log().count("connections cannot be accepted") == told + 1, "one line a minute"


def is_accepted(connection: socket.socket) -> bool:
    """Whether the server has taken the connection from the kernel's queue: until then its end belongs to no process (proc(5),
    net/tcp: state 01 is ESTABLISHED, inode 0 is nobody's)."""
    ends = [f"0100007F:{port:04X}" for port in (connection.getpeername()[1], connection.getsockname()[1])]
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1:3] == ends:
            return fields[3] != "01" or fields[9] != "0"
    return True  # accepted, and closed again


@pytest.mark.parametrize("service, port", [("registry", 9101), ("simulation", 9103), ("simulation", 50051), ("consensus", 50052)])
def test_strangers_leave_a_process_its_descriptors(one, service, port):
    with limited(one, service) as (process, log):
        crowd = connections(("127.0.0.1", port))
        most = 0
        for _ in range(20):
            most = max(most, open_files(process.pid))
            time.sleep(0.05)
        assert most <= DESCRIPTORS - 20, "some are kept for its own needs"
        with open_socket(one.gateway(1)) as player:
            player.send(hello(guest(one.gateway(1), "Through")))
            receive(player, "welcome", 10)
        for connection in crowd:
            connection.close()
        one.wait_ready(1)
        assert process.poll() is None
        assert "connections cannot be accepted" not in log.read_text()
        if port > 50000:
            assert log.read_text().count("connection refused: too many") == 1
        else:
            wait_for(lambda: http(f"http://127.0.0.1:{port}/metrics")[0] == 200, 10, "metrics are served again")
