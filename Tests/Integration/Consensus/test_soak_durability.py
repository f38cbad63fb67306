"""A short soak of what `make soak-durability` does for long. `SEED=n` makes the choice of faults that a run has printed."""
import os
import random

from System.soak_durability import Soak

ROUNDS = 12


def test_nothing_acknowledged_is_lost_when_consensus_is_killed_at_random_moments(tmp_path, request):
    seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
    print(f"SEED={seed}")
    soak = Soak(tmp_path, seed, snapshot_entries=200)
    try:
        with soak:
            for number in range(1, ROUNDS + 1):
                soak.round()
                print(f"round {number} of {ROUNDS}: {soak.summary()}", flush=True)
            soak.check()
    finally:
        soak.cluster.keep_logs("test_soak_durability")
        soak.cluster.stop()
