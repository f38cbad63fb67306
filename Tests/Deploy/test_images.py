"""The images, each by itself."""
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest
import yaml

from engine import ROOT, SERVICES, docker, inspect, run

sys.path.append(str(ROOT / "scripts" / "deploy"))
from rollout import IMAGES, next_definition  # noqa: E402
from System.stack import wait_for  # noqa: E402

USER = "65532:65532"
#: What a service may add to the base image, in bytes.
MOST = 30 * 1024 * 1024


def image(name: str) -> dict:
    return inspect(f"snaketron/{name}:dev")


@pytest.mark.short
@pytest.mark.parametrize("name", [*SERVICES, "tool", "web"])
def test_an_image_runs_as_nobody_and_says_what_it_is(name):
    found = image(name)["Config"]
    assert found["User"] == USER
    labels = found["Labels"]
    for label in ("title", "version", "revision", "created"):
        assert labels[f"org.opencontainers.image.{label}"]


@pytest.mark.short
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_adds_little_to_its_base(name):
    added = image(name)["Size"] - inspect("debian:bookworm-slim")["Size"]
    print(f"{name}: {added / 1024 / 1024:.1f} MiB over the base")
    assert added <= MOST


@pytest.mark.short
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_needs_no_shell_and_no_rights(name):
    """Everything but the program and the C library is taken away, and it still starts: it says what is wrong with its settings."""
    found = run(
        "docker", "run", "--rm", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--network",
        "none", "--tmpfs", "/bin:ro", "-e", "LOG_LEVEL=loud", f"snaketron/{name}:dev", check=False)
    assert found.returncode == 64, found.stderr
    assert "LOG_LEVEL" in found.stderr


def test_its_own_health_command_is_the_health_check():
    for name in SERVICES:
        assert image(name)["Config"]["Healthcheck"]["Test"][:3] == ["CMD", f"/usr/local/bin/snaketron-{name}", "health"]
    # Nobody listens in a container of its own.
    found = run("docker", "run", "--rm", "--network", "none", "snaketron/consensus:dev", "health", check=False)
    assert found.returncode == 1, found.stderr
    assert len((found.stdout + found.stderr).strip().splitlines()) == 1


@pytest.mark.short
@pytest.mark.parametrize("name, settings, sentence", [
    ("gateway", {"JWT_SECRET": "short"}, "JWT_SECRET"),
    ("gateway", {"JWT_SECRET_FILE": "/nowhere"}, "/nowhere"),
    ("registry", {"DATABASE_URL": "mysql://database/snaketron"}, "DATABASE_URL"),
    ("consensus", {"BIND_ADDR": "0.0.0.0"}, "TLS"),
    ("simulation", {"TLS_CA": "/nowhere/ca.pem", "TLS_CERT": "/nowhere/tls.pem", "TLS_KEY": "/nowhere/tls.key"}, "/nowhere"),
])
def test_a_wrong_setting_ends_it_with_a_sentence(name, settings, sentence):
    """As docs/guide/operations.md has it: code 64, and the last line names the setting."""
    variables = [word for key, value in settings.items() for word in ("-e", f"{key}={value}")]
    found = run("docker", "run", "--rm", "--network", "none", *variables, f"snaketron/{name}:dev", check=False, timeout=60)
    assert found.returncode == 64, found.stderr
    assert sentence in found.stderr.strip().splitlines()[-1]


def test_what_ends_at_once_is_not_started_for_ever():
    """The pauses between the engine's tries grow, and after ten it rests; the code stays to be seen."""
    name = "snaketron-test-restarts"
    run("docker", "rm", "-f", name, check=False)
    docker("run", "-d", "--name", name, "--network", "none", "--restart", "on-failure:3", "-e", "LOG_LEVEL=loud",
           "snaketron/gateway:dev")
    try:
        end = time.monotonic() + 60
        while (state := inspect(name))["State"]["Status"] != "exited" or state["RestartCount"] < 3:
            assert time.monotonic() < end, state["State"]
            time.sleep(0.2)
        assert state["State"]["ExitCode"] == 64
    finally:
        docker("rm", "-f", name)


@pytest.mark.parametrize("name", SERVICES)
def test_sigterm_is_heeded_from_the_beginning(name):
    """A signal that finds no handler is lost on process 1: then the engine would have to kill it (137). With an init, as the
    stack has it, it ends the program also before that can say anything (143)."""
    for pause in (0.0, 0.02, 0.1):
        container = docker(
            "run", "-d", "--init", "--network", "none", "-e", "JWT_SECRET=0123456789abcdef0123456789abcdef", "-e",
            "DATABASE_URL=sqlite:///data/registry.sqlite", f"snaketron/{name}:dev")
        try:
            time.sleep(pause)
            docker("stop", "-t", "20", container)
            assert inspect(container)["State"]["ExitCode"] in (0, 143), docker("logs", container)
        finally:
            docker("rm", "-f", container)


@pytest.mark.short
def test_nine_nodes_are_nine_times_the_same():
    """An overlay cannot refer to what another file has given a name; it repeats it."""
    found = yaml.safe_load(run("docker-compose", "-f", "compose/compose.yaml", "-f", "compose/nine.yaml", "config").stdout)
    for service in SERVICES + ("node",):
        first = json.dumps({**found["services"][f"{service}-1"], "build": None}, sort_keys=True)
        for node in range(2, 10):
            other = json.dumps({**found["services"][f"{service}-{node}"], "build": None}, sort_keys=True)
            assert re.sub(rf"(node|{service}|registry|snaketron)-{node}\b", r"\1-1", other) == first


@pytest.mark.short
def test_compose_gives_a_node_the_limits_of_a_task():
    """512 MB together, in one control group; none has rights or may write outside of its volume."""
    found = yaml.safe_load(run("docker-compose", "-f", "compose/compose.yaml", "config").stdout)["services"]
    units = {"m": 1 << 20, "g": 1 << 30}
    total = 0
    for service in SERVICES + ("node",):
        settings = found[f"{service}-1"]
        assert settings["read_only"] and settings["cap_drop"] == ["ALL"] and settings["user"] == USER
        assert "no-new-privileges:true" in settings["security_opt"]
        limit = str(settings["mem_limit"])
        total += int(limit) if limit.isdigit() else int(limit[:-1]) * units[limit[-1].lower()]
        assert service == "node" or float(settings["cpus"]) == 0.25
        assert settings["cgroup_parent"] == "snaketron-1.slice"
    assert total <= 512 << 20


#: An engine elsewhere (DOCKER_HOST) does not reach a registry on this machine's loopback.
OWN_ENGINE = pytest.mark.skipif(os.environ.get("TEST_COMPOSE_INSIDE") != "engine", reason="needs the engine that scripts/test-compose starts")


@pytest.fixture
def registry(tmp_path):
    """Debian's docker-registry in ECR's place; an engine takes one of loopback without TLS."""
    address, configuration = "127.0.0.1:5000", tmp_path / "registry.yml"
    configuration.write_text(f'{{version: "0.1", log: {{level: warn}}, storage: {{filesystem: {{rootdirectory: {tmp_path}/kept}}}}, '
                             f'http: {{addr: "{address}"}}}}')
    with (tmp_path / "registry.log").open("wb") as log:
        process = subprocess.Popen(["docker-registry", "serve", configuration], stdout=log, stderr=log)
    try:
        def answers():
            assert process.poll() is None, (tmp_path / "registry.log").read_text()
            try:
                return urllib.request.urlopen(f"http://{address}/v2/", timeout=2).status == 200
            except OSError:
                return False
        wait_for(answers, 20, "the registry answers")
        yield address
    finally:
        process.kill()
        process.wait()


def deploy_images(registry, authority, output, check=True):
    """scripts/deploy/images, from the binaries of this machine."""
    return run(str(ROOT / "scripts/deploy/images"), "v7", str(output), check=check, env={
        **os.environ, "DEPLOY_REGISTRY": registry, "DEPLOY_NAME": "snaketron", "RDS_AUTHORITY": str(authority), "BINARIES": "prebuilt"})


@OWN_ENGINE
def test_images_of_a_deployment_are_named_by_the_registrys_digests_and_carry_the_databases_authority(registry, tmp_path):
    authority, output = tmp_path / "authority.pem", tmp_path / "images.json"
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority", "-keyout", str(tmp_path / "key.pem"),
        "-out", str(authority))
    deploy_images(registry, authority, output)
    images = json.loads(output.read_text())
    assert sorted(images) == sorted(IMAGES)
    for name, image in images.items():
        place, digest = image.split("@")
        assert place == f"{registry}/snaketron-{name}"
        request = urllib.request.Request(f"http://{registry}/v2/snaketron-{name}/manifests/v7",
                                         headers={"Accept": "application/vnd.docker.distribution.manifest.v2+json"})
        with urllib.request.urlopen(request, timeout=10) as kept:
            assert "sha256:" + hashlib.sha256(kept.read()).hexdigest() == digest, "what the registry keeps under the tag"
        # As a task would fetch it: nothing of the build's own is left to take it from.
        docker("rmi", "-f", image, f"{place}:v7", check=False)
        docker("pull", "--quiet", image)
        found = inspect(image)["Config"]
        assert found["User"] == USER and found["Volumes"] == {"/data": {}}
        labels = found["Labels"]
        assert labels["org.opencontainers.image.version"] == "v7"
        assert labels["org.opencontainers.image.revision"] == run("git", "rev-parse", "HEAD").stdout.strip()
        assert docker("run", "--rm", "--network", "none", "--entrypoint", "/bin/cat", image, "/etc/snaketron/rds-ca.pem") == authority.read_text().strip()
        assert found["Entrypoint"] == ["/usr/local/bin/recover" if name == "tool" else f"/usr/local/bin/snaketron-{name}"]
    described = {"containerDefinitions": [{"name": service} for service in SERVICES]}
    assert {one["image"] for one in next_definition(described, images)["containerDefinitions"]} == {images[service] for service in SERVICES}


@OWN_ENGINE
def test_images_without_the_databases_authority_are_not_pushed(registry, tmp_path):
    (tmp_path / "authority.pem").write_text("<html>not found</html>")
    done = deploy_images(registry, tmp_path / "authority.pem", tmp_path / "images.json", check=False)
    assert done.returncode == 1 and "is no certificate" in done.stderr
    assert not (tmp_path / "images.json").exists() and not (tmp_path / "kept/docker").exists()
