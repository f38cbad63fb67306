"""The registry process, called by another implementation of gRPC, on both databases, while these die and come back."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import grpc
import pytest
from System.protos import contract
from System.stack import tool, wait_for, with_secret

POSTGRES = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "hunter2"
SECRET = "sixteen bytes or more"


class PostgreSQL:
    """A server of its own. It refuses to run as root, so it runs as `postgres` then."""

    def __init__(self, folder: Path):
        self.folder = Path(tempfile.mkdtemp(prefix="registry-"))
        self.folder.chmod(0o777)
        password = self.folder / "password"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o644)
        self.run("initdb", "-D", self.folder / "data", "-U", "snake", "-N", "--auth=scram-sha-256", "--pwfile", password)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"postgres://snake:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def run(self, command: str, *arguments) -> None:
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, POSTGRES / command, *arguments], check=True, cwd="/tmp", stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self, environment: dict[str, str] | None = None) -> None:
        """`environment`: of the server alone, and set only once it is the user that it runs as."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self.folder}"
        self.run("/usr/bin/env", *(f"{key}={value}" for key, value in (environment or {}).items()), POSTGRES / "pg_ctl", "-w", "-D",
                 self.folder / "data", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class SQLite:
    """A file; stopping takes it away, as a volume that is unmounted."""

    def __init__(self, folder: Path):
        self.files = [folder / f"registry.sqlite{suffix}" for suffix in ("-wal", "-shm", "")]
        self.away = folder / "away"
        self.away.mkdir()
        self.url = f"sqlite://{self.files[-1]}"

    def start(self) -> None:
        for file in self.files:
            if (self.away / file.name).exists():
                (self.away / file.name).rename(file)

    def stop(self) -> None:
        for file in reversed(self.files):
            if file.exists():
                file.rename(self.away / file.name)

    def remove(self) -> None:
        self.stop()  # pytest removes the folder


class Node:
    """One registry process on an address of its own."""

    def __init__(self, number: int, database, folder: Path, api):
        self.address = f"127.0.9.{number}"
        self.log = folder / f"node-{number}.log"
        self.database, self.api = database, api
        self.start()

    def start(self) -> None:
        environment = {
            "PATH": os.environ["PATH"], "DATABASE_URL": self.database.url, "BIND_ADDR": self.address,
            "LOOPBACK_ADDR": self.address, "ADVERTISE_ADDR": self.address, "CLUSTER": "test",
            "NODE_SECRET": SECRET}
        with self.log.open("ab") as log:
            binary = Path(tool()).with_name("snaketron-registry")
            self.process = subprocess.Popen([binary], env=environment, stdout=log, stderr=log)
        # A connection of its own: else the channel shares that of one to the process before, with what became of it.
        options = [("grpc.max_reconnect_backoff_ms", 200), ("grpc.use_local_subchannel_pool", 1)]
        channel = grpc.insecure_channel(f"{self.address}:50054", options=options)
        try:
            grpc.channel_ready_future(channel).result(15)
        except grpc.FutureTimeoutError:
            raise AssertionError(f"no channel to {self.address} within 15 s; {self.state()}") from None
        channel = with_secret(channel, SECRET)
        self.stub = self.api.grpc.RegistryStub(channel)

    def state(self) -> str:
        """Whether the process lives and says the first word of HTTP/2, and its log."""
        with socket.socket() as connection:
            connection.settimeout(2)
            try:
                connection.connect((self.address, 50054))
                connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
                said = connection.recv(64).hex()
            except OSError as error:
                said = str(error)
        return f"exit code {self.process.poll()}, on its port: {said}; its log:\n{self.log.read_text()}"

    def call(self, method: str, request):
        """The reply, or the status code."""
        try:
            return getattr(self.stub, method)(request, timeout=10)
        except grpc.RpcError as error:
            assert PASSWORD not in error.details()
            return error.code()

    def servers(self) -> list:
        return [server.node_id for server in self.call("ListServers", self.api.messages.ListServersRequest()).servers]


class API:
    """The registry's contract."""

    def __init__(self):
        self.messages, self.grpc = contract("registry")


@pytest.fixture(scope="module")
def api():
    return API()


@pytest.fixture(params=[PostgreSQL, SQLite])
def cluster(request, tmp_path, api):
    database = request.param(tmp_path)
    database.start()
    nodes = [Node(number, database, tmp_path, api) for number in (1, 2, 3)]
    yield database, nodes
    for node in nodes:
        node.process.kill()
        node.process.wait()
    database.remove()
    assert not any(PASSWORD in node.log.read_text() for node in nodes)


def join_all(nodes: list, messages) -> list:
    """All nodes at the same moment, as after a power cut."""
    replies = {}

    def join(node):
        replies[node.address] = node.call("Join", messages.JoinRequest(rules_version=1))

    threads = [threading.Thread(target=join, args=(node,)) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [replies[node.address] for node in nodes]


def report(node, joined, messages, **more):
    return node.call("ReportHealth", messages.RaftHealth(
        node_id=joined.node_id, cluster_id=joined.cluster_id, role="follower", members=3, **more))


def watch(node, messages) -> list:
    """The lists that the node's watchers are told, as they come."""
    lists = []

    def read():
        try:
            for told in node.stub.WatchServers(messages.ListServersRequest()):
                lists.append([server.node_id for server in told.servers])
        except grpc.RpcError:
            pass  # the node was stopped

    threading.Thread(target=read, daemon=True).start()
    return lists


def test_three_nodes_through_an_absence_of_the_database(cluster, api):
    database, nodes = cluster
    first, second, third = nodes
    messages = api.messages
    told = watch(third, messages)
    joined = join_all(nodes, messages)
    assert [reply.bootstrap for reply in joined].count(True) == 1
    assert len({reply.cluster_id for reply in joined}) == 1
    everyone = sorted(reply.node_id for reply in joined)
    assert len(set(everyone)) == 3
    assert [reply.ip_address for reply in joined] == [node.address for node in nodes]
    wait_for(lambda: told and told[-1] == everyone, 5, "the watcher is told of everyone")

    guest = first.call("CreateGuest", messages.CreateGuestRequest(name="  Ada 蛇 "))
    assert (guest.id, guest.name, guest.guest) == (1, "Ada 蛇", True)
    for name in ("", " ", "a\0b", "x" * 17, "a\u202eb"):
        reply = first.call("CreateGuest", messages.CreateGuestRequest(name=name))
        assert reply == grpc.StatusCode.INVALID_ARGUMENT, repr(name)
    assert first.call("Join", messages.JoinRequest(node_id=5)) == grpc.StatusCode.INVALID_ARGUMENT
    foreign = messages.JoinRequest(cluster_id=5, node_id=5)
    assert first.call("Join", foreign) == grpc.StatusCode.FAILED_PRECONDITION
    stranger = messages.RaftHealth(node_id=99)
    assert first.call("ReportHealth", stranger) == grpc.StatusCode.FAILED_PRECONDITION

    assert first.servers() == second.servers() == everyone
    lists_before = len(told)
    database.stop()
    wait_for(lambda: "the database is away" in first.log.read_text(), 10, "the loss is logged")
    assert first.call("CreateGuest", messages.CreateGuestRequest(name="Eve")) == grpc.StatusCode.UNAVAILABLE
    assert first.call("Join", messages.JoinRequest()) == grpc.StatusCode.UNAVAILABLE
    assert first.servers() == everyone, "the last list stands"
    assert report(first, joined[0], messages, term=7) == messages.ReportHealthReply()
    database.start()
    wait_for(lambda: not isinstance(second.call("CreateGuest", messages.CreateGuestRequest(name="Bob")), grpc.StatusCode),
             15, "the database is used again")
    terms = lambda: {s.node_id: s.term for s in second.call("ListServers", messages.ListServersRequest()).servers}  # noqa: E731
    wait_for(lambda: terms().get(joined[0].node_id) == 7, 15, "what was reported meanwhile is written")
    assert sorted(terms()) == everyone
    assert told[lists_before:] == [], "nobody seemed to leave"
    wait_for(lambda: "the database is back" in first.log.read_text(), 15, "the return is logged")
    assert first.log.read_text().count("the database is away") == 1
    assert first.log.read_text().count("the database is back") == 1


def test_a_registry_that_crashed_takes_its_node_up_again(cluster, api):
    _, nodes = cluster
    joined = join_all(nodes, api.messages)
    nodes[0].process.kill()
    nodes[0].process.wait()
    nodes[0].start()
    assert report(nodes[0], joined[0], api.messages, term=5) == api.messages.ReportHealthReply()
    reply = nodes[1].call("ListServers", api.messages.ListServersRequest())
    assert {server.node_id: server.term for server in reply.servers}[joined[0].node_id] == 5


def test_a_node_that_is_asked_to_stop_leaves_the_list_at_once(cluster, api):
    _, nodes = cluster
    told = watch(nodes[2], api.messages)
    joined = join_all(nodes, api.messages)
    wait_for(lambda: told and len(told[-1]) == 3, 5, "the watcher is told of everyone")
    nodes[1].process.send_signal(signal.SIGTERM)
    rest = sorted(reply.node_id for reply in (joined[0], joined[2]))
    wait_for(lambda: told[-1] == rest, 5, "the watcher is told of the departure")
    assert nodes[1].process.wait(10) == 0
