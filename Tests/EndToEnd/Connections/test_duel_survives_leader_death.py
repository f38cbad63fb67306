"""Two browsers on two gateways play a Duel; the whole node of the Raft leader is killed in the middle of it."""
import json
import time

from System.browser import assert_agreement, browser
from System.stack import ARTIFACTS


def test_duel_survives_leader_death(stack):
    leader = stack.leader()
    near, far = [node["node"] for node in stack.status() if node["node"] != leader["node"]][:2]
    with browser() as player:
        ada, grace = player("Ada"), player("Grace")
        ada.open(stack.gateway(near))
        grace.open(stack.gateway(far))
        for one in (ada, grace):
            one.page.get_by_role("button", name="Duel 1 against 1").click()
        for one in (ada, grace):
            one.ready()
        for one in (ada, grace):
            one.wait("s.phase === 'running' && s.tick > 5")
        assert ada.read("match")["id"] == grace.read("match")["id"]
        assert sorted([ada.read("match")["you"], grace.read("match")["you"]]) == [0, 1]

        turn_shows_at_once(ada, grace)
        for one in (ada, grace):
            one.steer(out_ms=0)
        assert_agreement(ada, grace, after_tick=ada.read("tick"))
        ada.shot("duel-before")

        before = remember(ada)
        for one in (ada, grace):
            one.watch_badge()
            one.read("resetGap()")
        began = time.monotonic()
        stack.kill_node(leader["node"])
        # A turn in the very moment without a leader: kept, sent, run once.
        ada.page.keyboard.press("KeyA")

        assert_agreement(ada, grace, after_tick=before["tick"] + 40)
        back = time.monotonic() - began
        ada.wait("s.unacknowledged < 3")
        after = remember(ada)
        assert after["id"] == before["id"] and after["phase"] == "running"
        assert all(now >= then for now, then in zip(after["scores"] + after["banks"], before["scores"] + before["banks"]))
        assert stack.leader()["node"] != leader["node"]
        ada.shot("duel-after")
        grace.shot("duel-after-other-side")

        later = ada.read("tick") + 60
        assert_agreement(ada, grace, after_tick=later)
        for one in (ada, grace):
            assert one.read("attempts") == 1, "neither socket was on the dead node, so neither may have been lost"
            assert not one.faults
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        measured = {
            "longest silence between updates, ms": {one.name: round(one.read("longestGap")) for one in (ada, grace)},
            "kill to 40 ticks further, s": round(back, 2),
            "badges": {one.name: one.badge_texts() for one in (ada, grace)},
        }
        (ARTIFACTS / "duel-leader-death.json").write_text(json.dumps(measured, indent=2, ensure_ascii=False))
        print(json.dumps(measured, ensure_ascii=False))


def turn_shows_at_once(mover, watcher) -> None:
    """The own page shows a turn before the server can have said anything; the other one sees the same a little later."""
    slot = mover.read("match")["you"]
    expected = (3 + (1 if slot == 0 else 3)) % 4  # left on the screen, in a field that is turned so that home is below
    mover.wait("s.tick > 30")  # past the walls of the base
    pressed = time.monotonic()
    mover.page.keyboard.press("ArrowLeft")
    mover.wait(f"s.own && s.own.direction === {expected}", 2)
    shown = time.monotonic() - pressed
    watcher.wait(f"s.snakes[{slot}].direction === {expected}", 5)
    seen = time.monotonic() - pressed
    print(f"a turn: on the own screen after {shown * 1000:.0f} ms, committed on the other after {seen * 1000:.0f} ms")


def remember(player) -> dict:
    return {
        "id": player.read("match")["id"], "phase": player.read("phase"), "tick": player.read("tick"),
        "scores": player.read("scores"), "banks": player.read("banks"),
    }
