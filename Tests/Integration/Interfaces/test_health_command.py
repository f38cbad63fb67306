"""What a container's health check runs, `snaketron-SERVICE health`, and secrets in files: on real processes, under mutual TLS."""
import subprocess
from pathlib import Path

import pytest
from System.stack import Stack, tool, wait_for

SERVICES = ("registry", "consensus", "simulation", "gateway")
SECRET = "a secret of the tests, long enough"


def program(service: str) -> str:
    return str(Path(tool()).resolve().parent / f"snaketron-{service}")


def environment(pid: int) -> dict[str, str]:
    entries = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return dict(entry.decode().split("=", 1) for entry in entries if b"=" in entry)


def run(service: str, *arguments: str, env: dict) -> subprocess.CompletedProcess:
    return subprocess.run([program(service), *arguments], env=env, capture_output=True, text=True, timeout=30)


@pytest.fixture(scope="module")
def tls_stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("health") / "home", nodes=1)
    try:
        stack.run("up", "--nodes", "1", "--detach", "--tls")
        yield stack
    finally:
        stack.keep_logs("test_health_command")
        stack.run("down", check=False)


def test_each_program_tells_that_its_process_is_healthy(tls_stack):
    tls_stack.wait_ready(1)
    for service, pid in tls_stack.pids(1).items():
        done = run(service, "health", env=environment(pid))
        assert done.returncode == 0, f"{service}: {done.stdout}{done.stderr}"
        assert done.stdout.count("\n") == 1 and not done.stderr, f"one sentence: {done.stdout}{done.stderr}"
    assert "which is not allowed" not in tls_stack.log(1, "simulation"), "a health check is no intruder"


def test_a_gateway_that_lives_without_a_simulation_is_live_and_not_ready(tls_stack):
    env = environment(tls_stack.pids(1)["gateway"])
    tls_stack.kill(1, "simulation")
    try:
        wait_for(lambda: run("gateway", "health", env=env).returncode == 1, 20, "not ready without a simulation")
        assert run("gateway", "health", "--live", env=env).returncode == 0
    finally:
        tls_stack.start(1, "simulation")
    tls_stack.wait_ready(1, 40)


def test_a_process_that_is_gone_is_not_healthy(tls_stack):
    environments = {service: environment(pid) for service, pid in tls_stack.pids(1).items()}
    for service in SERVICES:
        tls_stack.kill(1, service)
        done = run(service, "health", env=environments[service])
        assert done.returncode == 1 and done.stdout.count("\n") == 1, f"{service}: {done.stdout}{done.stderr}"
        tls_stack.start(1, service)


def test_a_wrong_setting_is_told_by_its_code():
    done = run("consensus", "health", env={"CONSENSUS_PORT": "none"})
    assert done.returncode == 64 and "CONSENSUS_PORT" in done.stderr
    done = run("registry", "health", "now", env={})
    assert done.returncode == 64 and "health" in done.stderr


def test_a_gateway_takes_its_secret_from_a_file(tmp_path):
    """Started until it listens: a secret that is too short would have ended it with 64."""
    secret = tmp_path / "jwt"
    secret.write_text(SECRET + "\n")
    env = {"JWT_SECRET_FILE": str(secret), "DATA_DIR": str(tmp_path / "data"), "WS_PORT": "18080",
           "LOOPBACK_ADDR": "127.0.0.9", "BIND_ADDR": "127.0.0.9", "GATEWAY_BIND_ADDR": "127.0.0.9"}
    with subprocess.Popen([program("gateway")], env=env, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: run("gateway", "health", "--live", env=env).returncode == 0, 20, "the gateway listens")
        finally:
            process.terminate()
        log = process.stderr.read()
    assert process.returncode == 0, log
    assert SECRET not in log and "is no setting" not in log


@pytest.mark.parametrize("contents, reason", [(None, "No such file"), ("", "it is empty"), ("short", "a secret of")])
def test_a_file_that_is_no_secret_ends_the_start_with_64(tmp_path, contents, reason):
    secret = tmp_path / "jwt"
    if contents is not None:
        secret.write_text(contents)
    done = run("gateway", env={"JWT_SECRET_FILE": str(secret), "DATA_DIR": str(tmp_path / "data")})
    assert done.returncode == 64 and "JWT_SECRET" in done.stderr and reason in done.stderr, done.stderr


def test_a_secret_given_both_ways_ends_the_start_with_64(tmp_path):
    secret = tmp_path / "jwt"
    secret.write_text(SECRET)
    done = run("gateway", env={"JWT_SECRET_FILE": str(secret), "JWT_SECRET": SECRET, "DATA_DIR": str(tmp_path / "data")})
    assert done.returncode == 64 and "JWT_SECRET_FILE" in done.stderr and SECRET not in done.stderr


def test_certificates_may_be_given_as_text(tmp_path):
    """As a platform hands them over that has no files: the process reads them, and refuses what is none."""
    done = subprocess.run([tool(), "certs", str(tmp_path / "pki")], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    pem = {"TLS_CA": "ca.pem", "TLS_CERT": "simulation.pem", "TLS_KEY": "simulation.key"}
    env = {name: (tmp_path / "pki" / file).read_text() for name, file in pem.items()}
    env |= {"DATA_DIR": str(tmp_path / "data"), "GRPC_PORT": "18051", "BIND_ADDR": "127.0.0.9", "LOOPBACK_ADDR": "127.0.0.9"}
    with subprocess.Popen([program("simulation")], env=env, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: run("simulation", "health", env=env).returncode == 0, 20, "it serves under these certificates")
        finally:
            process.terminate()
        log = process.stderr.read()
    assert process.returncode == 0 and "PRIVATE KEY" not in log, log
    done = run("simulation", env=env | {"TLS_KEY": "-----BEGIN NOTHING-----\n"})
    assert done.returncode == 64 and "TLS key" in done.stderr, done.stderr
