"""A cluster that lost its majority is rebuilt from what one node has on its disk: `snaketron recover`, with real processes."""
import asyncio
import os
import re
import shutil
import subprocess

import grpc
import pytest
from System.consensus_client import SECRET, ConsensusCluster, Replica, Writer, check_replicas, survivor
from System.player import Player, check, play
from System.protos import contract
from System.stack import Stack, tool, wait_for

SNAPSHOTS = {"SNAPSHOT_ENTRIES": "100"}


@pytest.fixture
def cluster(tmp_path, request):
    cluster = ConsensusCluster(tmp_path, nodes=3, env=SNAPSHOTS)
    yield cluster
    cluster.keep_logs(request.node.name)
    cluster.stop()


def recover(cluster: ConsensusCluster, node: int, *options: str, confirm: bool = False) -> subprocess.CompletedProcess:
    """With `confirm` the plan is carried out as it says itself."""
    command = [tool(), "recover", "--data-dir", str(cluster.folder(node)), "--registry", f"127.0.0.{node}:50054", *options]
    environment = {"PATH": os.environ["PATH"], "NODE_SECRET": SECRET}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    if not confirm:
        return done
    assert done.returncode == 0, done.stdout + done.stderr
    wanted = re.search(r"--confirm (\d+@\d+)", done.stdout)[1]
    done = subprocess.run([*command, "--confirm", wanted], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def write(cluster: ConsensusCluster, least: int, name: str = "w") -> Writer:
    with Writer(cluster, survivor(cluster), interval=0.002, name=name) as writer:
        wait_for(lambda: len(writer.acknowledged) >= least, 30, f"{least} writes")
    return writer


def level(cluster: ConsensusCluster) -> None:
    """Until every node has, on its disk, all that was written."""
    wait_for(lambda: len({(s.last_index, s.commit_index) for s in cluster.statuses().values()}) == 1
             and all(s.last_index == s.commit_index for s in cluster.statuses().values()), 10, "all logs are equal")


def ended(cluster: ConsensusCluster, node: int) -> None:
    """The node was told that its cluster was rebuilt: code 75, one clear sentence, its directory is set aside."""
    assert cluster.processes[node, "consensus"].wait(20) == 75, cluster.log(node)[-500:]
    last = cluster.log(node).splitlines()[-1]
    assert "was rebuilt as cluster" in last and "start again: it joins that cluster" in last, last
    assert not (cluster.folder(node) / "consensus").exists()
    assert list(cluster.folder(node).glob("consensus.superseded-*"))


def whole_again(cluster: ConsensusCluster, replicas: list[Replica], writers: list[Writer], lost_id: int) -> None:
    status = cluster.settled(voters=len(cluster.living()), seconds=60)
    assert status.cluster_id != lost_id
    writers.append(write(cluster, 50, name=f"after{len(writers)}"))
    for replica in replicas:
        replica.start()
    check_replicas(replicas, writers)
    for replica in replicas:
        replica.stop()


@pytest.mark.parametrize("others", ["wait", "return"])
def test_two_disks_lost(cluster, others):
    """The others wait without their disks for a leader that never comes; or they are dead, and come back with their disks when
    it is too late."""
    cluster.start()
    lost = cluster.settled(voters=3)
    followers = [Replica(cluster, n).start() for n in cluster.numbers]  # they take the snapshots
    writers = [write(cluster, 400)]
    level(cluster)
    held = cluster.status(1)
    assert all(list((cluster.folder(n) / "consensus").glob("*.snapshot")) for n in cluster.numbers)
    for follower in followers:
        follower.stop()
    for node in cluster.numbers:
        cluster.kill(node)
    for node in (2, 3):
        shutil.copytree(cluster.folder(node) / "consensus", cluster.home / f"former-{node}")
        cluster.wipe(node)
    cluster.start(1, *([2, 3] if others == "wait" else []), services=("registry",))
    if others == "wait":
        cluster.start(2, 3, services=("consensus",))
        wait_for(lambda: all((s := cluster.status(n)) and not s.last_index for n in (2, 3)), 10, "2 and 3 wait")

    before = sorted(p.name for p in cluster.folder(1).iterdir())
    plan = wait_for(lambda: (p := recover(cluster, 1)) and p.returncode == 0 and p, 10, "the registry is there")
    assert f"Kept: entry {held.last_index} of term" in plan.stdout and "Nothing was changed" in plan.stdout, plan.stdout
    wrong = recover(cluster, 1, "--confirm", f"{held.last_index + 1}@{held.term}")
    assert wrong.returncode == 1 and "does not match the plan" in wrong.stderr, wrong.stderr
    assert sorted(p.name for p in cluster.folder(1).iterdir()) == before
    done = recover(cluster, 1, confirm=True)
    assert f"kept entry {held.last_index}" in done.stdout
    again = recover(cluster, 1)
    assert "voters" in again.stdout and again.returncode == 0, "a rebuilt node is a node like any other"

    cluster.start(1, services=("consensus",))
    assert cluster.leader_status().node_id != held.node_id
    notice = next(line for line in cluster.log(1).splitlines() if "this cluster was rebuilt" in line)
    assert f"of cluster {held.cluster_id}" in notice and f"entry {held.last_index} of term" in notice, notice
    if others == "return":
        # A majority of the former cluster, which would elect a leader and serve.
        for node in (2, 3):
            shutil.copytree(cluster.home / f"former-{node}", cluster.folder(node) / "consensus")
        cluster.start(2, 3)
    for node in (2, 3):
        ended(cluster, node)
    cluster.start(2, 3, services=("consensus",))
    whole_again(cluster, [Replica(cluster, n) for n in cluster.numbers], writers, lost.cluster_id)


def test_a_majority_that_lives_is_left_alone(cluster):
    cluster.start()
    cluster.settled(voters=3)
    write(cluster, 20)
    running = recover(cluster, 1)
    assert running.returncode == 1 and "stop the consensus of that node first" in running.stderr, running.stderr
    leader = cluster.leader()
    victim = next(n for n in cluster.numbers if n != leader)
    cluster.kill(victim, services=("consensus",))
    refused = recover(cluster, victim)
    assert refused.returncode == 1 and "a majority answers it: nothing is lost" in refused.stderr, refused.stderr
    # One voter of three lives and holds as much: no majority, no leader.
    cluster.kill(leader, services=("consensus",))
    last = next(iter(cluster.living()))
    wait_for(lambda: cluster.status(last).leader_id == 0, 10, "nobody leads")
    plan = recover(cluster, victim)
    behind = cluster.status(last).last_index > int(re.search(r": entry (\d+)", plan.stdout)[1])
    assert plan.returncode == (1 if behind else 0) and ("holds more" in plan.stderr) == behind, plan.stderr
    cluster.start(leader, services=("consensus",))
    cluster.start(victim, services=("consensus",))
    cluster.settled(voters=3)


def test_a_cluster_of_two_that_lost_one(cluster):
    """What nothing else can repair: a cluster of one grew to two, and the second's disk is gone."""
    cluster.start(1)
    cluster.leader()
    writers = [write(cluster, 30)]
    cluster.start(2)
    lost = cluster.settled(voters=2)
    cluster.kill(2)
    cluster.wipe(2)
    wait_for(lambda: cluster.status(1).leader_id == 0, 10, "node 1 does not lead alone")
    cluster.terminate(1, services=("consensus",))
    recover(cluster, 1, confirm=True)
    cluster.start(1, services=("consensus",))
    cluster.start(2, 3)
    whole_again(cluster, [Replica(cluster, n) for n in cluster.numbers], writers, lost.cluster_id)


def test_the_best_of_several_directories_and_a_snapshot_alone(cluster):
    cluster.start()
    lost = cluster.settled(voters=3)
    followers = [Replica(cluster, n).start() for n in cluster.numbers]
    writers = [write(cluster, 300)]
    level(cluster)
    cluster.kill(3)  # it stays behind
    writers.append(write(cluster, 300, name="later"))
    wait_for(lambda: cluster.status(1).last_index == cluster.status(2).last_index, 10, "the two are equal")
    for follower in followers:
        follower.stop()
    for node in (1, 2):
        cluster.kill(node)
    behind, ahead = (cluster.folder(n) / "consensus" for n in (3, 1))
    cluster.start(3, services=("registry",))
    wait_for(lambda: recover(cluster, 3).returncode == 0, 10, "the registry is there")
    snapshot = sorted(behind.glob("*.snapshot"))[-1]
    alone = recover(cluster, 3, "--from", str(snapshot))
    assert f"Kept: entry {int(snapshot.name[:16], 16)} of term" in alone.stdout, alone.stdout + alone.stderr

    done = recover(cluster, 3, "--from", str(behind), "--from", str(ahead), confirm=True)
    assert f"Rebuild the cluster from {ahead}" in done.stdout
    # Cut off before its last step: the registry has the new cluster, the directory has not taken its place.
    cluster_id = re.search(r"Cluster (\d+) waits", done.stdout)[1]
    (cluster.folder(3) / "consensus").rename(cluster.folder(3) / f"consensus.rebuilt-{cluster_id}")
    (cluster.folder(3) / f"consensus.before-{cluster_id}").rename(cluster.folder(3) / "consensus")
    finished = recover(cluster, 3)
    assert finished.returncode == 0 and "cut off before its last step" in finished.stdout, finished.stdout + finished.stderr

    for node in (1, 2):
        cluster.wipe(node)
    cluster.start(3, services=("consensus",))
    cluster.leader()
    cluster.start(1, 2)
    whole_again(cluster, [Replica(cluster, n) for n in cluster.numbers], writers, lost.cluster_id)

    # From the snapshot alone: what it holds, and no more.
    for node in cluster.numbers:
        cluster.kill(node, services=("consensus",))
    newest = sorted((cluster.folder(3) / "consensus").glob("*.snapshot"))[-1]
    kept = cluster.home / newest.name
    shutil.copy(newest, kept)
    for node in cluster.numbers:
        cluster.wipe(node)
    recover(cluster, 2, "--from", str(kept), confirm=True)
    cluster.start(services=("consensus",))
    cluster.settled(voters=3)
    replica = Replica(cluster, 1).start()
    index = int(newest.name[:16], 16)
    replica.wait(index)
    replica.stop()
    acknowledged = {c: i for w in writers for c, i in w.acknowledged.items() if i <= index}
    held = {c: i for i, c in replica.entries if i <= index}
    assert acknowledged and acknowledged.items() <= held.items()


def test_files_that_cannot_serve(cluster, tmp_path):
    cluster.start()
    cluster.settled(voters=3)
    write(cluster, 20)
    for node in cluster.numbers:
        cluster.kill(node, services=("consensus",))

    def refusal(*options: str) -> str:
        done = recover(cluster, 1, *options)
        assert done.returncode == 1, done.stdout
        return done.stderr

    assert "there is nothing at" in refusal("--from", str(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    assert "holds no log" in refusal("--from", str(tmp_path / "empty"))
    segment = next((cluster.folder(2) / "consensus").glob("*.wal"))
    content = bytearray(segment.read_bytes())
    content[100] ^= 1
    segment.write_bytes(content)
    assert "is damaged" in refusal("--from", str(cluster.folder(2) / "consensus"))
    assert segment.read_bytes() == bytes(content), "what is read is not changed"
    assert "has not the name of a snapshot" in refusal("--from", str(segment))
    cluster.kill(1, services=("registry",))
    assert "it must run" in refusal()


def test_a_running_match_survives_the_loss_of_all_disks_but_one(tmp_path):
    stack = Stack(tmp_path / "home", env=SNAPSHOTS)
    stack.up()
    try:
        messages, stubs = contract("play")

        def worlds():
            answers = []
            for node in (1, 2, 3):
                with grpc.insecure_channel(f"127.0.0.{node}:50051") as channel:
                    answers.append(stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=3))
            return answers

        def lose_two_disks():
            before = min(worlds(), key=lambda w: w.applied_index)
            for node in (1, 2, 3):
                stack.kill_node(node)
            assert before.matches == 1, "the player has gone, the snake goes on"
            for node in (1, 3):
                shutil.rmtree(stack.home / f"node-{node}" / "consensus")
            stack.start(2, "registry")
            plan = wait_for(lambda: (p := stack.run("recover", "--node", "2", check=False)).returncode == 0 and p, 10, "a plan")
            kept = re.search(r"--confirm (\d+)@(\d+)", plan.stdout)
            assert int(kept[1]) >= before.applied_index
            stack.run("recover", "--node", "2", "--confirm", f"{kept[1]}@{kept[2]}")
            for node in (2, 1, 3):
                for service in ("registry", "consensus", "simulation", "gateway")[int(node == 2):]:
                    stack.start(node, service)
            stack.settled(60)
            assert all(w.applied_index > before.applied_index and w.matches == 1 for w in worlds())

        def alike():
            return len({(w.applied_index, w.state_hash) for w in worlds()}) == 1

        async def games():
            async with Player([stack.gateway(2)], "Phoenix") as player:
                assert await player.done("create", mode="solo") == "accepted"
                await player.until(lambda: player.view and player.view.tick > 10, "play")
                direction = 0
                while player.view.tick < 60:  # in a square, to stay alive
                    await player.turn(direction)
                    direction = (direction + 1) % 4
                    await asyncio.sleep(0.5)
                match, tick = player.match["id"], player.view.tick
                await player.vanish()  # a bot steers
                await asyncio.to_thread(lose_two_disks)
                await player.come_back()
                await player.until(lambda: player.view.stream is not None and player.view.tick > tick, "the match again")
                assert (player.match["id"], player.match["phase"]) == (match, "running")
                await player.turn(direction)
                assert await player.done("leave") == "accepted"
                await player.until(lambda: player.match["phase"] in ("ended", "none"), "the end")
                await asyncio.to_thread(wait_for, alike, 20, "the same world on all nodes")
                await play(player, "solo", 2)
                assert check([player]) == []

        asyncio.run(games())
    finally:
        stack.keep_logs("test_recover_match")
        stack.down()
