"""What a gateway tells strangers and what it tells its operator: metrics and reasons are on a port of their own."""
import json

from System.stack import http, wait_for

PRIVATE = "http://127.0.0.{node}:9104{path}"


def private(node: int, path: str):
    return http(PRIVATE.format(node=node, path=path))


def test_metrics_are_on_the_operators_port_alone(stack):
    stack.settled()
    for node in (1, 2, 3):
        for port, name in ((9101, "registry"), (9102, "raft"), (9103, "simulation"), (9104, "gateway")):
            status, text = http(f"http://127.0.0.{node}:{port}/metrics")
            assert status == 200 and f"# TYPE snaketron_{name}_" in text, f"{name}: {status} {text[:200]}"
        assert http(stack.gateway(node) + "/metrics")[0] == 404
    assert private(1, "/metrics?x=1")[0] == 200
    assert private(1, "/")[0] == 404 and private(1, "/health")[0] == 404
    assert http(PRIVATE.format(node=1, path="/metrics"), method="POST")[0] == 405


def test_strangers_learn_whether_and_operators_why(stack):
    stack.settled()
    status, text = http(stack.gateway(1) + "/health/ready")
    assert (status, json.loads(text)) == (200, {"ready": True, "code": "ready"})
    status, text = private(1, "/health/ready")
    assert status == 200 and json.loads(text)["ready"] and "127.0.0.1:50051" in json.loads(text)["reason"]

    for node in (1, 2, 3):
        stack.kill(node, "simulation")
    try:
        def known():
            status, text = http(stack.gateway(1) + "/health/ready")
            return text if status == 503 else None
        answer = json.loads(wait_for(known, 20, "no simulation is left"))
        assert answer == {"ready": False, "code": "no_simulation"}
        status, text = private(1, "/health/ready")
        assert status == 503 and set(json.loads(text)) == {"ready", "code", "reason"}
    finally:
        for node in (1, 2, 3):
            stack.start(node, "simulation")
    for node in (1, 2, 3):
        stack.wait_ready(node, 40)
