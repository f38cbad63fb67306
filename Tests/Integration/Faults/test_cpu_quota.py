"""What a process says of the CPU quota of its control group, held against that group's own `cpu.stat`."""
import os
import subprocess
import sys
from pathlib import Path

import pytest
from System.consensus_client import ConsensusCluster
from System.stack import http, wait_for

ROOT = Path("/sys/fs/cgroup")
PREFIX = "snaketron_cpu_"


def make_group() -> Path:
    """A control group with a fiftieth of a CPU: of version 1 if the machine has that, else of version 2."""
    is_version_1 = (ROOT / "cpu").is_dir()
    folder = (ROOT / "cpu" if is_version_1 else ROOT) / f"snaketron-test-{os.getpid()}"
    try:
        folder.mkdir()
    except OSError as error:
        pytest.skip(f"no control group can be made here: {error}")
    try:
        if is_version_1:
            (folder / "cpu.cfs_period_us").write_text("100000")
            (folder / "cpu.cfs_quota_us").write_text("2000")
        else:
            (folder / "cpu.max").write_text("2000 100000")
    except OSError as error:
        folder.rmdir()
        pytest.skip(f"a control group has no CPU quota here: {error}")
    return folder


@pytest.fixture
def group():
    folder = make_group()
    neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])  # it uses the quota up
    try:
        (folder / "cgroup.procs").write_text(str(neighbour.pid))
        yield folder
    finally:
        neighbour.kill()
        neighbour.wait()
        for pid in (folder / "cgroup.procs").read_text().split():
            (folder.parent / "cgroup.procs").write_text(pid)
        folder.rmdir()


def stat(group: Path) -> tuple[int, int, float]:
    """Periods, throttled periods, seconds."""
    values = {key: int(value) for key, value in (line.split() for line in (group / "cpu.stat").read_text().splitlines())}
    seconds = values["throttled_usec"] / 1e6 if "throttled_usec" in values else values["throttled_time"] / 1e9
    return values["nr_periods"], values["nr_throttled"], seconds


def scrape() -> tuple[float, ...] | None:
    code, text = http("http://127.0.0.1:9102/metrics", timeout=30)
    assert code == 200
    series = dict(line.rsplit(" ", 1) for line in text.splitlines() if line.startswith(PREFIX))
    if not series:
        return None
    return tuple(float(series[PREFIX + name]) for name in ("periods_total", "throttled_periods_total", "throttled_seconds_total"))


def test_metrics_say_what_the_control_group_says(tmp_path, group):
    cluster = ConsensusCluster(tmp_path, nodes=1)
    try:
        cluster.start()
        wait_for(lambda: cluster.status(1), 20, "consensus answers")
        outside = scrape() or (0, 0, 0)
        (group / "cgroup.procs").write_text(str(cluster.pid(1)))
        wait_for(lambda: stat(group)[1] >= 5, 30, "the group is held up")
        before = stat(group)
        told = scrape()
        after = stat(group)
        # The counts of this group come on top of what the process had told of its first one.
        for low, value, high, base in zip(before, told, after, outside):
            assert low - 1e-5 <= value - base <= high + 1e-5, (outside, before, told, after)
    finally:
        cluster.stop()
