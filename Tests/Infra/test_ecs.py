"""The rules of the scheduler that stands in for ECS, each as its documentation has it (ecs.py cites the pages)."""
import pytest
from ecs import LONGEST_STOP, Service, lower, threshold, upper


def fleet(desired=3, **rules):
    """A service whose first deployment has completed."""
    service = Service(desired=desired, revision=1, **rules)
    settle(service, 0)
    assert service.rollout == "COMPLETED"
    return service


def grow(service, now):
    """Every task that starts gets healthy, every one that stops ends. Returns what was done, and the fewest healthy tasks."""
    done = service.step(now)
    for task in [task for task in service.tasks.values() if task.status == "STOPPING"]:
        service.ended(task.name)
    fewest = sum(task.health == "HEALTHY" for task in service.tasks.values())
    for task in [task for task in service.tasks.values() if task.status == "PENDING"]:
        service.ran(task.name, now)
        service.healthy(task.name)
        done = done + [("healthy", task.name)]
    return done, fewest


def settle(service, now):
    """Until nothing moves; what was done step by step, and the fewest healthy tasks on the way."""
    story, fewest = [], len(service.tasks)
    for _ in range(100):
        done, least = grow(service, now)
        if not done:
            return story, fewest
        story.append(done)
        fewest = min(fewest, least)
    raise AssertionError("it never settles")


@pytest.mark.parametrize("desired, minimum, maximum, low, high", [
    (3, 67, 133, 3, 3), (3, 66, 134, 2, 4), (9, 66, 134, 6, 12), (9, 88, 112, 8, 10), (1, 0, 200, 0, 2), (4, 100, 125, 4, 5),
])
def test_minimum_is_rounded_up_and_maximum_down(desired, minimum, maximum, low, high):
    assert (lower(desired, minimum), upper(desired, maximum)) == (low, high)


def test_133_and_67_of_three_can_never_move():
    service = fleet(minimum=67, maximum=133)
    service.deploy(2)
    assert settle(service, 1)[0] == [] and service.rollout == "IN_PROGRESS"


def test_a_minimum_under_100_takes_an_old_task_at_once():
    service = fleet(minimum=66, maximum=134)
    service.deploy(2)
    first = service.step(1)
    assert [kind for kind, *_ in first] == ["start", "stop"], "one goes before the new one runs"


def test_with_100_an_old_task_goes_only_after_a_new_one_is_healthy():
    service = fleet(minimum=100, maximum=134)
    service.deploy(2)
    assert [kind for kind, *_ in service.step(1)] == ["start"]
    assert service.step(2) == [], "nothing more until it is healthy"
    story, fewest = settle(service, 3)
    assert fewest >= 3 and service.rollout == "COMPLETED"
    assert all(sum(kind == "stop" for kind, *_ in done) <= 1 for done in story), "one at a time"


def test_66_and_134_of_nine_take_three_at_once():
    service = fleet(desired=9, minimum=66, maximum=134)
    service.deploy(2)
    assert sum(kind == "stop" for kind, *_ in service.step(1)) == 3, "which may be all voters: the deployment sets its own percentages"


def test_a_protected_task_goes_last_in_a_deployment():
    service = fleet(minimum=100, maximum=134)
    leader = next(iter(service.tasks))
    service.protect(leader, 10, now=1)
    service.deploy(2)
    settle(service, 1)
    assert leader in service.tasks and service.rollout == "IN_PROGRESS", "the deployment waits for it"
    assert [task.revision for task in service.tasks.values()].count(2) == 3
    service.protect(leader, None, now=2)
    settle(service, 3)
    assert leader not in service.tasks and service.rollout == "COMPLETED"


def test_protection_runs_out():
    service = fleet(minimum=100, maximum=134)
    leader = next(iter(service.tasks))
    service.protect(leader, 1, now=0)
    service.deploy(2)
    settle(service, 59)
    assert leader in service.tasks
    settle(service, 60)
    assert leader not in service.tasks


@pytest.mark.parametrize("minutes", [0, 0.5, 2881])
def test_protection_is_for_1_to_2880_minutes(minutes):
    service = fleet()
    with pytest.raises(ValueError, match="1 to 2880"):
        service.protect(next(iter(service.tasks)), minutes, now=0)


def test_scale_in_never_takes_a_protected_task():
    service = fleet(desired=9)
    names = list(service.tasks)
    service.protect(names[0], 60, now=0)
    service.scale(3)
    settle(service, 1)
    assert len(service.tasks) == 3 and names[0] in service.tasks


@pytest.mark.parametrize("desired, failures", [(1, 3), (3, 3), (6, 3), (9, 5), (1000, 200)])
def test_circuit_breaker_takes_half_but_3_to_200(desired, failures):
    assert threshold(desired) == failures


def fail_until(service, times, now):
    told = []
    while times:
        told += service.step(now)
        pending = [task for task in service.tasks.values() if task.status == "PENDING"]
        for task in pending[:1]:
            service.ended(task.name)
            times -= 1
        for task in [] if pending else list(service.tasks.values()):
            if task.status == "STOPPING":
                service.ended(task.name)
    return told + service.step(now)


def test_a_build_that_never_starts_is_rolled_back():
    service = fleet(minimum=100, maximum=134)
    service.deploy(2)
    assert ("rolled back", 1) in fail_until(service, 3, now=1)
    settle(service, 2)
    assert service.rollout == "COMPLETED" and {task.revision for task in service.tasks.values()} == {1}


def test_failures_count_only_one_after_the_other():
    service = fleet(minimum=100, maximum=134)
    service.deploy(2)
    for _ in range(2):
        fail_until(service, 2, now=1)
        assert service.failures == 2
        for task in service.tasks.values():
            if task.status == "PENDING":
                service.ran(task.name, 1)
                service.healthy(task.name)
        assert service.failures == 0
    assert service.rollout == "IN_PROGRESS"


def test_a_first_deployment_has_nothing_to_go_back_to():
    service = Service(desired=3, revision=1)
    assert ("rolled back", 1) not in fail_until(service, 3, now=0)
    assert service.rollout == "FAILED"
    assert [kind for kind, *_ in service.step(1)] == [], "and no new task is tried"


def test_stop_is_sigterm_then_sigkill_after_the_timeout():
    service = fleet(desired=4, stop_timeout=30)
    service.scale(3)
    [(kind, name, _)] = service.step(100)
    assert kind == "stop"
    assert service.step(129.9) == []
    assert service.step(130) == [("kill", name)]


def test_a_target_keeps_its_connections_before_its_task_is_told_to_stop():
    service = fleet(desired=4, deregistration=60, stop_timeout=30)
    service.scale(3)
    [(kind, name, _)] = service.step(100)
    assert kind == "drain" and service.tasks[name].status == "DEACTIVATING"
    assert service.step(159.9) == []
    assert service.step(160) == [("stop", name, "scaling")]
    assert service.step(190) == [("kill", name)]


def test_a_task_that_leaves_counts_no_more():
    service = fleet(minimum=100, maximum=134, deregistration=60)
    service.deploy(2)
    service.step(1)
    new = next(task for task in service.tasks.values() if task.status == "PENDING")
    service.ran(new.name, 2)
    service.healthy(new.name)
    assert [kind for kind, *_ in service.step(3)] == ["drain"]
    assert [kind for kind, *_ in service.step(4)] == ["start"], "the next one need not wait for its connections"
    assert [kind for kind, *_ in service.step(63)] == ["stop"]


def test_an_alarm_turns_a_deployment_back_and_nothing_else():
    service = fleet(minimum=100, maximum=134)
    assert service.alarm() == []
    service.deploy(2)
    assert [kind for kind, *_ in service.step(1)] == ["start"]
    assert service.alarm() == [("rolled back", 1)]
    settle(service, 2)
    assert service.rollout == "COMPLETED" and {task.revision for task in service.tasks.values()} == {1}


def test_alarms_are_watched_until_the_bake_time_after_the_last_old_task_is_over():
    service = fleet(minimum=100, maximum=134)
    service.bake = 180
    service.deploy(2)
    settle(service, 10)
    assert {task.revision for task in service.tasks.values()} == {2} and service.rollout == "IN_PROGRESS"
    began = service.steady_since
    service.step(began + 179)
    assert service.rollout == "IN_PROGRESS" and service.completed == 1
    assert service.alarm() == [("rolled back", 1)]
    settle(service, began + 200)
    service.step(service.steady_since + 180)
    assert service.rollout == "COMPLETED" and {task.revision for task in service.tasks.values()} == {1}


def test_a_task_stopped_by_hand_is_no_failure_and_protection_does_not_keep_it():
    service = fleet(minimum=100, maximum=134)
    leader = next(iter(service.tasks))
    service.protect(leader, 60, now=1)
    service.deploy(2)
    settle(service, 1)
    assert [task.name for task in service.tasks.values() if task.revision == 1] == [leader]
    assert service.asked_to_stop(leader, 2) == [("stop", leader, "UserInitiated")]
    service.ended(leader)
    service.step(3)
    assert (service.failures, service.rollout) == (0, "COMPLETED")


def test_no_timeout_is_longer_than_fargate_allows():
    service = fleet(desired=4, stop_timeout=600)
    service.scale(3)
    [(_, name, _)] = service.step(0)
    assert service.step(LONGEST_STOP) == [("kill", name)]


def test_two_tasks_are_never_spot():
    service = fleet(desired=9)
    assert sorted(task.provider for task in service.tasks.values()) == ["FARGATE"] * 2 + ["FARGATE_SPOT"] * 7


def test_spot_takes_all_it_may_and_the_majority_stays():
    service = fleet()
    spot = [task.name for task in service.tasks.values() if task.provider == "FARGATE_SPOT"]
    assert [service.spot_taken(name, 10) for name in spot] == [
        [("drain", spot[0], "SpotInterruption"), ("stop", spot[0], "SpotInterruption")]]
    assert sum(task.status == "RUNNING" for task in service.tasks.values()) == 2
    assert [kind for kind, *_ in service.step(10)] == ["start"], "it is replaced at once"
    with pytest.raises(ValueError, match="no Spot task"):
        service.spot_taken(next(task.name for task in service.tasks.values() if task.provider == "FARGATE"), 10)


def test_a_failed_check_within_the_grace_period_counts_for_nothing():
    service = Service(desired=1, revision=1)
    service.step(0)
    service.ran("task-1", 0)
    service.unhealthy("task-1", 119)
    assert service.tasks["task-1"].health == "UNKNOWN"
    service.unhealthy("task-1", 120)
    assert service.tasks["task-1"].health == "UNHEALTHY" and service.failures == 1


def test_an_unhealthy_task_is_replaced_before_it_is_stopped_protected_or_not():
    service = fleet(minimum=66, maximum=134)
    sick = next(iter(service.tasks))
    service.protect(sick, 60, now=1000)
    service.unhealthy(sick, 1000)
    assert [kind for kind, *_ in service.step(1000)][0] == "start"
    settle(service, 1001)
    assert sick not in service.tasks and len(service.tasks) == 3


def test_when_no_node_can_be_ready_all_are_replaced_in_the_end():
    """Why scripts/deploy/hold exists: quorum loss makes every node unready, and ECS takes the disks with the tasks."""
    service = fleet(minimum=66, maximum=134)
    first, now = set(service.tasks), 1000
    for _ in range(20):
        now += 200
        for task in list(service.tasks.values()):
            if task.status == "PENDING":
                service.ran(task.name, now - 150)
            if task.status == "RUNNING":
                service.unhealthy(task.name, now)
        service.step(now)
    assert not first & {task.name for task in service.tasks.values() if task.status != "STOPPING"}
