"""Every disk of a cluster is lost at once: `snaketron recover --from database` brings its world back, with real processes."""
import asyncio
import re
import shutil
import sqlite3
import time
from contextlib import closing

import grpc
import pytest
from System.player import Player, play
from System.protos import contract
from System.stack import Stack, http, wait_for, with_secret

SECONDS = 4  # between two copies at most
COPIES = {"WORLD_COPY_SECONDS": str(SECONDS)}


@pytest.fixture
def stack(tmp_path, request):
    stack = Stack(tmp_path / "home", env=COPIES).up()
    yield stack
    stack.keep_logs(request.node.name)
    stack.down()


def rows(stack: Stack, query: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(stack.home / "registry.sqlite", timeout=10)) as database, database:
        return database.execute(query, values).fetchall()


def copied(stack: Stack) -> int:
    """The last entry that the copy in the database covers."""
    found = rows(stack, "SELECT entry FROM world_copies")
    return found[0][0] if found else 0


def applied() -> int:
    messages, stubs = contract("play")
    with grpc.insecure_channel("127.0.0.1:50051") as channel:
        return stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=3).applied_index


def lose_everything(stack: Stack) -> None:
    for node in (1, 2, 3):
        stack.kill_node(node)
    for node in (1, 2, 3):
        for path in (stack.home / f"node-{node}").iterdir():
            if path.is_dir():
                shutil.rmtree(path)


def recover(stack: Stack, *options: str, check: bool = True):
    return stack.run("recover", "--node", "1", "--from", "database", *options, check=check)


def plan(stack: Stack):
    """What the first node's registry, which must run, lets the tool say."""
    return wait_for(lambda: (p := recover(stack, check=False)).returncode == 0 and p, 40, "a plan")


def start_all(stack: Stack) -> None:
    for node in (1, 2, 3):
        for service in ("registry", "consensus", "simulation", "gateway")[int(node == 1):]:
            stack.start(node, service)


async def steers_again(player: Player) -> None:
    """The copy is older than what the player had sent: a sequence that goes on from a lost one is `stale` once, and the copy, or what
    is sent again, may hold a turn for the same tick."""
    for command in player.outbox:
        await player.outcome(command, 20)
    outcomes = []
    while not outcomes or outcomes[-1] not in ("accepted", "opposite_turn"):
        outcomes.append(await player.outcome(await player.turn(0)))
        assert outcomes.count("stale") <= 1 and set(outcomes) <= {"stale", "one_per_tick", "accepted", "opposite_turn"}, outcomes
        assert len(outcomes) <= 20, outcomes
        tick = player.view.tick
        await player.until(lambda: player.view.tick > tick or player.match["phase"] != "running", "the next tick")


def test_all_disks_lost(stack):
    async def games():
        gateways = [stack.gateway(n) for n in (1, 2, 3)]
        async with Player(gateways, "Ada") as ada, Player(gateways[1:], "Grace") as grace:
            assert await ada.done("create", mode="solo") == "accepted"
            await ada.until(lambda: ada.view and ada.view.tick > 10, "play", 60)
            assert await ada.done("leave") == "accepted"
            await ada.until(lambda: ada.match["phase"] in ("ended", "none"), "the end", 60)
            replays = await asyncio.to_thread(
                wait_for, lambda: rows(stack, "SELECT cluster_id, match_id, file FROM replays"), 20, "a replay")

            enough = asyncio.Event()
            duel = [asyncio.create_task(play(player, "duel", 120, enough=enough)) for player in (ada, grace)]
            await ada.until(lambda: ada.match["phase"] == "running" and ada.view and ada.view.tick > 60, "a duel", 60)
            index = await asyncio.to_thread(applied)
            await asyncio.to_thread(wait_for, lambda: copied(stack) > index, 40, "a copy of the duel")
            users = rows(stack, "SELECT id, name FROM users ORDER BY id")
            match, tick = ada.match["id"], ada.view.tick
            await asyncio.to_thread(lose_everything, stack)
            enough.set()
            for player in (ada, grace):
                await player.vanish()
            lost_tick = max(player.view.tick for player in (ada, grace))
            for task in duel:
                task.cancel()
            await asyncio.gather(*duel, return_exceptions=True)

            stack.start(1, "registry")
            said = (await asyncio.to_thread(plan, stack)).stdout
            assert re.search(r"[12] match(es)?, 2 players", said) and "Nothing was changed" in said, said
            age = int(re.search(r"taken (\d+) s ago", said)[1])
            confirmation = re.search(r"--confirm (\d+@\d+)", said)[1]
            assert int(confirmation.split("@")[0]) >= index
            wrong = recover(stack, "--confirm", "1@1", check=False)
            assert wrong.returncode == 1 and "nothing was changed" in wrong.stderr, wrong.stderr
            done = await asyncio.to_thread(recover, stack, "--confirm", confirmation)
            assert "Done: kept entry" in done.stdout
            assert not list((stack.home / "node-1").glob("consensus.[!l]*")), "nothing is left beside the new log"
            await asyncio.to_thread(start_all, stack)
            await asyncio.to_thread(stack.settled, 60)

            before = {player: len(player.errors) for player in (ada, grace)}
            for player in (ada, grace):
                player.view, player.views = None, {}
                await player.come_back()
                await player.until(lambda p=player: p.view and p.view.stream is not None and p.view.tick > 0, "the match again", 60)
                assert (player.match["id"], player.match["phase"]) == (match, "running")
                told = player.errors[before[player]:]
                assert [e["code"] for e in told] == ["restored"], told
                assert re.search(r"Play goes on as it was at \d\d:\d\d:\d\d UTC", told[0]["message"]), told
            # 20 ticks a second; a copy may have been under way.
            assert ada.view.tick > 60 and lost_tick - ada.view.tick <= 20 * (2 * SECONDS + 1), (tick, lost_tick, ada.view.tick, age)
            for player in (ada, grace):
                await steers_again(player)
            assert await ada.done("leave") == "accepted"
            await grace.until(lambda: grace.match["phase"] in ("ended", "none"), "the end of the duel", 60)
            await play(ada, "solo", 2)

            assert rows(stack, "SELECT id, name FROM users ORDER BY id") == users
            kept = rows(stack, "SELECT cluster_id, match_id, file FROM replays")
            assert set(replays) <= set(kept)
            # The rebuilt cluster makes copies of its own.
            cluster = stack.status()[0]
            await asyncio.to_thread(
                wait_for, lambda: rows(stack, "SELECT c.id FROM clusters c JOIN world_copies w ON w.cluster_id = c.id"), 40,
                f"a copy of {cluster}")

    asyncio.run(games())


def test_refusals(stack):
    async def some_play():
        async with Player([stack.gateway(1)], "Ada") as ada:
            await play(ada, "solo", 2)
            index = await asyncio.to_thread(applied)
            await asyncio.to_thread(wait_for, lambda: copied(stack) >= index, 40, "a copy")

    asyncio.run(some_play())
    # A cluster that lives.
    leader = stack.leader()["node"]
    victim = 1 if leader != 1 else 2
    stack.kill(victim, "consensus")
    living = stack.run("recover", "--node", str(victim), "--from", "database", check=False)
    assert living.returncode == 1 and re.search("majority|holds more", living.stderr), living.stderr
    stack.start(victim, "consensus")
    stack.settled()

    # A leader that others have left, and another cluster: older never takes newer's place.
    messages, stubs = contract("registry")
    position = rows(stack, "SELECT cluster_id, term, entry FROM world_copies")[0]
    with grpc.insecure_channel("127.0.0.1:50054") as plain:
        registry = stubs.RegistryStub(with_secret(plain, stack.secret(1)))

        def part(cluster, term, index, data=b"x", number=0):
            return registry.StoreCopyPart(messages.StoreCopyPartRequest(
                cluster_id=cluster, term=term, index=index, part=number, data=data), timeout=5)

        assert part(position[0], position[1], position[2] - 1).is_old
        with pytest.raises(grpc.RpcError) as refused:
            part(position[0] + 1, position[1], position[2] + 1_000)
        assert refused.value.code() == grpc.StatusCode.FAILED_PRECONDITION
        for data, number in ((b"", 0), (b"x" * ((128 << 10) + 1), 0), (b"x", 1 << 20)):
            with pytest.raises(grpc.RpcError) as refused:
                part(position[0], position[1], position[2] + 1_000, data, number)
            assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert copied(stack) >= position[2]

    # One disk is left, and goes further: the log is written before a copy is taken.
    for node in (1, 2, 3):
        stack.kill_node(node)
    index = copied(stack)
    for node in (1, 3):
        shutil.rmtree(stack.home / f"node-{node}" / "consensus")
    stack.start(1, "registry")
    further = wait_for(lambda: "rebuild from there" in (e := recover(stack, check=False).stderr) and e, 20, "a refusal")
    assert f"node-2/consensus holds more than the database's copy: entry" in further and f"not {index} of term" in further, further
    shutil.rmtree(stack.home / "node-2" / "consensus")

    # A damaged copy.
    part, good = rows(stack, "SELECT part, bytes FROM world_copy_parts ORDER BY part LIMIT 1")[0]
    for bad, reason in ((good[:-1], "bytes instead of"), (good[:50] + bytes([good[50] ^ 1]) + good[51:], "checksum")):
        rows(stack, "UPDATE world_copy_parts SET bytes = ? WHERE part = ?", bad, part)
        damaged = recover(stack, check=False)
        assert damaged.returncode == 1 and "is damaged" in damaged.stderr and reason in damaged.stderr, damaged.stderr
    rows(stack, "DELETE FROM world_copy_parts")
    missing = recover(stack, check=False)
    assert missing.returncode == 1 and "is not there" in missing.stderr, missing.stderr
    rows(stack, "DELETE FROM world_copies")
    none = recover(stack, check=False)
    assert none.returncode == 1 and "holds no copy of a world" in none.stderr, none.stderr
    assert not list((stack.home / "node-1").glob("consensus.[!l]*")), "nothing was made"
