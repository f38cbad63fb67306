"""Deployments of real tasks by the real scripts, while many play: scripts/infra-test Tests/Infra/test_fleet.py

`FLEET_PLAYERS` is the number of players. Gaps are printed; what was acknowledged and is lost fails.
"""
import os
import time

import pytest
from world import World, wait_for

PLAYERS = int(os.environ.get("FLEET_PLAYERS", "200"))


@pytest.fixture
def world(request):
    world = World(**getattr(request, "param", {}))
    yield world
    world.stop()


def order(story: list[tuple], since: float) -> list[tuple[str, bool]]:
    """The tasks that were taken, and whether each was protected then."""
    protected, taken, seen = set(), [], set()
    for when, what, name in story:
        task = name.split(":")[0]
        if what == "protected":
            protected.add(task)
        elif what == "unprotected":
            protected.discard(task)
        elif what in ("drains", "stops") and task not in seen:
            seen.add(task)
            if when >= since:
                taken.append((task, task in protected))
    return taken


def test_a_new_build_goes_to_followers_first_and_to_the_leader_last(world):
    began = time.monotonic()
    with world.players(PLAYERS, "deployment of a new build") as looks:
        said = world.script("server", world.build("next"))
        world.until_whole(3)
    assert "done: 3 nodes" in said
    assert world.revisions() == {"2"}
    taken = order(world.fargate.story, began)
    assert [protected for _, protected in taken] == [False, False, True], taken
    assert min(looks.voters()) >= 2, "a majority was there at every look"


#: A gateway that starts, and of which nothing is ever heard.
DUMB = "#!/bin/sh\n[ \"$1\" = health ] && exit 1\nexec sleep 3600\n"


def test_a_build_that_never_gets_healthy_is_rolled_back_by_the_circuit_breaker(world):
    began, old = time.monotonic(), set(world.fargate.tasks)
    with world.players(PLAYERS, "a build that never gets healthy") as looks:
        said = world.script("server", world.build("dumb", gateway=DUMB), code=1)
    assert "turned back by ECS: ECS deployment circuit breaker" in said and "back on snaketron-server:1" in said
    assert world.revisions() == {"1"}
    failed = [name for when, what, name in world.fargate.story if what == "unhealthy" and when > began]
    assert len(failed) == 3, failed
    assert old <= set(world.fargate.tasks), "no node that players were at was taken"
    assert min(looks.voters()) == 3


@pytest.mark.parametrize("world", [{"nodes": 5}], indirect=True)
@pytest.mark.parametrize("count", [1, 2])
def test_spot_takes_tasks_at_the_same_moment_and_the_majority_stays(world, count):
    """Two of five tasks are never Spot, and these are voters: they stood first."""
    spot = [name for name, one in world.fargate.service.tasks.items() if one.provider == "FARGATE_SPOT"]
    with world.players(PLAYERS, f"Spot takes {count} of 5") as looks:
        world.fargate.take_spot(*spot[:count])
        wait_for(lambda: not set(spot[:count]) & set(world.fargate.tasks), 60, "they are gone")
        world.until_whole(5)
    assert min(looks.voters()) >= 2


@pytest.mark.parametrize("world", [{"on_demand": 0}], indirect=True)
def test_spot_takes_the_leader(world):
    [leader] = world.fargate.leaders()
    with world.players(PLAYERS, "Spot takes the leader") as looks:
        world.fargate.take_spot(leader)
        wait_for(lambda: leader not in world.fargate.tasks, 60, "it is gone")
        world.until_whole(3)
        assert world.fargate.leaders() not in ([], [leader])
    assert min(looks.voters()) >= 2
