"""What a deployment decides, event by event."""
import math

import pytest
from rollout import IMAGES as NAMES
from rollout import RECOVER, SERVICES, TOOL_LABEL, Limits, Watch, next_definition, percentages, recovery_definition

DIGEST = "sha256:" + "0" * 64
IMAGES = {name: f"registry.example/{name}@{DIGEST}" for name in NAMES}
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
    assert {one["name"]: one["image"] for one in changed["containerDefinitions"]} == {name: IMAGES[name] for name in SERVICES}
    assert all(one["dockerLabels"] == {TOOL_LABEL: IMAGES["tool"]} for one in changed["containerDefinitions"]), "the tool of the same build"
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


def nodes():
    """A task definition of nodes, as far as it matters to a recovery."""
    one = {"user": "65532:65532", "readonlyRootFilesystem": True, "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
           "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}], "dockerLabels": {TOOL_LABEL: IMAGES["tool"]},
           "environment": [{"name": "CLUSTER", "value": "snaketron"}, {"name": "DATA_DIR", "value": "/data"}],
           "logConfiguration": {"options": {"awslogs-region": "eu-central-1"}}, "essential": True}
    after = {"consensus": "registry", "simulation": "consensus", "gateway": "simulation"}
    secrets = {"registry": ["PGPASSWORD"], "consensus": [], "simulation": [], "gateway": ["JWT_SECRET"]}
    return {"family": "snaketron-server", "revision": 7, "taskDefinitionArn": "arn", "cpu": "256", "volumes": [{"name": "data"}],
            "containerDefinitions": [
                {**one, "name": name, "image": IMAGES[name],
                 "secrets": [{"name": key, "valueFrom": key} for key in ("TLS_CA", "TLS_CERT", "TLS_KEY", *secrets[name])],
                 "dependsOn": [{"containerName": after[name], "condition": "START"}] if name in after else []} for name in SERVICES]}


def test_the_plan_of_a_recovery_starts_no_node():
    made = recovery_definition(nodes(), "snaketron-recovery", "/snaketron/recovery")
    registry, tool = made["containerDefinitions"]
    assert (made["family"], made["volumes"], "revision" in made) == ("snaketron-recovery", [{"name": "data"}], False)
    assert (registry["name"], tool["name"], tool["image"], tool["command"]) == ("registry", RECOVER, IMAGES["tool"], [])
    assert tool["essential"], "the task ends with it"
    assert tool["dependsOn"] == [{"containerName": "registry", "condition": "HEALTHY"}]


def test_a_recovery_starts_consensus_after_the_tool_has_succeeded():
    made = recovery_definition(nodes(), "snaketron-recovery", "/snaketron/recovery", "7@3")
    containers = {one["name"]: one for one in made["containerDefinitions"]}
    assert list(containers) == ["registry", RECOVER, "consensus", "simulation", "gateway"]
    tool = containers[RECOVER]
    assert tool["command"] == ["--confirm", "7@3"] and not tool["essential"] and "restartPolicy" not in tool
    assert {"containerName": RECOVER, "condition": "SUCCESS"} in containers["consensus"]["dependsOn"]
    assert all(one["essential"] for name, one in containers.items() if name != RECOVER)
    assert tool["logConfiguration"]["options"]["awslogs-group"] == "/snaketron/recovery"
    # It is as closed as a node, and knows neither the database's password nor the tokens' keys.
    assert tool["user"] == "65532:65532" and tool["readonlyRootFilesystem"]
    assert [pair["name"] for pair in tool["secrets"]] == ["TLS_CA", "TLS_CERT", "TLS_KEY"]
    assert [pair["name"] for pair in tool["environment"]] == ["DATA_DIR"]


def test_a_recovery_of_a_build_without_the_tool_is_refused():
    old = nodes()
    for one in old["containerDefinitions"]:
        del one["dockerLabels"]
    with pytest.raises(ValueError, match="no image of the tool"):
        recovery_definition(old, "snaketron-recovery", "/snaketron/recovery")
    with pytest.raises(ValueError, match="has the containers a"):
        recovery_definition({"containerDefinitions": [{"name": "a"}]}, "snaketron-recovery", "/snaketron/recovery")


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
