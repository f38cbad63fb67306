"""The tool does what a person expects, or says what to do; it removes nothing that it has not made, and loses no process."""
import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from System.stack import ROOT, Stack, is_running, tool, wait_for

SERVICES = ("registry", "consensus", "simulation", "gateway")


@pytest.fixture
def one(tmp_path):
    """A place for a cluster of one node; what is left of it is ended after the test."""
    stack = Stack(tmp_path / "home", nodes=1)
    yield stack
    stack.run("down", check=False)
    assert not processes_of(stack), "down finds every process"


def processes_of(stack: Stack) -> list[int]:
    """What runs on this home, as the kernel tells: each process has its data directory in its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            name = (folder / "cmdline").read_bytes().split(b"\0")[0].rsplit(b"/", 1)[-1].decode()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        data = [e for e in environment if e.startswith(b"DATA_DIR=" + str(stack.home.resolve()).encode() + b"/")]
        if data and name.removeprefix("snaketron-") in SERVICES and is_running(int(folder.name)):
            found.append(int(folder.name))
    return found


class Foreground:
    """`snaketron up` in the foreground; its lines are collected."""

    def __init__(self, stack: Stack, *arguments: str, env: dict | None = None):
        self.lines: list[str] = []
        self.process = subprocess.Popen([tool(), "up", "--nodes", "1", *arguments], env=env or stack.env, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, words: str, seconds: float = 60) -> None:
        wait_for(lambda: words in self.text or self.process.poll() is not None, seconds, f"'{words}' in:\n{self.text}")
        assert words in self.text, self.text

    def end(self, number: int = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(60)
        self.reader.join()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


# The folder.


def test_a_folder_that_is_not_its_own_is_refused_and_left_as_it_is(one):
    one.home.mkdir()
    (one.home / "thesis.txt").write_text("years of work")
    done = one.run("up", "--nodes", "1", "--detach", check=False)
    assert done.returncode == 1 and "thesis.txt" in done.stderr and "SNAKETRON_HOME" in done.stderr, done.stderr
    assert "nothing to stop" in one.run("down").stdout
    assert [f.name for f in one.home.iterdir()] == ["thesis.txt"] and (one.home / "thesis.txt").read_text() == "years of work"


def test_a_file_of_the_descriptions_name_makes_no_folder_its_own(one):
    """Other programs have a cluster.json too, and keys that nobody else may remove."""
    (one.home / "certs").mkdir(parents=True)
    (one.home / "certs" / "ca.key").write_text("theirs")
    (one.home / "cluster.json").write_text('{"members": ["a", "b"]}')
    assert one.run("up", "--nodes", "1", "--detach", check=False).returncode == 1
    assert "nothing to stop" in one.run("down").stdout
    assert (one.home / "certs" / "ca.key").read_text() == "theirs" and (one.home / "cluster.json").exists()


def test_a_port_in_use_costs_no_kept_data(one):
    one.up()
    one.run("down", "--keep")
    (one.home / "cluster.json").unlink()
    with socket.create_server(("127.0.0.1", 8080)):
        refused = one.run("up", "--nodes", "1", "--detach", check=False)
    assert refused.returncode == 1 and "8080" in refused.stderr, refused.stderr
    assert any((one.home / "node-1" / "consensus").iterdir())


def test_a_damaged_description_is_forgotten_and_the_data_kept(one):
    one.up()
    (one.home / "cluster.json").write_text("{")
    assert "node" in one.run("down", "--keep").stdout and not processes_of(one)
    again = one.run("up", "--detach")  # as many nodes as have a log
    assert "restarting the node whose data" in again.stdout and len(processes_of(one)) == 4


def test_down_removes_what_up_made_and_nothing_else(one):
    one.home.mkdir()  # by somebody else: it stays, empty
    one.up()
    one.down()
    assert list(one.home.iterdir()) == []
    one.up()
    (one.home / "notes.txt").write_text("mine")
    done = one.run("down")
    assert "notes.txt" in done.stdout
    assert [f.name for f in one.home.iterdir()] == ["notes.txt"]


def test_a_link_to_another_disk_is_emptied_and_stays(one, tmp_path):
    disk = tmp_path / "disk"
    (disk / "lost+found").mkdir(parents=True)
    one.home.mkdir()
    (one.home / "node-1").symlink_to(disk)
    one.up()
    assert (disk / "consensus").is_dir()
    one.down()
    assert (one.home / "node-1").is_symlink() and [f.name for f in disk.iterdir()] == ["lost+found"]


def test_a_smaller_cluster_than_the_one_whose_data_lies_there_is_refused(tmp_path):
    stack = Stack(tmp_path / "home", nodes=2)
    try:
        stack.up()
        stack.run("down", "--keep")
        refused = stack.run("up", "--nodes", "1", "--detach", check=False)
        assert refused.returncode == 1, refused.stdout
        assert "2 nodes" in refused.stderr and "--nodes 2" in refused.stderr and "snaketron down" in refused.stderr
        assert not processes_of(stack)
        assert "2 nodes" in stack.run("status").stdout
        again = stack.run("up", "--detach")  # as many as there were
        assert "http://127.0.0.1:8081" in again.stdout and len(processes_of(stack)) == 8
        stack.run("down", "--keep")
    finally:
        stack.run("down")  # nothing runs, and the data goes all the same
    assert not stack.home.exists()


def test_secrets_are_private_from_their_first_byte(one):
    """As the kernel saw them made: a file that is made open and closed to others later can be read in between."""
    trace = one.home.parent / "trace"
    with subprocess.Popen(["strace", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,creat", tool(), "up", "--nodes", "1", "--detach",
                           "--tls"], env=one.env, stdout=subprocess.PIPE, text=True, umask=0) as up:
        for line in up.stdout:
            if "Stop:" in line:
                break
        else:
            raise AssertionError("it did not come up")
        up.kill()  # the tracer; what it watches runs on
    made = re.findall(r'"([^"]+)", [^)\n]*O_CREAT[^)\n]*?, (0\d*)(?:\)| <unfinished)', trace.read_text())
    secrets = [(path, mode) for path, mode in made if re.search(r"jwt-secret|node-secret|\.key", path)]
    assert len(secrets) >= 7, made
    assert {mode for _, mode in secrets} == {"0600"}, secrets
    for file in one.home.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0 or file.suffix == ".pem", f"{file} is open to others"


# Several commands at once.


def test_two_starts_at_once_both_work(one):
    one.up()
    one.run("stop", "--node", "1")
    for _ in range(5):
        both = [subprocess.Popen([tool(), "start", "--node", "1", "--service", service], env=one.env, stdout=subprocess.PIPE, text=True)
                for service in SERVICES]
        for process in both:
            assert process.wait(60) == 0, process.stdout.read()
            process.stdout.close()
        assert sorted(one.pids(1).values()) == sorted(processes_of(one)), "every process is written down"
        stopped = one.run("stop", "--node", "1", "--kill").stdout
        assert stopped.count("killed") == 4 and not processes_of(one), stopped


def test_of_two_ups_in_the_same_second_one_runs_and_the_other_says_so(one):
    both = [subprocess.Popen([tool(), "up", "--nodes", "1", "--detach"], env=one.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True) for _ in range(2)]
    answers = [(p.communicate(timeout=90), p.returncode) for p in both]
    assert sorted(code for _, code in answers) == [0, 1], answers
    assert "running already" in next(err for (_, err), code in answers if code == 1)
    assert len(processes_of(one)) == 4 and sorted(one.pids(1).values()) == sorted(processes_of(one))


def test_stop_finds_a_process_that_nobody_wrote_down(one):
    one.up()
    state = json.loads((one.home / "cluster.json").read_text())
    lost = next(p for p in state["nodes"][0]["processes"] if p["service"] == "gateway")
    state["nodes"][0]["processes"].remove(lost)
    (one.home / "cluster.json").write_text(json.dumps(state))
    assert {p["service"] for p in one.status()[0]["processes"]} == set(SERVICES)
    one.run("stop", "--node", "1", "--service", "gateway")
    assert not is_running(lost["pid"])


@pytest.mark.parametrize("harm", ["deleted folder", "damaged description"])
def test_down_ends_what_runs_whatever_became_of_its_folder(one, harm):
    one.up()
    if harm == "deleted folder":
        shutil.rmtree(one.home, ignore_errors=True)
        shutil.rmtree(one.home, ignore_errors=True)
    else:
        (one.home / "cluster.json").write_text('{"nodes": [{"numb')
        assert "snaketron down" in one.run("status", check=False).stderr
    assert processes_of(one)
    one.run("down")
    assert not processes_of(one)


@pytest.mark.parametrize("tool_is_there", [True, False])
def test_make_clean_stops_what_runs_or_refuses(one, tmp_path, tool_is_there):
    project, build = tmp_path / "project", Path(tool()).resolve().parent
    release = project / ".build" / "release"
    release.mkdir(parents=True)
    (project / "scripts").mkdir()
    shutil.copy(ROOT / "Makefile", project)
    shutil.copy(ROOT / "scripts" / "clean", project / "scripts")
    for name in ("snaketron", *(f"snaketron-{service}" for service in SERVICES)):
        shutil.copy(build / name, release)
    client = Path(os.environ.get("CLIENT_DIR") or build.parent / "client")
    shutil.copytree(client if client.is_dir() else build.parent.parent / "client", project / ".build" / "client")
    one.home = project / ".snaketron"
    one.env["SNAKETRON_HOME"] = str(one.home)
    one.run("up", "--nodes", "1", "--detach", program=release / "snaketron")
    if not tool_is_there:
        (release / "snaketron").unlink()
    elsewhere = {**one.env, "SNAKETRON_HOME": str(tmp_path / "another")}  # whose cluster is not this folder's
    done = subprocess.run(["make", "clean"], cwd=project, env=elsewhere, capture_output=True, text=True, timeout=60)
    if tool_is_there:
        assert done.returncode == 0 and not (project / ".build").exists() and not processes_of(one), done
    else:
        assert done.returncode != 0 and "end them first" in done.stderr, done
        assert (release / "snaketron-gateway").exists() and len(processes_of(one)) == 4


# Proxies, terminals, signals.


def test_loopback_is_never_asked_by_way_of_a_proxy(one):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        keys = ("http_proxy", "https_proxy", "all_proxy", "grpc_proxy")
        one.env.update({key: address for name in keys for key in (name, name.upper())})
        for key in ("no_proxy", "NO_PROXY"):
            one.env.pop(key, None)
        one.up()
        assert one.status()[0]["ready"]
        one.run("transfer", check=False)
        proxy.settimeout(0.2)
        with pytest.raises(TimeoutError):
            proxy.accept()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_also_while_it_starts(one, number):
    if signal.getsignal(number) == signal.SIG_IGN:  # these tests run under nohup
        signal.signal(number, signal.SIG_DFL)
    for words in ("started registry", "Ctrl-C"):
        with Foreground(one) as up:
            up.wait_for(words)
            assert processes_of(one)
            up.end(number)
            assert not processes_of(one), up.text
            assert not one.home.exists(), "nothing is left behind"


def test_nohup_keeps_its_meaning(one):
    up = subprocess.Popen(["nohup", tool(), "up", "--nodes", "1"], env=one.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        one.wait_ready(1, 60)
        up.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            up.wait(1)
        assert len(processes_of(one)) == 4
    finally:
        up.terminate()
        assert up.wait(60) == 0
    assert not processes_of(one)


def test_down_from_elsewhere_is_no_death_to_an_up_in_the_foreground(one):
    with Foreground(one) as up:
        up.wait_for("Ctrl-C")
        one.run("down")
        assert up.process.wait(60) == 0
        up.reader.join()
    assert "again" not in up.text and not processes_of(one), up.text


def test_after_up_itself_was_killed_the_next_command_finds_what_runs(one):
    up = Foreground(one)
    up.wait_for("Ctrl-C")
    up.end(signal.SIGKILL)
    assert len(processes_of(one)) == 4
    status = one.run("status").stdout
    assert f"process {up.process.pid}" in status and "killed" in status and "snaketron down" in status
    refused = one.run("up", "--nodes", "1", "--detach", check=False)
    assert refused.returncode == 1 and "killed" in refused.stderr and "snaketron down" in refused.stderr
    one.down()
    assert not processes_of(one) and not one.home.exists()


def test_a_reader_that_goes_away_costs_only_the_output(one):
    done = subprocess.run(["bash", "-o", "pipefail", "-c", f"'{tool()}' up --nodes 1 --detach | head -1"], env=one.env,
                          stdout=subprocess.PIPE, text=True, timeout=90)
    assert done.returncode == 0, done
    one.wait_ready(1)
    assert sorted(one.pids(1).values()) == sorted(processes_of(one))


def test_neither_a_home_directory_nor_a_name_of_the_user_is_needed(one, tmp_path):
    one.env.pop("HOME", None)
    one.env.pop("USER", None)
    nameless = ["unshare", "--user", "--map-user=12345"]
    if subprocess.run([*nameless, "true"], capture_output=True).returncode != 0:
        nameless = []  # no user namespaces here; without a home at least
    done = subprocess.run([*nameless, tool(), "up", "--nodes", "1", "--detach"], env=one.env, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stdout + done.stderr
    assert one.status()[0]["ready"]


def takes(client: socket.socket, port: int) -> bool:
    try:
        client.bind(("127.0.0.1", port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False
    return True


def test_a_port_taken_as_a_source_port_is_waited_for(one):
    """The port is held by a connection to somebody else, not by a listener, and comes free."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        # Connections of the tests before hold the port for a minute after their end (TIME-WAIT).
        wait_for(lambda: takes(client, 50053), 70, "port 50053 is free")
        client.connect(server.getsockname())
        accepted, _ = server.accept()
        with Foreground(one) as up:
            up.wait_for("waiting for it to end")
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            accepted.close()
            client.close()
            up.wait_for("Ctrl-C")


# A process that dies.


def test_a_process_that_dies_is_started_again_by_the_up_in_the_foreground(one):
    with Foreground(one) as up:
        up.wait_for("Ctrl-C")
        for service in SERVICES:
            old = one.pids(1)[service]
            os.kill(old, signal.SIGKILL)
            up.wait_for(f"{service} (process {old}) was ended by signal 9")
            up.wait_for(f"started {service} again")
            assert one.pids(1)[service] != old
        one.wait_ready(1)


def test_a_process_that_was_stopped_stays_stopped(one):
    with Foreground(one) as up:
        up.wait_for("Ctrl-C")
        for kill in ([], ["--kill"]):
            one.run("stop", "--node", "1", "--service", "gateway", *kill)
            registry = one.pids(1)["registry"]
            os.kill(registry, signal.SIGKILL)  # one that is started again tells when there was time enough for the other
            wait_for(lambda: one.pids(1)["registry"] != registry, 30, "the registry is back")
            assert [p for p in one.status()[0]["processes"] if p["service"] == "gateway"][0]["stopped"]
            assert len(processes_of(one)) == 3 and "gateway" not in up.text.split("Ctrl-C")[1]
            one.run("start", "--node", "1", "--service", "gateway")
            one.wait_ready(1)


def test_what_no_further_start_can_mend_is_not_tried_again(one):
    with Foreground(one) as up:
        up.wait_for("Ctrl-C")
        (one.home / "node-1" / "node-secret").chmod(0o644)  # refused as a wrong setting: exit code 64
        os.kill(one.pids(1)["consensus"], signal.SIGKILL)
        up.wait_for("ended with code 64")
        assert "no further start can mend" in up.text and "snaketron start --node 1 --service consensus" in up.text
        assert up.text.count("started consensus again") == 1
        (one.home / "node-1" / "node-secret").chmod(0o600)
        one.run("start", "--node", "1", "--service", "consensus")
        one.wait_ready(1)


# Settings and the start of a service.


def environment_of(pid: int) -> dict[str, str]:
    entries = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(entry.split("=", 1) for entry in entries if "=" in entry)


def test_settings_reach_the_services_that_read_them_and_others_are_named(one):
    given = {"LEADER_RHYTHM_MS": "2000", "TRUST_FORWARDED_FOR": "true", "CLUSTER": "of-mine", "PGAPPNAME": "snakes"}
    one.env.update({**given, "METRICS_PORT": "9999", "GATEWAY_MAX_SOKETS": "5"})
    done = one.run("up", "--nodes", "1", "--detach")
    seen = {service: environment_of(pid) for service, pid in one.pids(1).items()}
    readers = {"LEADER_RHYTHM_MS": {"consensus"}, "TRUST_FORWARDED_FOR": {"gateway"}, "CLUSTER": set(SERVICES), "PGAPPNAME": {"registry"}}
    for key, value in given.items():
        assert {service for service in SERVICES if seen[service].get(key) == value} == readers[key], key
    assert "GATEWAY_MAX_SOKETS is no setting; did you mean GATEWAY_MAX_SOCKETS?" in done.stdout
    assert "METRICS_PORT is not used" in done.stdout
    assert "no setting" not in "".join(one.log(1, service) for service in SERVICES)


def test_a_service_warns_of_what_it_does_not_read(tmp_path):
    done = subprocess.run([Path(tool()).parent / "snaketron-registry"], capture_output=True, text=True, timeout=30,
                          env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "VOTERS": "5", "DATABASE_URI": "postgres://u:pw@h/d",
                               "BIND_ADDR": "nonsense"})
    assert done.returncode != 0
    warnings = [line for line in done.stderr.splitlines() if " warning registry: " in line]
    assert any("VOTERS is not used here, but by consensus" in line for line in warnings), done.stderr
    assert any("did you mean DATABASE_URL?" in line for line in warnings) and "pw" not in done.stderr, done.stderr


def test_every_process_may_open_as_much_as_its_hard_limit_allows(one):
    done = subprocess.run(["bash", "-c", f"ulimit -Sn 256 && '{tool()}' up --nodes 1 --detach"], env=one.env, capture_output=True, text=True,
                          timeout=90)
    assert done.returncode == 0, done.stdout + done.stderr
    for service, pid in one.pids(1).items():
        soft, hard = re.search(r"Max open files\s+(\d+)\s+(\d+)", Path(f"/proc/{pid}/limits").read_text()).groups()
        assert soft == hard
        assert f"limit={soft}" in one.log(1, service)


@pytest.mark.parametrize("as_process_1", [False, True])
def test_a_service_that_is_still_starting_ends_when_it_is_asked_to(tmp_path, as_process_1):
    """It waits for its secret, which is a pipe here, and so has not come to serving anything. The kernel drops what process 1 of a
    container has no handler for."""
    secret = tmp_path / "node-secret"
    os.mkfifo(secret, 0o600)
    within = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"] if as_process_1 else []
    if as_process_1 and subprocess.run([*within, "true"], capture_output=True).returncode != 0:
        pytest.skip("no process namespaces here")
    program = str(Path(tool()).resolve().parent / "snaketron-registry")
    process = subprocess.Popen([*within, program], stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)})

    def is_reading():
        try:
            return os.open(secret, os.O_WRONLY | os.O_NONBLOCK) + 1
        except OSError:
            return None

    writer = wait_for(is_reading, 20, "it reads the secret") - 1
    try:
        pid = process.pid
        if as_process_1:
            pid = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        os.kill(pid, signal.SIGTERM)
        assert process.wait(10) == 0
        assert "stopped before it had started" in process.stderr.read()
    finally:
        os.close(writer)
        process.kill()
        process.wait()
        process.stderr.close()


# Taking a node away.


def test_status_says_whether_a_node_may_be_taken(tmp_path):
    stack = Stack(tmp_path / "home")

    def leaders():
        return [node for node in stack.status() if node["may_take_a_node"] is not None]

    try:
        stack.up()
        wait_for(lambda: [n["may_take_a_node"] for n in leaders()] == [True], 60, "all voters are there and whole")
        assert "any one node may be taken away now" in stack.run("status").stdout
        follower = next(n["node"] for n in stack.status() if n["role"] == "follower")
        stack.run("stop", "--node", str(follower), "--kill")
        wait_for(lambda: [n["may_take_a_node"] for n in leaders()] == [False], 60, "one voter is missing")
        assert leaders()[0]["why_not"]
        assert "no node may be taken away now: " in stack.run("status").stdout
        stack.start(follower)
        wait_for(lambda: [n["may_take_a_node"] for n in leaders()] == [True], 60, "it is back and whole")
    finally:
        stack.run("down", check=False)


# Recovery.


def test_recover_makes_nothing_where_a_folder_is_mistyped(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "file").write_text("no folder")
    before = sorted(tmp_path.rglob("*"))
    for arguments in (["--data-dir", tmp_path / "dta"], ["--data-dir", tmp_path / "file"], ["--data-dir", tmp_path / "data"],
                      ["--data-dir", tmp_path / "data", "--from", tmp_path / "node-1" / "consensus"],
                      ["--data-dir", tmp_path / "data", "--from", tmp_path / "data"]):
        done = subprocess.run([tool(), "recover", *arguments], capture_output=True, text=True, timeout=30)
        assert done.returncode == 1 and str(tmp_path) in done.stderr, done
        assert sorted(tmp_path.rglob("*")) == before, f"{arguments} made something"
