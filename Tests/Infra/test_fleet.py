"""Deployments of real tasks by the real scripts, while many play: scripts/infra-test Tests/Infra/test_fleet.py

`FLEET_PLAYERS` is the number of players. Gaps are printed; what was acknowledged and is lost fails.
"""
import os
import re
import threading
import time

import pytest
from scaling import MEMORY, PERIOD
from world import Guests, wait_for

PLAYERS = int(os.environ.get("FLEET_PLAYERS", "200"))


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


def leader_last(story: list[tuple], since: float, nodes: int) -> None:
    """Nobody was taken while it led, but the last. That one led, unless leadership had moved for another reason, as it may on a
    machine that is busy with other things."""
    taken = order(story, since)
    assert len(taken) == nodes and not any(protected for _, protected in taken[:-1]), taken
    last = min(when for when, what, name in story if what in ("drains", "stops") and name.split(":")[0] == taken[-1][0])
    moved = any(what == "protected" and since < when < last for when, what, _ in story)
    assert moved or taken[-1][1], taken


def test_a_new_build_goes_to_followers_first_and_to_the_leader_last(world):
    began = time.monotonic()
    with world.players(PLAYERS, "deployment of a new build") as looks:
        said = world.script("server", world.build("next"))
        world.until_whole(3)
        # The former nodes are listed still, unreachable.
        assert "everything works" in world.script("validate")
    assert "done: 3 nodes" in said
    assert world.revisions() == {"2"}
    leader_last(world.fargate.story, began, 3)
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


def test_rollback_by_hand_goes_to_followers_first_and_to_the_leader_last(world):
    world.script("server", world.build("next"))
    world.until_whole(3)
    began = time.monotonic()
    with world.players(PLAYERS, "rollback by hand") as looks:
        said = world.script("rollback", 1)
        world.until_whole(3)
    assert "done: 3 nodes" in said and world.revisions() == {"1"}
    leader_last(world.fargate.story, began, 3)
    assert min(looks.voters()) >= 2


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


@pytest.mark.parametrize("world", [{"pace": 8}], indirect=True)
def test_processors_scale_out_to_nine_and_in_to_three_and_never_take_the_leader(world):
    with world.players(PLAYERS, "scale out 3 → 9, in 9 → 3") as looks:
        world.scale_by(processor=1, memory=80)
        wait_for(lambda: world.service()["desiredCount"] == 9, 120, "nine are wanted")
        world.until_whole(9)
        wait_for(lambda: world.fargate.leaders(), 60, "the leader is protected")
        began, [leader] = time.monotonic(), world.fargate.leaders()
        world.scale_by(processor=95, memory=80)
        wait_for(lambda: world.service()["desiredCount"] == 3, 600, "three are wanted")
        wait_for(lambda: len(world.fargate.tasks) == 3, 120, "three are left")
        world.until_whole(3)
    taken = order(world.fargate.story, began)
    assert len(taken) == 6 and not any(protected for _, protected in taken), taken
    assert leader in world.fargate.tasks
    assert min(looks.voters()) >= 3, "a learner has taken the place of each voter that went"


@pytest.mark.parametrize("world", [{"pace": 8, "most": 5}], indirect=True)
def test_memory_scales_out_and_holds_nodes_whose_processors_are_idle(world):
    with world.players(PLAYERS, "scale out 3 → 5 by memory") as looks:
        world.scale_by(processor=95, memory=1)
        wait_for(lambda: world.service()["desiredCount"] == 5, 120, "five are wanted")
        world.until_whole(5)
        figures = wait_for(lambda: len(found := list(world.fargate.scaling.figures[MEMORY])) == 15 and found, 200, "fifteen figures")
        judged = world.fargate.clock() + 2 * PERIOD
        wait_for(lambda: world.fargate.clock() > judged, 60, "they are judged")
    assert all(1 < figure < 80 for figure in figures), f"a node of this game has room: {figures}"
    assert world.service()["desiredCount"] == 5, "memory alone keeps them"
    assert min(looks.voters()) == 3


#: A gateway behind a proxy that answers one path with an error; all else works.
FAULTY = """#!/bin/sh
export WS_PORT=8081
[ "$1" = health ] && exec {real} "$@"
trap 'kill $gateway $proxy' TERM
{real} &
gateway=$!
/usr/sbin/haproxy -db -f {configuration} &
proxy=$!
wait $gateway
wait $gateway
"""
PROXY = """
defaults
    mode http
    timeout connect 2s
    timeout client 120s
    timeout server 120s
    timeout tunnel 120s
frontend all
    bind :8080
    http-request return status 500 if { path_beg /api/leaderboards }
    default_backend gateway
backend gateway
    server one 127.0.0.1:8081
"""


def test_a_build_that_answers_errors_is_rolled_back_by_the_alarm(world):
    (world.folder / "faulty.cfg").write_text(PROXY)
    faulty = FAULTY.format(real=world.folder / "builds/first/snaketron-gateway", configuration=world.folder / "faulty.cfg")
    with world.players(PLAYERS, "a build that answers more than 5 % with errors") as looks, world.requests("/api/leaderboards/casual/duel", 20):
        said = world.script("server", world.build("faulty", gateway=faulty), code=1)
        world.until_whole(3)
    assert "turned back by ECS: ECS deployment alarm" in said and "back on snaketron-server:1" in said
    assert world.revisions() == {"1"}
    assert min(looks.voters()) >= 2


def test_players_play_on_while_the_database_is_away_and_fails_over(world):
    """Ten of AWS's minutes."""
    with world.players(PLAYERS, "the database away, then failed over") as looks:
        world.database.fail()
        began = time.monotonic()
        assert world.guest() != 200, "nobody new meanwhile"
        time.sleep(max(0, 600 / world.pace - (time.monotonic() - began)))
        tasks = set(world.fargate.tasks)
        world.database.start()
        wait_for(lambda: world.guest() == 200, 30, "a new guest")
        world.until_whole(3)
    assert set(world.fargate.tasks) == tasks == {"task-1", "task-2", "task-3"}, "ECS replaced none"
    assert min(looks.voters()) == 3


def test_a_drill_stops_one_node_in_order_and_all_are_whole_again(world):
    with world.players(PLAYERS, "drill") as looks:
        said = world.script("drill", "oldest", DEPLOY_LIMIT="180")
        world.until_whole(3)
    assert re.search(r"stopped task-\d; 3 nodes before", said) and "whole again after" in said, said
    stopped = [name for _, what, name in world.fargate.story if what == "stops"]
    assert len(stopped) == 1 and len(world.fargate.tasks) == 3
    assert min(looks.voters()) >= 2


def test_a_database_restored_from_an_older_copy_gives_no_id_again_and_players_play_on(world):
    """A fourth node and an account come after the copy: the restored database knows neither, and the living nodes do."""
    database = world.database

    def servers() -> set[int]:
        return {int(row[0]) for row in database.rows("SELECT id FROM servers")}
    with world.players(PLAYERS, "the database restored from an older copy") as looks:
        database.copy()
        world.scale(4)
        known = wait_for(lambda: len(found := servers()) == 4 and found, 30, "four nodes are registered")
        status, account = world.new_guest()
        assert status == 200
        tasks = set(world.fargate.tasks)
        database.restore()
        wait_for(lambda: world.guest() == 200, 60, "a new guest")
        wait_for(lambda: servers() == known, 60, "the living nodes are registered again, the fourth one too")
        assert [row[0] for row in database.rows(f"SELECT 1 FROM users WHERE id = {account}")] == [], "what came after the copy is lost"
        later = world.new_guest()
        assert later[0] == 200 and later[1] > account, "an account's id is not given again"
        world.until_whole(4)
        world.scale(5)
        [fresh] = wait_for(lambda: len(found := servers() - known) == 1 and found, 30, "the fifth node is registered")
        assert fresh > max(known), "a node's id is not given again"
    assert tasks <= set(world.fargate.tasks), "ECS replaced none"
    assert min(looks.voters()) == 3


class Returns(threading.Thread):
    """When each player is in the match again that it was in, and at which tick that is then."""

    def __init__(self, before: dict):
        super().__init__(daemon=True)
        self.before, self.seen, self.over = before, {}, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.over.wait(0.02):
            for player, (match, _) in self.before.items():
                if player.match == match and player.phase == "running" and player.tick >= 0:
                    self.seen.setdefault(player, (time.monotonic(), player.tick))


async def forget(crowd) -> None:
    """What a page throws away when it is told that the game goes on from a copy: the world has gone back. Nobody queues again."""
    crowd.queueing = False
    crowd.matches.clear()
    for player in crowd.players:
        player.outbox.clear()
        player.match, player.tick, player.stream, player.lost, player.phase, player.queued = 0, -1, 0, False, "none", False


async def leave(player) -> None:
    player.command("leave")


def age_of_copy(database) -> float:
    """Seconds."""
    return float(database.rows("SELECT extract(epoch FROM clock_timestamp() - taken_at) FROM world_copies")[0][0])


def until_planned(world) -> tuple[str, str]:
    """The registry lists nodes for 30 s after their last sign of life, and the tool refuses while one cannot be asked."""
    deadline = time.monotonic() + 180
    while True:
        said = world.script("recover", code=None)
        if number := re.search(r"scripts/deploy/recover (\d+@\d+)", said):
            return said, number[1]
        assert time.monotonic() < deadline and "cannot be asked" in said, said


def test_all_tasks_are_lost_and_the_same_matches_go_on_from_the_copy_in_the_database(world):
    database = world.database
    with Guests(world.url, PLAYERS) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 120, "nine tenths of the players in a match")
        crowd.run(leave(crowd.players[0]))
        wait_for(lambda: database.rows("SELECT 1 FROM replays LIMIT 1"), 60, "the replay of a match that is over")
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 120, "nine tenths of the players in a match")
        seen = database.rows("SELECT entry FROM world_copies")
        wait_for(lambda: database.rows("SELECT entry FROM world_copies") != seen, 30, "another copy")
        accounts, replays = "SELECT id, name FROM users ORDER BY id", "SELECT cluster_id, match_id, md5(file) FROM replays"
        users, kept = database.rows(accounts), database.rows(replays)
        age = wait_for(lambda: (age := age_of_copy(database)) >= 8 and age, 60, "a copy that is almost as old as one gets")
        before = {player: (player.match, player.tick) for player in crowd.players if player.phase == "running"}
        old = set(world.fargate.tasks)
        world.fargate.lose()
        crowd.run(forget(crowd))
        returns = Returns(before)
        wait_for(lambda: not old & set(world.fargate.tasks) and len(world.fargate.tasks) == 3, 60, "new tasks")
        world.script("hold", "on")

        said, number = until_planned(world)
        assert "nothing is changed" in said and re.search(rf"\d+ match(es)?, {PLAYERS} players", said), said
        began = time.monotonic()
        done = world.script("recover", number)
        whole = time.monotonic()
        try:
            wait_for(lambda: len(returns.seen) >= len(before) * 0.9, 30, "nine tenths of those who played are in the same match again")
        finally:
            returns.over.set()
            back = returns.seen
            for player, (match, tick) in before.items():
                if player not in back:
                    print(f"was in match {match} at tick {tick}: {player.state()}", flush=True)
        seconds = sorted(when - began for when, _ in back.values())
        gone = max(before[player][1] - tick for player, (_, tick) in back.items())
        print(f"all tasks lost: the copy was {age:.1f} s old, {gone / 20:.1f} s of play lost; after the word players back in {seconds[0]:.0f} to "
              f"{seconds[-1]:.0f} s, {len(back)} of {len(before)} in the same match; whole in {whole - began:.0f} s", flush=True)
        assert "done: 3 nodes" in done and world.revisions() == {"1"}
        assert age <= 10 + 5, "10 s between two copies, and what a copy takes"
        assert gone <= 20 * (10 + 5), "no more than that is played anew"
        assert crowd.errors["restored"] >= len(before), "each was told"
        after = database.rows(accounts)
        assert [one for one in users if one not in after] == [], "no account is lost"
        assert [one for one in kept if one not in database.rows(replays)] == [], "no replay is lost"
        assert not world.client("ecs").list_task_definitions(familyPrefix="snaketron-recovery")["taskDefinitionArns"]
        assert "leads: nothing is to be rebuilt" in world.script("recover", code=1)

        crowd.queueing, accepted = True, crowd.outcomes["accepted"]
        try:
            wait_for(lambda: crowd.outcomes["accepted"] > accepted + PLAYERS * 5, 120, "they play on")
        finally:
            print(crowd.summary(), *crowd.told[-5:], *(player.state() for player in crowd.players[:3]), sep="\n", flush=True)
        assert crowd.stuck(30) == []


def test_a_recovery_that_is_killed_at_any_step_is_continued_by_the_same_command(world):
    with Guests(world.url, PLAYERS) as crowd:
        wait_for(lambda: crowd.playing() >= PLAYERS * 0.9, 120, "nine tenths of the players in a match")
        wait_for(lambda: world.database.rows("SELECT entry FROM world_copies"), 30, "a copy")
        old = set(world.fargate.tasks)
        world.fargate.lose()
        crowd.run(forget(crowd))
        wait_for(lambda: not old & set(world.fargate.tasks) and len(world.fargate.tasks) == 3, 60, "new tasks")
        world.script("hold", "on")
        number = until_planned(world)[1]
        waiting = set(world.fargate.service.tasks)
        for step in ("nodes that are not ready are kept", "are to join it", "all have joined"):
            world.killed(step, "recover", number)
        scaling = world.fargate.scaling
        assert scaling.in_suspended, "nothing has given back what is held"
        said = world.script("recover", number)
        assert "done: 3 nodes" in said and "may take some" in said
        assert not scaling.in_suspended
        [group] = world.client("elbv2").describe_target_groups(Names=["snaketron-game-ws"])["TargetGroups"]
        assert group["HealthCheckPath"] == "/health/ready", "ECS replaces again"
        wait_for(lambda: set(world.fargate.tasks) == waiting, 60, "the nodes that waited are there, and none beside them")
        rebuilt = [one for one in world.fargate.alone.values() if one["startedBy"] == "snaketron-recovery"]
        assert len(rebuilt) == 1, f"one task has rebuilt the cluster: {rebuilt}"
        assert not world.client("ecs").list_task_definitions(familyPrefix="snaketron-recovery")["taskDefinitionArns"]
        crowd.queueing, accepted = True, crowd.outcomes["accepted"]
        wait_for(lambda: crowd.outcomes["accepted"] > accepted + PLAYERS * 5, 120, "they play on")
        assert crowd.stuck(30) == []
