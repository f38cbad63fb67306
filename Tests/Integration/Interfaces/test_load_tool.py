"""`snaketron-load` on three real nodes: sixty players of every kind, a node killed under them, and what the tool says of it."""
import json
import subprocess
from pathlib import Path

import pytest
from System.stack import Stack, tool

LOAD = str(Path(tool()).with_name("snaketron-load"))


def load(*arguments: str, seconds: float = 120) -> subprocess.CompletedProcess:
    return subprocess.run([LOAD, *arguments], capture_output=True, text=True, timeout=seconds)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    home = tmp_path_factory.mktemp("load") / "home"
    stack = Stack(home, env={"GATEWAY_GUESTS_PER_MINUTE": "100000", "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"})
    stack.up()
    stack.settled()
    yield stack
    stack.keep_logs("test_load_tool")
    stack.down()


def test_sixty_players_and_a_node_killed(loaded, tmp_path):
    kill = f"SNAKETRON_HOME={loaded.home} {tool()} stop --node 3 --kill"
    done = load(*(loaded.gateway(node) for node in (1, 2, 3)), "--players", "60", "--ramp", "2s", "--warmup", "6s", "--length", "10s",
                "--modes", "duel=4,2v2=2,ffa=2,custom=1,duel+bots=1,solo=1",
                "--behaviours", "squares=4,random=2,bot=2,idle=1,watch=1,chat=1,restless=1,hostile=1", "--links", "good=3,phone=1",
                "--at", f"12s {kill}", "--gate", "faults<=0", "--gate", "acks>200", "--gate", "ack.p50<20s", "--gate", "unanswered<=0",
                "--json", str(tmp_path / "report.json"), "--html", str(tmp_path / "report.html"))
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"]["faults"] == 0 and report["counts"]["matches judged whole"] > 5
    assert report["latencies"]["ack"]["count"] > 100 and report["outcomes"]["accepted"] > 200
    # Players of the dead node went on elsewhere, and it is on the time line.
    assert report["counts"]["takes"] > 0
    ended = {event["words"] for event in report["events"]}
    assert {f"{service} 3 ended" for service in ("gateway", "simulation", "consensus", "registry")} <= ended
    # The gateways showed the hostile ones the door, and nobody else.
    assert set(report["hostileCloses"]) & {"1002", "1008", "1009"} and not {"1002", "1007", "1008", "1009"} & set(report["closes"])
    assert {(process["service"], process["node"]) for process in report["processes"]} == {
        (service, str(node)) for service in ("gateway", "simulation", "consensus", "registry") for node in (1, 2, 3)}
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") >= 4 and "http" not in page.split("<h1>")[0], "the page needs nothing from elsewhere"


def test_a_broken_gate_is_named_and_ends_with_1(loaded):
    done = load(loaded.gateway(1), "--players", "2", "--ramp", "0s", "--warmup", "0s", "--length", "2s", "--quiet", "--gate", "acks>100000")
    assert done.returncode == 1 and "BROKEN  acks>100000: it was " in done.stdout, done.stdout + done.stderr


def test_where_nobody_answers_nothing_is_measured():
    done = load("http://127.0.0.1:9", "--players", "3", "--ramp", "0s", "--warmup", "0s", "--length", "2s")
    assert done.returncode == 1 and "NOBODY was let in" in done.stdout and "no answer" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("arguments, words", [
    (["--players", "0"], "--players takes 1 to 20000"),
    (["--gate", "ack.p99"], "has no <, <=, > or >="),
    (["--modes", "chess"], "no mode 'chess'"),
    (["--behaviours", "squares=0"], "weight of 'squares'"),
    (["--links", "80"], "no link '80'"),
    (["--length", "soon"], "is not a duration"),
    (["--pace", "1ms"], "--pace is at least 50ms"),
    (["--at", "30s"], "--at takes a time and a command"),
])
def test_what_cannot_be_meant_is_refused_in_a_sentence(arguments, words):
    done = load(*arguments)
    assert done.returncode == 64 and words in done.stderr, done.stderr


def test_an_address_that_is_none_is_refused():
    done = load("ftp://here", "--players", "1")
    assert done.returncode == 1 and "'ftp://here' is not an address such as http://127.0.0.1:8080" in done.stderr
