"""Who may call what: the node's own secret on its loopback ports, certificates from the tool."""
import hashlib
import hmac
import stat
import subprocess
import threading
from pathlib import Path

import grpc
import pytest
from System.stack import http, tool, wait_for, with_secret


def outcome(address: str, secret: str | None, path: str, request: bytes = b"") -> grpc.StatusCode:
    with grpc.insecure_channel(address) as channel:
        known = with_secret(channel, secret) if secret else channel
        try:
            known.unary_unary(path)(request, timeout=5)
            return grpc.StatusCode.OK
        except grpc.RpcError as error:
            return error.code()


@pytest.mark.parametrize("port, path", [
    (50053, "/snaketron.v1.Consensus/Status"), (50053, "/snaketron.v1.Consensus/TransferLeadership"),
    (50054, "/snaketron.v1.Registry/ListServers"),
])
def test_loopback_ports_serve_their_own_node_only(stack, port, path):
    before = [(node["role"], node["term"]) for node in stack.status()]
    for secret in (None, stack.secret(2), stack.secret(1)[:-1], "x" * 40):
        assert outcome(f"127.0.0.1:{port}", secret, path) == grpc.StatusCode.UNAUTHENTICATED
    assert [(node["role"], node["term"]) for node in stack.status()] == before
    if "Transfer" not in path:
        assert outcome(f"127.0.0.1:{port}", stack.secret(1), path) == grpc.StatusCode.OK
    assert outcome(f"127.0.0.1:{port}", None, "/grpc.health.v1.Health/Check") == grpc.StatusCode.OK


def service_call(address: str, secret: str, service: str, path: str) -> grpc.StatusCode:
    """A call with the token of that service."""
    token = hmac.new(secret.encode(), f"snaketron calls of {service}".encode(), hashlib.sha256).hexdigest()
    with grpc.insecure_channel(address) as channel:
        try:
            channel.unary_unary(path)(b"", timeout=5, metadata=[("authorization", f"Bearer {token}")])
            return grpc.StatusCode.OK
        except grpc.RpcError as error:
            return error.code()


@pytest.mark.parametrize("port, path, allowed", [
    (50053, "/snaketron.v1.Consensus/Status", {"simulation"}),
    (50053, "/snaketron.v1.Consensus/TransferLeadership", set()),
    (50053, "/snaketron.v1.Consensus/ReadIndex", {"simulation"}),
    (50054, "/snaketron.v1.Registry/ListServers", set()),
    (50054, "/snaketron.v1.Registry/RenameUser", {"gateway"}),
    (50054, "/snaketron.v1.Registry/GetReplay", {"gateway", "simulation"}),
    (50054, "/snaketron.v1.Registry/CreateGuest", {"gateway"}),
    (50054, "/snaketron.v1.Registry/ReportHealth", {"consensus"}),
    (50054, "/snaketron.v1.Registry/Deregister", {"consensus"}),
    (50054, "/snaketron.v1.Registry/StoreReplay", {"simulation"}),
    (50054, "/snaketron.v1.Registry/BeginRecovery", set()),
    (50054, "/snaketron.v1.Registry/FinishRecovery", set()),
])
def test_a_service_calls_what_it_needs_and_no_more(stack, port, path, allowed):
    refused = {grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED}
    for service in ("gateway", "simulation", "consensus", "registry"):
        code = service_call(f"127.0.0.1:{port}", stack.secret(1), service, path)
        assert (code not in refused) == (service in allowed), f"{service} → {path}: {code}"


@pytest.mark.parametrize("service", ["gateway", "simulation"])
def test_a_service_runs_with_its_token_in_place_of_the_secret(stack, tmp_path, service):
    pid = stack.pids(3)[service]
    environment = dict(entry.split("=", 1) for entry in Path(f"/proc/{pid}/environ").read_text().split("\0") if entry)
    token = stack.run("token", service, "--node", "3").stdout.strip()
    stack.run("stop", "--node", "3", "--service", service)
    process = subprocess.Popen([Path(tool()).with_name(f"snaketron-{service}")], stderr=subprocess.DEVNULL,
                               env={**environment, "NODE_TOKEN": token, "DATA_DIR": str(tmp_path / "none")})
    try:
        stack.wait_ready(3)
        # A guest goes through the gateway to the registry, readiness through the simulation to consensus.
        status, answer = http(stack.gateway(3) + "/api/auth/guest", {"name": "Token"})
        assert status == 200, answer
        assert not (tmp_path / "none").exists()
    finally:
        process.terminate()
        process.wait(20)
        stack.start(3, service)
    stack.settled()


def test_a_token_goes_alone_and_to_those_who_are_not_called(tmp_path):
    def ended(service: str, **environment) -> subprocess.CompletedProcess:
        return subprocess.run([Path(tool()).with_name(f"snaketron-{service}")], capture_output=True, text=True, timeout=20,
                              env={"DATA_DIR": str(tmp_path), "JWT_SECRET": "j" * 32, **environment})

    for environment, complaint in [({"NODE_TOKEN": "ab" * 32, "NODE_SECRET": "s" * 16}, "unset the other"),
                                   ({"NODE_TOKEN": "short"}, "snaketron token gateway")]:
        done = ended("gateway", **environment)
        assert done.returncode == 64 and complaint in done.stderr, done.stderr
    tokens = {}
    for service in ("gateway", "simulation", "consensus", "registry"):
        done = subprocess.run([tool(), "token", service], env={"NODE_SECRET": "sixteen bytes or more"}, capture_output=True, text=True, timeout=20)
        assert (done.returncode == 0) == (service in ("gateway", "simulation")), done.stderr
        if done.returncode == 0:
            tokens[service] = done.stdout.strip()
            expected = hmac.new(b"sixteen bytes or more", f"snaketron calls of {service}".encode(), hashlib.sha256)
            assert tokens[service] == expected.hexdigest()


def test_secrets_are_files_of_their_user_and_are_not_told(stack):
    for node in (1, 2, 3):
        file = stack.home / f"node-{node}" / "node-secret"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for service in ("registry", "consensus", "simulation", "gateway"):
            assert stack.secret(node) not in stack.log(node, service)
    assert len({stack.secret(node) for node in (1, 2, 3)}) == 3


@pytest.mark.parametrize("secret, mode, complaint", [
    ("short", 0o600, "shorter than 16 bytes"), ("long enough to be a secret", 0o644, "others than its user may read it"),
])
def test_a_bad_secret_stops_the_start(tmp_path, secret, mode, complaint):
    file = tmp_path / "node-secret"
    file.write_text(secret)
    file.chmod(mode)
    done = subprocess.run([Path(tool()).with_name("snaketron-simulation")], env={"DATA_DIR": str(tmp_path)},
                          capture_output=True, text=True, timeout=20)
    assert done.returncode == 64 and complaint in done.stderr, done.stderr


def test_a_stream_without_a_hello_is_ended(stack):
    with grpc.insecure_channel("127.0.0.1:50051") as channel:
        silent = channel.stream_stream("/snaketron.v1.Play/Attach")(iter(threading.Event().wait, True), timeout=20)
        with pytest.raises(grpc.RpcError) as error:
            next(silent)
    assert error.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED and "no hello" in error.value.details()


def test_leadership_is_handed_over_on_request(stack):
    leader = stack.leader()
    target = leader["node"] % 3 + 1
    assert f"node {target} leads in term" in stack.run("transfer", "--to", str(target)).stdout
    assert wait_for(lambda: stack.leader()["node"] == target, 5, "the new leader")
    assert f"node {target} leads already" in stack.run("transfer", "--to", str(target)).stdout
    assert stack.run("transfer", "--to", "7", check=False).returncode == 1
    assert "leads in term" in stack.run("transfer").stdout


# Certificates

def certs(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([tool(), "certs", *map(str, arguments)], capture_output=True, text=True, timeout=20)


def openssl(*arguments) -> str:
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def test_certificates_are_made_renewed_and_never_overwritten_by_chance(tmp_path):
    folder = tmp_path / "pki"
    assert certs(folder, "--address", "10.0.0.1").returncode == 0
    for service in ("gateway", "simulation", "consensus", "registry"):
        openssl("verify", "-x509_strict", "-CAfile", folder / "ca.pem", folder / f"{service}.pem")
        text = openssl("x509", "-in", folder / f"{service}.pem", "-noout", "-text")
        assert f"DNS:{service}, IP Address:10.0.0.1" in text and "TLS Web Client Authentication" in text
        assert stat.S_IMODE((folder / f"{service}.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "ca.key").stat().st_mode) == 0o600
    made = {file.name: file.read_bytes() for file in folder.iterdir()}

    again = certs(folder)
    assert again.returncode == 1 and "--renew" in again.stderr
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == made
    assert certs(folder, "--renew", "--days", "7").returncode == 0
    renewed = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert all((renewed[name] == made[name]) == name.startswith("ca.") for name in made)
    openssl("verify", "-CAfile", folder / "ca.pem", folder / "gateway.pem")
    assert certs(folder, "--force").returncode == 0
    assert (folder / "ca.pem").read_bytes() != made["ca.pem"]

    assert "no authority" in certs(tmp_path / "empty", "--renew").stderr
    assert certs(folder, "--renew", "--address", "example.org").returncode == 64
    assert certs(folder, "--days", "0").returncode == 64
    (folder / "ca.key").write_text("nonsense")
    assert "authority's key" in certs(folder, "--renew").stderr
