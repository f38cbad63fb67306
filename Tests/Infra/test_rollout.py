"""What a deployment decides, event by event."""
import math

import pytest
from rollout import SERVICES, Limits, Watch, next_definition, percentages

DIGEST = "sha256:" + "0" * 64
IMAGES = {service: f"registry.example/{service}@{DIGEST}" for service in SERVICES}
WHOLE = {"leader": "1", "mayTakeANode": True, "nodes": [{"node": "1"}, {"node": "2"}, {"node": "3"}]}


@pytest.mark.parametrize("tasks", range(1, 10))
def test_exactly_one_node_more_and_none_less(tasks):
    maximum, minimum = percentages(tasks)
    assert math.floor(tasks * maximum / 100) == tasks + 1
    assert math.ceil(tasks * minimum / 100) == tasks


def test_no_nodes_are_refused():
    with pytest.raises(ValueError, match="nothing to replace"):
        percentages(0)


def described():
    return {"family": "snaketron-server", "revision": 7, "status": "ACTIVE", "taskDefinitionArn": "arn", "cpu": "256",
            "registeredAt": 1, "containerDefinitions": [{"name": s, "image": "old", "secrets": [{"name": "A", "valueFrom": "b"}]} for s in SERVICES]}


def test_only_images_change():
    changed = next_definition(described(), IMAGES)
    assert {one["name"]: one["image"] for one in changed["containerDefinitions"]} == IMAGES
    assert all(one["secrets"] == [{"name": "A", "valueFrom": "b"}] for one in changed["containerDefinitions"])
    assert changed["cpu"] == "256" and "revision" not in changed and "taskDefinitionArn" not in changed


@pytest.mark.parametrize("images, why", [
    ({**IMAGES, "gateway": "registry.example/gateway:latest"}, "digest"),
    ({key: value for key, value in IMAGES.items() if key != "registry"}, "needed"),
    ({**IMAGES, "web": f"w@{DIGEST}"}, "needed"),
])
def test_wrong_images_are_refused(images, why):
    with pytest.raises(ValueError, match=why):
        next_definition(described(), images)


def service(state="IN_PROGRESS", running=1, reason="", deployment="d"):
    return {"deployments": [{"id": deployment, "rolloutState": state, "runningCount": running, "desiredCount": 3, "rolloutStateReason": reason}]}


def test_waits_while_nodes_are_replaced_then_ends():
    watch = Watch("d", 0)
    assert watch.step(5, service(running=1), WHOLE)[0] == "wait"
    assert watch.step(10, service("COMPLETED", 3), WHOLE) == ("done", "3 nodes, node 1 leads")


def test_not_done_before_the_cluster_answers():
    assert Watch("d", 0).step(5, service("COMPLETED", 3), None)[0] == "wait"


def test_ecs_gave_up():
    assert Watch("d", 0).step(5, service("FAILED", reason="circuit breaker"), WHOLE) == ("failed", "circuit breaker")


def test_another_deployment_took_its_place():
    assert Watch("d", 0).step(5, service(deployment="e"), WHOLE)[0] == "failed"


def test_a_short_election_is_no_trouble_and_a_long_one_is():
    watch, without = Watch("d", 0), {**WHOLE, "leader": None}
    assert watch.step(5, service(), without)[0] == "wait"
    assert watch.step(10, service(), WHOLE)[0] == "wait"
    assert watch.step(15, service(), without)[0] == "wait", "counted from the last leader"
    assert watch.step(29, service(), without)[0] == "wait"
    assert watch.step(30, service(), without) == ("back", "no node has led for 15 s")


def test_a_world_that_differs_turns_back():
    watch = Watch("d", 0)
    differs = {**WHOLE, "nodes": [{"node": "2", "quarantined": True}]}
    assert watch.step(0, service(), differs)[0] == "wait", "a node heals by itself within seconds"
    assert watch.step(15, service(), differs) == ("back", "the world of node 2 differs")


def test_an_api_that_stays_silent_turns_back():
    watch = Watch("d", 0)
    assert watch.step(0, service(), None)[0] == "wait"
    assert watch.step(59, service(), None)[0] == "wait"
    assert watch.step(60, service(), None)[0] == "back"


def test_a_deployment_that_never_ends_turns_back():
    assert Watch("d", 0, Limits(deployment=100)).step(101, service(), WHOLE)[0] == "back"


def with_old(old=1, new=3, pending=0):
    return {"deployments": [{"id": "d", "rolloutState": "IN_PROGRESS", "runningCount": new, "desiredCount": 3, "pendingCount": pending},
                            {"id": "c", "runningCount": old, "desiredCount": 0}]}


def test_the_last_old_node_is_stopped_when_ecs_leaves_it_alone():
    watch = Watch("d", 0)
    assert watch.step(5, with_old(), WHOLE)[0] == "wait", "ECS may still take it"
    assert watch.step(19, with_old(), WHOLE)[0] == "wait"
    assert watch.step(20, with_old(), WHOLE)[0] == "last"
    assert watch.step(21, with_old(), WHOLE)[0] == "wait", "once, then it has time to go"
    assert watch.step(35, with_old(), WHOLE)[0] == "last", "and again, if it was not heard"


@pytest.mark.parametrize("service, cluster", [
    (with_old(old=2), WHOLE), (with_old(new=2), WHOLE), (with_old(pending=1), WHOLE), (with_old(), {**WHOLE, "mayTakeANode": False}),
])
def test_no_node_is_stopped_while_another_may_go_or_none_may(service, cluster):
    watch = Watch("d", 0)
    assert {watch.step(5 + seconds, service, cluster)[0] for seconds in range(60)} == {"wait"}
