"""The other shapes of the stack: each starts, plays a duel, and leaves nothing."""
import errno
import json
import os
import ssl
import subprocess
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from System.browser import browser
from engine import ADDRESS, SERVICES, ComposeStack, answer, docker, inspect, leader, play, run

PAGE = "http://127.0.0.1:8090"
NAME = "play.example"


@contextmanager
def shape(name: str, *files: str, **environment: str):
    """A stack of its own, from `up` to `down -v`."""
    stack = ComposeStack(f"snaketron-shape-{name}", *files, **environment)
    stack.down("-v")
    try:
        yield stack
    finally:
        stack.down("-v")
    assert stack.left() == {}


def validate(stack, url: str, *options: str, run_options: tuple[str, ...] = ()):
    found = run("docker", "run", "--rm", "--network", "host", *run_options, "snaketron/tool:dev", "validate", url, "--patience",
                "90", *options, check=False)
    assert found.returncode == 0, found.stdout + found.stderr + stack.logs()


@pytest.mark.parametrize("nodes, files", [
    (1, ["compose/single.yaml"]),
    pytest.param(9, ["compose/compose.yaml", "compose/nine.yaml"], marks=pytest.mark.skipif(
        not os.environ.get("COMPOSE_NINE"), reason="49 containers; COMPOSE_NINE=1 tries them")),
])
def test_it_starts_and_plays(nodes, files):
    with shape(str(nodes), *files) as stack:
        print(f"\nfrom cached images to play: {stack.up():.1f} s")
        validate(stack, ADDRESS, "--nodes", str(nodes))


def test_services_apart_as_many_of_each_as_asked():
    """Three vote, one learns, two gateways are alone; a gateway more or less changes nothing for the others."""
    with shape("scale", "compose/scale.yaml") as stack:
        stack.up("--scale", "voter=3", "--scale", "learner=1", "--scale", "gateway=2")
        cluster = stack.until_whole(4)
        assert sorted(node["voter"] for node in cluster["nodes"]) == [False, True, True, True]
        validate(stack, ADDRESS, "--nodes", "4")
        gateways = {json.loads(answer("/api/cluster")[1])["gateway"] for _ in range(20)}
        assert len(gateways) == 2
        # A learner that is gone costs no vote; a second one comes beside the first.
        stack.compose("up", "-d", "--no-build", "--no-recreate", "--scale", "voter=3", "--scale", "learner=2", "--scale",
                      "gateway=3")
        stack.until_whole(5)
        validate(stack, ADDRESS, "--nodes", "5")


def test_a_full_disk_costs_nothing_that_was_acknowledged(tmp_path):
    """Each node's volume has 96 MiB. The leader's is filled to its last byte while two play, and emptied again."""
    overlay = tmp_path / "small-disks.yaml"
    options = "driver_opts: {type: tmpfs, device: tmpfs, o: 'size=96m,uid=65532,gid=65532,mode=700'}"
    overlay.write_text("volumes:\n" + "".join(f"  node-{node}: {{driver: local, {options}}}\n" for node in (1, 2, 3)))
    with shape("disks", "compose/compose.yaml", str(overlay)) as stack:
        stack.up()
        node = leader(stack)
        # As the container sees it, whose pid the engine knows.
        ballast = Path(f"/proc/{stack.pid(f'consensus-{node}')}/root/data/ballast")

        def fill():
            with open(ballast, "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(1 << 16))
                except OSError as error:
                    assert error.errno == errno.ENOSPC
            time.sleep(5)  # for so long the disk is full
            ballast.unlink()

        play(stack, fill, "the disk of the leader's node full")
        stack.until_whole(3)


def test_what_a_unit_cannot_run_it_says():
    for words, sentence in ((["balancer"], "'balancer' is no service"), ([], "name the services to run")):
        found = run("docker", "run", "--rm", "--network", "none", "snaketron/unit:dev", *words, check=False)
        assert found.returncode == 64 and sentence in found.stderr
    # A wrong setting of one service ends the container with that service's code.
    found = run("docker", "run", "--rm", "--network", "none", "-e", "JWT_SECRET=short", "snaketron/unit:dev", "registry",
                "gateway", check=False, timeout=60)
    assert found.returncode == 64 and "JWT_SECRET" in found.stderr


def test_the_page_from_another_origin():
    """As behind a CDN: the page is asked for anew, its parts are kept for a year, API and sockets are elsewhere."""
    with shape("cdn", "compose/compose.yaml", "compose/cdn.yaml") as stack:
        stack.up()
        stack.until_whole(3)
        validate(stack, PAGE, "--api", ADDRESS, "--nodes", "3")
        with browser() as player:
            ada = player("Ada")
            ada.open(PAGE + "/")
            ada.page.get_by_role("button", name="Solo").click()
            ada.wait("s.phase === 'running' && s.tick > 2")
            assert not ada.faults
            # Its own origin is the only one that the API lets in.
            status = ada.page.evaluate(f"fetch('{ADDRESS}/api/cluster').then(r => r.status)")
            assert status == 200


def prometheus(path: str):
    """What Prometheus answers; None while it does not."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:9090/api/v1/{path}", timeout=3) as found:
            return json.load(found)["data"]
    except OSError:
        return None


def until(condition, seconds: float, what: str):
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.5)
    return value


def test_metrics_of_every_process_reach_prometheus():
    """Twelve processes are asked, no rule is wrong, and a cluster without a leader is an alert. Grafana's image is not made here."""
    with shape("observe", "compose/compose.yaml", "compose/observe.yaml") as stack:
        services = [name for name in stack.compose("config", "--services").split() if name != "grafana"]
        stack.up(*services)
        stack.until_whole(3)

        def series(query: str) -> list[dict]:
            return (prometheus("query?query=" + urllib.parse.quote(query)) or {}).get("result", [])

        until(lambda: len(series("up == 1")) == 12, 90, "all processes are asked")
        asked = {(one["metric"]["node"], one["metric"]["job"]) for one in series("up == 1")}
        assert asked == {(f"node-{node}", service) for node in (1, 2, 3) for service in SERVICES}
        assert [one["value"][1] for one in series("sum(snaketron_raft_is_leader)")] == ["1"]

        def rules() -> list[dict]:
            return [rule for group in (prometheus("rules") or {}).get("groups", []) for rule in group["rules"]]

        until(lambda: rules() and all(rule["health"] == "ok" for rule in rules()), 30, "every rule can be computed")
        assert not [rule["name"] for rule in rules() if rule["state"] == "firing"]
        stack.compose("stop", "-t", "2", "consensus-1", "consensus-2")
        until(lambda: "NoLeader" in [rule["name"] for rule in rules() if rule["state"] == "firing"], 90, "the alert")


def test_one_machine_under_a_public_name(tmp_path):
    """TLS at the edge: by a certificate of the name, plain HTTP leads there, the authority's question is answered."""
    tls, acme = tmp_path / "tls", tmp_path / "acme"
    environment = {"PUBLIC_NAME": NAME, "TLS_FOLDER": str(tls), "ACME_FOLDER": str(acme), "EDGE_ADDRESS": "127.0.0.1",
                   "PLAIN_PORT": "8000", "TLS_PORT": "8443"}
    made = subprocess.run(["compose/host/certificate", "ready"], env={**os.environ, **environment}, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    site = tls / "site.pem"
    assert site.stat().st_uid == 65532 and site.stat().st_mode & 0o077 == 0
    before = site.read_bytes()
    subprocess.run(["compose/host/certificate", "ready"], env={**os.environ, **environment}, check=True)
    assert site.read_bytes() == before, "one that is there stays"
    refused = subprocess.run(["compose/host/certificate", "ready"], env={**os.environ, **environment, "PUBLIC_NAME": "a b"},
                             capture_output=True, text=True)
    assert refused.returncode == 64 and "PUBLIC_NAME" in refused.stderr

    with shape("host", "compose/compose.yaml", "compose/host.yaml", **environment) as stack:
        stack.up()
        stack.until_whole(3)
        authority = tmp_path / "site.crt"
        authority.write_bytes(before[:before.index(b"-----BEGIN PRIVATE")])
        validate(stack, f"https://{NAME}:8443", "--nodes", "3", "--authority", "/site.crt", run_options=(
            "--add-host", f"{NAME}:127.0.0.1", "--volume", f"{authority}:/site.crt:ro"))
        challenge = acme / ".well-known" / "acme-challenge"
        challenge.mkdir(parents=True)
        (challenge / "token").write_text("proof")
        for folder in (acme, *challenge.parents[:2], challenge):
            folder.chmod(0o755)
        asked = ("curl", "-s", "-w", " %{http_code} %{redirect_url}", "-H", f"Host: {NAME}")
        assert run(*asked, "http://127.0.0.1:8000/.well-known/acme-challenge/token").stdout == "proof 200 "
        assert run(*asked, "http://127.0.0.1:8000/lobby/ABCDE").stdout.endswith(f" 308 https://{NAME}/lobby/ABCDE")
        with browser("--ignore-certificate-errors", f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as player:
            ada = player("Ada")
            ada.open(f"https://{NAME}:8443/")
            ada.page.get_by_role("button", name="Solo").click()
            ada.wait("s.phase === 'running' && s.tick > 2")
            assert not ada.faults
            # The balancer reads a new certificate while the socket of who plays stays.
            other = site.stat()
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(tmp_path / "key"),
                "-out", str(tmp_path / "crt"))
            site.write_bytes((tmp_path / "crt").read_bytes() + (tmp_path / "key").read_bytes())
            os.chown(site, other.st_uid, other.st_gid)
            wanted = ssl.PEM_cert_to_DER_cert((tmp_path / "crt").read_text())
            balancer, tick = stack.container("balancer"), ada.read("tick")
            docker("kill", "-s", "USR2", balancer)
            end = time.monotonic() + 20
            while ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", 8443))) != wanted:
                assert time.monotonic() < end, "the new certificate is not served"
                time.sleep(0.2)
            assert inspect(balancer)["RestartCount"] == 0
            ada.wait(f"s.tick > {tick} + 40")
            assert not ada.faults
