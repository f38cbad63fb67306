"""Disks that fail, fill up or change what they hold, under real consensus processes. libfiu makes the system calls fail."""
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path

import pytest
from System.consensus_client import COMMITTED, ConsensusCluster, Replica, Writer, check_replicas, survivor
from System.stack import wait_for

EIO, ENOSPC = 5, 28
PAGE = 4096


class FaultyCluster(ConsensusCluster):
    """Consensus runs under libfiu; `fault` and `cure` say what its system calls do from now on."""

    def _start(self, node, service, under=(), env=None):
        if service == "consensus" and not under:
            under = ("fiu-run", "-x", "-f", str(self.home / "fiu"))
        if service != "consensus":
            super()._start(node, service, under, env)
            return
        # libfiu has a deadlock of its own in a process that starts: one thread allocates within dlopen and waits for libfiu's
        # lock, another holds that one and waits within dlsym. Such a process is killed and started again.
        for _ in range(5):
            path = self.folder(node) / "consensus.log"
            said = len(path.read_text().splitlines()) if path.exists() else 0
            super()._start(node, service, under, env)
            deadline = time.monotonic() + 3
            while self.alive(node) and time.monotonic() < deadline and not self._goes_on(node, said):
                time.sleep(0.02)  # between two looks; the loop ends by what it sees
            if not self.alive(node) or self._goes_on(node, said):
                return
            self.kill(node, services=("consensus",))

    def _goes_on(self, node, said: int) -> bool:
        """Whether a process that was started when its log had so many lines has said more than that it has started."""
        return any(": started " not in line for line in self.log(node).splitlines()[said:])

    def _tell(self, node, command):
        subprocess.run(["fiu-ctrl", "-f", str(self.home / "fiu"), "-c", command, str(self.pid(node))], check=True,
                       capture_output=True, timeout=10)

    def fault(self, node, name, errno=None, chance=None):
        kind = f"enable_random probability={chance}," if chance else "enable "
        self._tell(node, f"{kind}name={name}" + (f",failinfo={errno}" if errno else ""))

    def cure(self, node, name):
        self._tell(node, f"disable name={name}")


@pytest.fixture
def cluster(tmp_path, request):
    if not shutil.which("fiu-run"):
        pytest.fail("fiu-run is missing; install it with: scripts/setup --test")
    cluster = FaultyCluster(tmp_path, nodes=3, env={"SNAPSHOT_ENTRIES": "500"})
    cluster.start()
    cluster.settled(voters=3)
    yield cluster
    cluster.keep_logs(request.node.name)
    cluster.stop()


def last_words(cluster: ConsensusCluster, node: int, code: int) -> str:
    assert cluster.processes[node, "consensus"].wait(20) == code, cluster.log(node)[-800:]
    line = cluster.log(node).splitlines()[-1]
    assert " error " in line and "cannot go on" in line, line
    return line


def check(cluster: ConsensusCluster, writers: list[Writer]) -> None:
    cluster.settled(voters=3)
    replicas = [Replica(cluster, n).start() for n in cluster.numbers]
    check_replicas(replicas, writers)
    for replica in replicas:
        replica.stop()


# What the log writes is durable when pwrite returns, so its faults are those of the sync as well.
@pytest.mark.parametrize("who", ["leader", "follower", "all"])
@pytest.mark.parametrize("errno", [EIO, ENOSPC])
def test_a_refused_write_ends_the_process_and_loses_nothing(cluster, who, errno):
    leader = cluster.leader()
    chosen = {"leader": [leader], "follower": [n for n in cluster.numbers if n != leader][:1], "all": cluster.numbers}[who]
    with Writer(cluster, survivor(cluster), interval=0.003) as writer:
        wait_for(lambda: len(writer.acknowledged) > 50, 20, "writes")
        for node in chosen:
            cluster.fault(node, "posix/io/rw/pwrite", errno)
        if who == "all":  # two of them end; the third then has nothing to write
            wait_for(lambda: len(cluster.living()) <= 1, 20, "a majority ends")
            for node in cluster.living():
                cluster.kill(node, services=("consensus",))
                cluster.start(node, services=("consensus",))
                chosen = [n for n in chosen if n != node]
        for node in chosen:
            words = last_words(cluster, node, 71)
            assert f"errno {errno}" in words and "write" in words, words
            assert "nothing was acknowledged that is not on disk" in words, words
        if who != "all":
            writer.wait_for_more()
        for node in chosen:
            cluster.start(node, services=("consensus",))
        writer.wait_for_more()
    check(cluster, [writer])


def test_short_writes_change_nothing(cluster):
    for node in cluster.numbers:
        cluster.fault(node, "posix/io/rw/pwrite/reduce", chance=0.5)
    with Writer(cluster, survivor(cluster), interval=0.002, size=3000) as writer:
        wait_for(lambda: len(writer.acknowledged) > 300, 30, "writes")
        cluster.kill(2, services=("consensus",))
        writer.wait_for_more()
        cluster.start(2, services=("consensus",))
        writer.wait_for_more()
    assert cluster.living() == cluster.numbers
    check(cluster, [writer])


# A full disk: the data directory on a tmpfs of its own.

SEGMENT = 8 << 20


class SmallDisks(ConsensusCluster):
    """Nodes whose data directory is a tmpfs of 200 MiB; a file takes the room that they have not used."""

    def mount(self, node: int, size: int) -> None:
        folder = self.folder(node) / "consensus"
        folder.mkdir(parents=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "none", folder], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.strip()}")

    def unmount(self) -> None:
        for node in self.numbers:
            subprocess.run(["umount", self.folder(node) / "consensus"], capture_output=True)

    def fill(self, node: int) -> None:
        """Takes all the room that is left."""
        with (self.folder(node) / "consensus" / "filler").open("wb", buffering=0) as file:
            try:
                while file.write(bytes(PAGE)):
                    pass
            except OSError as error:
                assert error.errno == ENOSPC

    def free(self, node: int) -> None:
        (self.folder(node) / "consensus" / "filler").unlink()

    def says(self, node: int, what: str) -> int:
        return self.log(node).count(f": {what}")


@pytest.fixture
def small(tmp_path, request):
    cluster = SmallDisks(tmp_path, nodes=3, env={"SNAPSHOT_ENTRIES": "100"})
    try:
        for node in cluster.numbers:
            cluster.mount(node, 200 << 20)
        cluster.start()
        cluster.settled(voters=3)
        yield cluster
    finally:
        cluster.keep_logs(request.node.name)
        cluster.stop()
        cluster.unmount()


def fill_up(cluster: SmallDisks, nodes: list[int]) -> None:
    """The spare segments are whole; no further one can be made."""
    def spares(node: int) -> list[int]:
        return [file.stat().st_size for file in (cluster.folder(node) / "consensus").glob("*.spare")]

    wait_for(lambda: all(spares(n) == [SEGMENT] for n in nodes), 10, "spare segments")
    for node in nodes:
        cluster.fill(node)


@pytest.mark.parametrize("who", ["leader", "follower"])
def test_one_node_without_space_takes_no_entries_but_votes_and_answers(small, who):
    replicas = [Replica(small, n).start() for n in small.numbers]
    leader = small.leader()
    full = leader if who == "leader" else next(n for n in small.numbers if n != leader)
    fill_up(small, [full])
    with Writer(small, survivor(small), interval=0.003, size=30_000) as writer:
        wait_for(lambda: small.says(full, "no space for the log"), 60, "the node says that it is short of space")
        wait_for(lambda: small.leader() != full, 10, "who has no room does not lead")
        before = small.status(full)
        writer.wait_for_more()
        for _ in range(3):
            writer.wait_for_more()
        # It follows and votes: with another node gone the two elect and keep a leader, but nothing can be committed.
        other = next(n for n in small.numbers if n != full and n != small.leader())
        small.kill(other, services=("consensus",))
        alone = small.leader()
        assert alone != full and small.status(full).last_index <= before.last_index + 600
        committed = small.status(alone).commit_index
        assert small.keeps_leader() == alone and small.status(alone).commit_index <= committed + 600
        small.start(other, services=("consensus",))
        writer.wait_for_more()
        small.free(full)
        wait_for(lambda: small.says(full, "space for the log again"), 20, "the node says that it has room again")
    small.settled(voters=3)
    assert small.alive(full)
    check_replicas(replicas, [writer])
    for replica in replicas:
        replica.stop()


def test_a_cluster_without_space_refuses_and_stays_what_it_is(small):
    replicas = [Replica(small, n).start() for n in small.numbers]
    fill_up(small, small.numbers)
    with Writer(small, survivor(small), interval=0.003, size=30_000) as writer:
        wait_for(lambda: all(small.says(n, "no space for the log") for n in small.numbers), 60, "all are short of space")
        leader = small.leader()
        m = small.messages
        proposal = m.Proposal(id=1, commands=[b"one more"])
        refused = next(small.stub(leader).Propose(iter([proposal]), timeout=5))
        assert refused.result != COMMITTED
        small.keeps_leader()
        for node in small.numbers:
            small.free(node)
        writer.wait_for_more()
    small.settled(voters=3)
    assert small.living() == small.numbers
    check_replicas(replicas, [writer])
    for replica in replicas:
        replica.stop()


def test_a_node_without_room_pulls_no_snapshot_until_it_has_some(small):
    replicas = [Replica(small, n).start() for n in small.numbers]
    victim = next(n for n in small.numbers if n != small.leader())
    with Writer(small, survivor(small), interval=0.003, size=3_000) as writer:
        wait_for(lambda: len(writer.acknowledged) > 20, 20, "writes")
        behind = small.status(victim).last_index
        small.kill(victim, services=("consensus",))
        wait_for(lambda: small.leader_status().snapshot_index > behind + 500, 60, "what it lacks is in snapshots only")
        small.fill(victim)
        small.start(victim, services=("consensus",))
        wait_for(lambda: small.says(victim, "a snapshot is not pulled") >= 2, 30, "it says that it has no room")
        assert small.says(victim, "pulling a snapshot") == 0, "nothing is pulled that has no room"
        assert not list((small.folder(victim) / "consensus").glob("*.part"))
        small.free(victim)
        wait_for(lambda: small.says(victim, "pulling a snapshot") > 0, 30, "it pulls when there is room")
        writer.wait_for_more()
    small.settled(voters=3)
    assert small.alive(victim)
    check_replicas(replicas, [writer])
    for replica in replicas:
        replica.stop()


def test_a_snapshot_that_finds_no_room_is_given_up_and_the_log_kept(small):
    """The disk fills while one is written, at whatever chunk; the node goes on, and a later snapshot is whole."""
    replicas = [Replica(small, n).start() for n in small.numbers]
    full = next(n for n in small.numbers if n != small.leader())
    folder = small.folder(full) / "consensus"
    with Writer(small, survivor(small), interval=0.003, size=3_000) as writer:
        wait_for(lambda: list(folder.glob("*.snapshot")), 60, "a snapshot")
        fill_up(small, [full])
        wait_for(lambda: small.says(full, "no space for a snapshot") >= 1, 60, "a snapshot finds no room")
        assert small.alive(full)
        small.free(full)
        newest = small.status(full).snapshot_index
        wait_for(lambda: small.status(full).snapshot_index > newest, 60, "a later one is taken")
        wait_for(lambda: not list(folder.glob("*.part")), 10, "no part of one stays")
        small.kill(full, services=("consensus",))
        small.start(full, services=("consensus",))  # which checks every byte of its snapshot
        writer.wait_for_more()
    small.settled(voters=3)
    check_replicas(replicas, [writer])
    for replica in replicas:
        replica.stop()


def test_a_new_node_without_space_says_so(small):
    small.kill(1, services=("consensus",))
    for file in (small.folder(1) / "consensus").iterdir():
        file.unlink()
    small.fill(1)
    small._start(1, "consensus")
    assert "there is no room for the log" in last_words(small, 1, 73)


# What a disk changes while the node is stopped.

def newest_snapshot(folder: Path) -> Path:
    return sorted(folder.glob("*.snapshot"))[-1]


def middle(segment: Path) -> int:
    """A byte amid what was written."""
    return len(segment.read_bytes().rstrip(b"\0")) // 2


def flip(file: Path, position: int) -> None:
    with file.open("r+b") as target:
        target.seek(position)
        byte = target.read(1)
        target.seek(position)
        target.write(bytes([byte[0] ^ 0x10]))


DAMAGE = {
    "a flipped bit in the log's header": lambda folder: flip(sorted(folder.glob("*.wal"))[-1], 20),
    "a flipped bit amid the log": lambda folder: flip(s := sorted(folder.glob("*.wal"))[-1], middle(s)),
    "a log cut in its middle": lambda folder: os.truncate(s := sorted(folder.glob("*.wal"))[-1], middle(s)),
    "a log without its last page": lambda folder: os.truncate(s := sorted(folder.glob("*.wal"))[-1], s.stat().st_size - PAGE),
    "an empty log file": lambda folder: os.truncate(sorted(folder.glob("*.wal"))[-1], 0),
    "no log beside the snapshots": lambda folder: [s.unlink() for s in folder.glob("*.wal")],
    "a flipped bit in the snapshot": lambda folder: flip(s := newest_snapshot(folder), s.stat().st_size // 2),
    "a snapshot cut short": lambda folder: os.truncate(s := newest_snapshot(folder), s.stat().st_size - 100),
    "a missing snapshot": lambda folder: [s.unlink() for s in folder.glob("*.snapshot")],
}


def test_changed_files_are_refused_and_the_node_joins_anew(tmp_path):
    cluster = ConsensusCluster(tmp_path, nodes=3, env={"SNAPSHOT_ENTRIES": "100", "LEARNER_STEADY_MS": "500",
                                                       "VOTER_SILENCE_MS": "700", "VOTER_CHANGE_INTERVAL_MS": "300"})
    try:
        cluster.start()
        cluster.settled(voters=3)
        with Writer(cluster, survivor(cluster), interval=0.005) as writer:
            for what, change in DAMAGE.items():
                victim = next(n for n in cluster.numbers if n != cluster.leader())
                folder = cluster.folder(victim) / "consensus"
                replica = Replica(cluster, victim).start()
                wait_for(lambda: list(folder.glob("*.snapshot")), 30, "a snapshot")
                identity = cluster.status(victim).node_id
                replica.stop()
                cluster.kill(victim, services=("consensus",))
                change(folder)
                cluster.start(victim, services=("consensus",))
                words = last_words(cluster, victim, 74)
                assert "the log is damaged" in words and "start again" in words, f"{what}: {words}"
                assert not folder.exists() and list(folder.parent.glob("consensus.damaged-*")), what
                cluster.start(victim, services=("consensus",))
                cluster.settled(voters=3)
                assert cluster.status(victim).node_id != identity, what
                writer.wait_for_more()

            victim = next(n for n in cluster.numbers if n != cluster.leader())
            segment = sorted((cluster.folder(victim) / "consensus").glob("*.wal"))[-1]
            second = subprocess.run([cluster.bin / "snaketron-consensus"], capture_output=True, text=True, timeout=20, env={
                "LOOPBACK_ADDR": "127.0.0.9", "BIND_ADDR": "127.0.0.9", "DATA_DIR": str(cluster.folder(victim)), "NODE_SECRET": "x" * 16})
            assert second.returncode == 69 and "another process uses" in second.stderr, second.stderr
            cluster.kill(victim, services=("consensus",))
            header = bytearray(segment.read_bytes()[:80])
            struct.pack_into("<I", header, 8, 2)  # the version; its checksum is looked at later
            with segment.open("r+b") as file:
                file.write(header)
            cluster.start(victim, services=("consensus",))
            assert "start the version of this software that wrote it" in last_words(cluster, victim, 65)
            assert segment.exists(), "a newer version's log is left alone"
            cluster.kill(victim, services=("registry",))
    finally:
        cluster.keep_logs("test_changed_files")
        cluster.stop()
