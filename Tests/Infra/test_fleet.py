"""Deployments of real tasks by the real scripts, while many play: scripts/infra-test Tests/Infra/test_fleet.py

`FLEET_PLAYERS` is the number of players. Gaps are printed; what was acknowledged and is lost fails.
"""
import os
import time

import pytest
from world import World

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
