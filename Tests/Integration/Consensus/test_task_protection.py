"""The leader's task is spared: real consensus processes, and an HTTP server in the place of the ECS agents."""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from System.consensus_client import ConsensusCluster
from System.stack import wait_for

PORT = 9170


class Agents:
    """Each node has an agent of its own, told apart by the path as in ECS. Answers as AWS documents the endpoint."""

    def __init__(self):
        self.calls: dict[int, list[dict]] = {}
        self.refuses = False
        agents = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                prefix, node, rest = self.path.lstrip("/").split("/", 2)
                assert (prefix, rest) == ("api", "task-protection/v1/state"), self.path
                assert self.headers["content-type"] == "application/json"
                arn = f"arn:aws:ecs:eu-central-1:1:task/t/{node}"
                if agents.refuses:
                    return self.answer(400, {"error": {"Arn": arn, "Code": "AccessDeniedException", "Message": "no"}})
                agents.calls.setdefault(int(node), []).append(body)
                self.answer(200, {"protection": {"ProtectionEnabled": body["ProtectionEnabled"], "TaskArn": arn}})

            def answer(self, status, body):
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def protected(self) -> set[int]:
        return {node for node, calls in self.calls.items() if calls[-1]["ProtectionEnabled"]}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def agents():
    agents = Agents()
    yield agents
    agents.close()


@pytest.fixture
def cluster(tmp_path, request, agents):
    cluster = ConsensusCluster(tmp_path, nodes=3)
    for node in cluster.numbers:
        start(cluster, node)
    cluster.settled(voters=3, members=3)
    yield cluster
    cluster.keep_logs(request.node.name)
    cluster.stop()


def start(cluster, node):
    cluster.start(node, services=("registry",))
    cluster._start(node, "consensus", env={"ECS_AGENT_URI": f"http://127.0.0.1:{PORT}/api/{node}"})


def protects(cluster, agents):
    """The leader alone, and every node has said what it wants."""
    leader = cluster.leader()
    return leader if set(agents.calls) == set(cluster.numbers) and agents.protected() == {leader} else None


def test_the_leader_alone_is_protected_and_lets_go_after_it_handed_over(cluster, agents):
    first = wait_for(lambda: protects(cluster, agents), 20, "the leader is protected, followers are not")
    asked = next(call for call in agents.calls[first] if call["ProtectionEnabled"])
    assert asked == {"ProtectionEnabled": True, "ExpiresInMinutes": 60}
    calls = {node: len(agents.calls[node]) for node in cluster.numbers}

    cluster.stub(first).TransferLeadership(cluster.messages.TransferLeadershipRequest(), timeout=5)
    second = wait_for(lambda: (now := protects(cluster, agents)) not in (None, first) and now, 20, "the next one is")
    assert agents.calls[first][-1] == {"ProtectionEnabled": False}
    bystander = next(n for n in cluster.numbers if n not in (first, second))
    assert len(agents.calls[bystander]) == calls[bystander], "who neither led nor leads asks for nothing"


def test_a_leader_that_is_stopped_hands_over_and_lets_go_before_it_ends(cluster, agents):
    leader = wait_for(lambda: protects(cluster, agents), 20, "the leader is protected")
    cluster.terminate(leader, services=("consensus",))
    assert agents.calls[leader][-1] == {"ProtectionEnabled": False}, "said before the process had ended"


def test_an_agent_that_refuses_costs_a_warning_and_nothing_else(cluster, agents):
    leader = wait_for(lambda: protects(cluster, agents), 20, "the leader is protected")
    agents.refuses = True
    cluster.stub(leader).TransferLeadership(cluster.messages.TransferLeadershipRequest(), timeout=5)
    heir = wait_for(lambda: (now := cluster.leader()) != leader and now, 20, "another leader")
    wait_for(lambda: "AccessDeniedException" in cluster.log(heir), 20, "a warning with the agent's reason")
    assert cluster.log(heir).count("does not protect this task") == 1
    agents.refuses = False
    wait_for(lambda: protects(cluster, agents) == heir, 30, "it is asked again, and protects the leader")


def test_what_is_no_address_of_an_agent_stops_the_start(tmp_path):
    cluster = ConsensusCluster(tmp_path, nodes=1)
    cluster._start(1, "consensus", env={"ECS_AGENT_URI": "https://agent"})
    assert cluster.processes[1, "consensus"].wait(20) == 64
    assert "ECS_AGENT_URI" in cluster.log(1)
