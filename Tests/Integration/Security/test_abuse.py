"""Hostile users beside honest ones: what they cause is refused or waits, and honest players lose nothing.

The short form of `make bench-abuse`, without quotas. Counts judge, times do not. What one address gets of a gateway:
test_address_limits.py, test_connections.py.
"""
import pytest
from System.hostile_users import BEHIND_A_PROXY, compare
from System.stack import Stack

HONEST, HOSTILE, SECONDS = 60, 25, 15


@pytest.fixture
def guarded(tmp_path):
    """Three nodes behind a proxy, with the limits that they have by default."""
    stack = Stack(tmp_path / "home", env=BEHIND_A_PROXY)
    stack.up()
    yield stack
    stack.keep_logs("test_abuse")
    stack.down()


def test_honest_players_lose_nothing_to_hostile_ones(guarded):
    report = compare(guarded, HONEST, HOSTILE, SECONDS)
    print(report.told, {name: value for name, value in report.metrics.items() if value})
    assert not report.faults, "\n".join(report.faults[:20])
    outcomes = report.told["outcomes"]
    assert outcomes.get("overloaded"), f"more bots than the world has room for are refused: {outcomes}"
    assert report.metrics["snaketron_simulation_commands_delayed_total"] > 0, "work beyond a budget waits"
    # Bots, forks and seeks take nothing from the matches that run: all honest players go on playing.
    assert len(report.attacked.ticks) >= HONEST // 2
    assert report.attacked.turns, "turns have outcomes"
