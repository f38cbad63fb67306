"""An entry that this build does not know, as a newer one would write it: no node guesses, skips it, or calls itself damaged."""
import time

import grpc
from System.protos import contract
from System.stack import Stack, http, wait_for, with_secret


def propose(stack: Stack, node: int, command: bytes) -> int:
    messages, stubs = contract("consensus")
    with grpc.insecure_channel(f"127.0.0.{node}:50053") as channel:
        stub = stubs.ConsensusStub(with_secret(channel, stack.secret(node)))
        answer = next(stub.Propose(iter([messages.Proposal(id=1, commands=[command])]), timeout=10))
        assert answer.result == messages.ProposalResult.COMMITTED, answer
        return answer.index


def test_an_entry_of_a_newer_build_stops_the_simulations_and_nothing_else(tmp_path):
    stack = Stack(tmp_path / "home")
    stack.up()
    try:
        stack.settled()
        ids = {node["id"] for node in stack.status()}
        index = propose(stack, 2, bytes([200, 1, 2, 3]))
        wait_for(lambda: all(node["stopped"] for node in stack.status()), 20, "every node says that it cannot go on")
        for node in stack.status():
            assert "kind 200" in node["stopped"] and not node["ready"] and not node["quarantined"], node
            assert node["applied"] < index and not node["divergences"], node
            assert node["role"] in ("leader", "follower"), "consensus goes on"
            assert "this build cannot go on" in stack.log(node["node"], "simulation")
            assert f"raft.index={index}" in stack.log(node["node"], "simulation")
        wait_for(lambda: {http(stack.gateway(n) + "/health/ready")[0] for n in (1, 2, 3)} == {503}, 10, "nobody is sent here")
        assert "serves no players" in stack.run("status").stdout

        # Said once, not again and again; and a process that is started anew stops at the same place.
        time.sleep(2)
        assert stack.log(1, "simulation").count("this build cannot go on") == 1
        stack.kill(1, "simulation")
        stack.start(1, "simulation")
        wait_for(lambda: (stack.status()[0]["stopped"] or "").find("kind 200") >= 0, 20, "it stops there again")
        assert stack.status()[0]["applied"] < index
        nodes = stack.status()
        assert {node["id"] for node in nodes} == ids and all(node["commit"] >= index for node in nodes), "the log is whole"
    finally:
        stack.keep_logs("test_versions")
        stack.down()
