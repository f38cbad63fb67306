"""`snaketron --backend compose`: one command line for containers, as for processes of one machine."""
import json
import re
import time

import pytest

from engine import ADDRESS, ROOT, SERVICES, answer, docker, inspect, leader, play, run

PROGRAM = str(ROOT / ".build" / "release" / "snaketron")


def snaketron(stack, *words: str, code: int = 0, timeout: float = 300) -> str:
    found = run(PROGRAM, "--backend", "compose", "--project", stack.project, *words, check=False, timeout=timeout)
    assert found.returncode == code, found.stdout + found.stderr
    return found.stdout + found.stderr


def report(stack) -> list[dict]:
    return json.loads(snaketron(stack, "status", "--json"))


def agents(stack) -> str:
    return docker("ps", "-aq", "--filter", f"label=snaketron.agent={stack.project}")


@pytest.mark.short
def test_status_says_what_the_nodes_say(stack):
    stack.until_whole(3)
    nodes = report(stack)
    assert [node["node"] for node in nodes] == [1, 2, 3]
    assert [node["role"] for node in nodes].count("leader") == 1
    number = next(node["node"] for node in nodes if node["role"] == "leader")
    assert number == leader(stack)
    for node in nodes:
        assert node["ready"] and node["build"] == "dev" and len(node["voters"]) == 3
        assert {process["service"] for process in node["processes"]} == set(SERVICES)
        assert all(process["alive"] and process["pid"] > 0 for process in node["processes"])
    table = snaketron(stack, "status")
    assert "any one node may be taken away now" in table and "gateway:" in table
    assert agents(stack) == "", "what it asked with is gone again"


@pytest.mark.short
def test_leadership_goes_where_it_is_sent(stack):
    stack.until_whole(3)
    wanted = leader(stack) % 3 + 1
    told = re.search(rf"node {wanted} leads in term (\d+)", snaketron(stack, "transfer", "--to", str(wanted)))
    assert told
    # What a gateway says of the cluster is up to a second old.
    assert leader(stack, since=int(told[1])) == wanted
    assert "leads already" in snaketron(stack, "transfer", "--to", str(wanted))
    assert "there is no node 7" in snaketron(stack, "transfer", "--to", "7", code=1)


@pytest.mark.short
def test_a_node_is_stopped_and_started_while_two_play(stack):
    """Killed, as by a crash, it stays away until it is started: a person wanted it so."""
    stack.until_whole(3)
    node = str(leader(stack))
    play(stack, lambda: snaketron(stack, "stop", "--node", node, "--kill"), "the leader's node killed")
    assert all(not inspect(stack.container(f"{service}-{node}"))["State"]["Running"] for service in SERVICES)
    mine = next(found for found in report(stack) if found["node"] == int(node))
    assert mine["role"] == "down" and all(process["stopped"] for process in mine["processes"])
    assert "gateway is not running" in snaketron(stack, "stop", "--node", node)
    assert "started gateway" in snaketron(stack, "start", "--node", node)
    assert "gateway is running already" in snaketron(stack, "start", "--node", node, "--service", "gateway")
    stack.until_whole(3)


@pytest.mark.short
def test_a_deployment_is_valid(stack):
    """Without an address: the balancer's; without a number: the stack's nodes."""
    stack.until_whole(3)
    told = snaketron(stack, "validate")
    assert "nodes: 3, node" in told and told.rstrip().endswith("everything works")


@pytest.fixture
def following_version():
    """The same programs as another version: images of another name and content."""
    for target in (*SERVICES, "tool"):
        run("docker", "build", "--quiet", "--tag", f"snaketron/{target}:next", "-", input=(
            f"FROM snaketron/{target}:dev\nLABEL org.opencontainers.image.version=next\n"))
    yield "next"
    for target in (*SERVICES, "tool"):
        run("docker", "image", "rm", "--force", f"snaketron/{target}:next", check=False)


def test_what_cannot_be_done_is_said_before_anything_is_touched(stack):
    stack.until_whole(3)
    ids = [inspect(stack.container(f"gateway-{node}"))["Id"] for node in (1, 2, 3)]
    assert "snaketron/registry:nowhere is not on this engine" in snaketron(stack, "roll", "--to", "nowhere", code=1)
    assert "name the version with --to" in snaketron(stack, "roll", "--back", code=1)
    assert "goes with status, start" in snaketron(stack, "down", code=64)
    for words, sentence in ((("--backend", "compose", "--project", "nobody", "status"), "no stack of the project nobody"),
                            (("--project", "nobody", "status"), "--project goes with --backend compose"),
                            (("--backend", "cloud", "status"), "'cloud' is invalid"), (("validate",), "name the address")):
        found = run(PROGRAM, *words, check=False)
        assert found.returncode in (1, 64) and sentence in found.stderr, found.stderr
    assert ids == [inspect(stack.container(f"gateway-{node}"))["Id"] for node in (1, 2, 3)]


def test_a_roll_goes_back_when_the_next_version_does_not_get_ready(stack, following_version):
    """The next version's gateway ends at once."""
    stack.until_whole(3)
    run("docker", "build", "--quiet", "--tag", "snaketron/gateway:next", "-",
        input="FROM snaketron/gateway:dev\nENTRYPOINT [\"/bin/false\"]\n")
    began = time.monotonic()
    told = snaketron(stack, "roll", "--to", following_version, "--quiet", "0", "--patience", "15", code=1, timeout=400)
    print(f"back after {time.monotonic() - began:.0f} s")
    assert "rolled back:" in told
    stack.until_whole(3)
    assert {inspect(stack.container(f"gateway-{node}"))["Config"]["Image"] for node in (1, 2, 3)} == {"snaketron/gateway:dev"}
    assert run(PROGRAM, "validate", ADDRESS, "--nodes", "3", check=False).returncode == 0


@pytest.mark.short
def test_the_stack_rolls_to_the_next_version_while_two_play(stack, following_version):
    stack.until_whole(3)
    before = {service: inspect(stack.container(service))["Id"] for service in ("node-1", "node-2", "node-3", "database")}
    said = []

    def roll():
        said.append(snaketron(stack, "roll", "--to", following_version, "--quiet", "2"))

    play(stack, roll, "rolled to the next version")
    assert "done: every node runs the new build" in said[0] and f"set VERSION={following_version}" in said[0]
    for node in (1, 2, 3):
        for service in SERVICES:
            state = inspect(stack.container(f"{service}-{node}"))
            assert state["Config"]["Image"] == f"snaketron/{service}:{following_version}" and state["State"]["Running"]
    assert before == {service: inspect(stack.container(service))["Id"] for service in before}, "nothing else was touched"
    assert "all nodes run next already" in snaketron(stack, "roll", "--to", following_version)


def test_the_version_before_is_rolled_to_by_its_name(stack, following_version):
    stack.until_whole(3)
    if {node["build"] for node in report(stack)} != {following_version}:
        snaketron(stack, "roll", "--to", following_version, "--quiet", "0")
    assert "done: every node" in snaketron(stack, "roll", "--to", "dev", "--quiet", "0")
    assert {node["build"] for node in report(stack)} == {"dev"}
    assert answer("/health/ready")[0] == 200
