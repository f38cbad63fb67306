"""Three nodes in containers, behind a load balancer: play while each container in turn fails."""
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import ADDRESS, SERVICES, answer, control_group, docker, headers, inspect, leader, play, run


def validate(*options: str) -> str:
    """`snaketron validate`, from its image."""
    found = run("docker", "run", "--rm", "--network", "host", "snaketron/tool:dev", "validate", ADDRESS, *options, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_a_deployment_is_valid(stack):
    stack.until_whole(3)
    told = validate("--nodes", "3")
    print(told)
    assert "two players at two gateways" in told and told.rstrip().endswith("everything works")


def test_what_validation_finds_is_said(stack):
    found = run("docker", "run", "--rm", "--network", "host", "snaketron/tool:dev", "validate", ADDRESS, "--nodes", "4",
                "--patience", "1", check=False)
    assert found.returncode == 1
    assert "FAIL  nodes: 3 of 4 nodes are well" in found.stdout


def test_page_and_api_stand_at_one_address(stack):
    assert "<title>" in answer("/")[1]
    assert answer("/api/cluster")[0] == 200
    assert "snaketron_" not in answer("/metrics")[1], "metrics are not public"
    page, api = headers("/"), headers("/api/cluster")
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"):
        assert page[name] == api[name], "the web server says what the gateways say"
    assert "no-cache" in page["cache-control"]
    assert "<title>" in answer("/leaderboard")[1], "a path of the page's own is the page"
    assert answer("/assets/gone.js")[0] == 404


def test_a_container_has_no_rights(stack):
    for service in SERVICES:
        status = open(f"/proc/{stack.pid(f'{service}-1')}/status").read()
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert int(fields["CapEff"], 16) == 0 and int(fields["CapBnd"], 16) == 0
        assert fields["NoNewPrivs"] == "1" and fields["Uid"].split()[0] == "65532"


def test_the_containers_of_a_node_share_the_limits_of_a_task(stack):
    """As the kernel has it: 25 ms of each 100 ms and 512 MiB for all of a node together."""
    limits = [(("cpu.cfs_quota_us", "cpu.cfs_period_us"), ["25000", "100000"]), (("memory.limit_in_bytes",), ["536870912"])]
    if (control_group(stack.pid("gateway-1"), "cpu") / "cpu.max").exists():
        limits = [(("cpu.max",), ["25000 100000"]), (("memory.max",), ["536870912"])]
    for node in (1, 2, 3):
        pids = [stack.pid(f"{service}-{node}") for service in (*SERVICES, "node")]
        for names, wanted in limits:
            groups = {control_group(pid, names[0].split(".")[0]).parent for pid in pids}
            assert [group.name for group in groups] == [f"snaketron-{node}.slice"]
            assert [(groups.copy().pop() / name).read_text().strip() for name in names] == wanted


@pytest.mark.parametrize("service", SERVICES)
def test_a_killed_container_costs_nothing_that_was_acknowledged(stack, service):
    node = leader(stack)
    before = inspect(stack.container(f"{service}-{node}"))["RestartCount"]
    play(stack, lambda: stack.kill(f"{service}-{node}"), f"{service} of the leader's node killed")
    stack.until_whole(3)
    assert inspect(stack.container(f"{service}-{node}"))["RestartCount"] == before + 1, "the engine starts it again"


@pytest.mark.parametrize("service", ["gateway", "consensus"])
def test_a_paused_container_costs_nothing_that_was_acknowledged(stack, service):
    container = stack.container(f"{service}-{leader(stack)}")

    def pause():
        docker("pause", container)
        time.sleep(3)
        docker("unpause", container)

    play(stack, pause, f"{service} of the leader's node paused")


@pytest.mark.parametrize("service", ["consensus", "gateway"])
def test_a_container_out_of_memory_costs_nothing_that_was_acknowledged(stack, service):
    """Something else fills the container's memory; the kernel ends the service, as it does in a task of the cloud."""
    name = f"{service}-{leader(stack)}"
    before = inspect(stack.container(name))["RestartCount"]

    def starve():
        pid = stack.pid(name)
        service_pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        fill = Path("/dev/shm/snaketron-fill")
        # Small itself, so that the kernel finds the service to be the largest.
        hog = subprocess.Popen(["sh", "-c", f"read go; exec head -c 400m /dev/zero > {fill}"], stdin=subprocess.PIPE)
        (control_group(pid, "memory") / "cgroup.procs").write_text(str(hog.pid))
        hog.communicate(b"\n", timeout=30)
        fill.unlink()
        end = time.monotonic() + 10
        while Path(f"/proc/{service_pid}").exists():
            assert time.monotonic() < end, "the kernel did not end the service"
            time.sleep(0.02)

    play(stack, starve, f"{service} of the leader's node out of memory")
    stack.until_whole(3)
    found = inspect(stack.container(name))
    assert found["RestartCount"] == before + 1, found["State"]


def test_a_node_that_is_cut_off_costs_nothing_that_was_acknowledged(stack):
    # In the node's own network namespace; its four processes still reach each other.
    inside = ("nsenter", "--net", f"--target={stack.pid(f'node-{leader(stack)}')}", "iptables")

    def cut():
        for chain, way in (("INPUT", "-i"), ("OUTPUT", "-o")):
            run(*inside, "-I", chain, way, "eth0", "-j", "DROP")
        time.sleep(3)
        for chain in ("INPUT", "OUTPUT"):
            run(*inside, "-F", chain)

    play(stack, cut, "the leader's node cut off")
    stack.until_whole(3)


def addresses(stack) -> list[str]:
    return [inspect(stack.container(f"node-{node}"))["NetworkSettings"]["Networks"][f"{stack.project}_cluster"]["IPAddress"]
            for node in (1, 2, 3)]


def test_down_and_up_is_the_same_cluster(stack):
    """With its volumes, though the nodes' addresses are others."""
    before, old = stack.until_whole(3), addresses(stack)
    stack.down()
    # Takes the first address, which a node had or the database.
    stack.compose("up", "-d", "--no-build", "web")
    stack.up()
    after = stack.until_whole(3)
    assert addresses(stack) != old
    assert {node["node"] for node in after["nodes"]} == {node["node"] for node in before["nodes"]}
    assert after["commit"] >= before["commit"] and after["term"] >= before["term"]
    validate("--nodes", "3", "--patience", "30")
