"""What the last release left on the disk is read: log, snapshots, the world in them, the database, a replay.

`Fixtures/release-VERSION.tar.xz` was written by that release (make_fixture.py); no build of today has touched it.
"""
import asyncio
import json
import subprocess
import tarfile
from pathlib import Path

from System.browser import browser, drop
from System.player import Player, check, play
from System.stack import Stack, tool, wait_for

FIXTURES = sorted((Path(__file__).parent / "Fixtures").glob("release-*.tar.xz"))


def test_a_cluster_of_the_last_release_goes_on(tmp_path):
    assert len(FIXTURES) == 1, "the data of one release, the last"
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with tarfile.open(FIXTURES[0]) as archive:
        archive.extractall(home, filter="data")
    facts = json.loads((home / "facts.json").read_text())
    replay = home / "match.snkr"
    verdict = subprocess.run([tool(), "verify", replay], capture_output=True, text=True, timeout=30)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr

    stack = Stack(home, nodes=3)
    stack.up()
    try:
        nodes = stack.settled()
        assert all(node["commit"] >= facts["commit"] for node in nodes), (nodes, facts)
        assert len({node["id"] for node in nodes}) == 3
        for number in (1, 2, 3):
            # Not only replayed from the first entry: the snapshot was read, and holds the matches and the lobby.
            assert "restored from a snapshot" in stack.log(number, "simulation")
            assert not any("damaged" in stack.log(number, service) or "set aside" in stack.log(number, service)
                           for service in ("registry", "consensus", "simulation"))
        # It had the first version in force; all nodes know the next one, and raise it.
        wait_for(lambda: {node["behaviour"] for node in stack.status()} == {2}, 30, "the version of behaviour is raised")

        async def goes_on():
            async with Player([stack.gateway(1)], "Ada") as ada, Player([stack.gateway(2)], "Grace") as grace:
                enough = asyncio.Event()
                games = [asyncio.create_task(play(player, "duel", 60, enough=enough)) for player in (ada, grace)]
                await ada.until(lambda: ada.view and ada.view.tick > 60, "play", 40)
                enough.set()
                await asyncio.gather(*games)
                assert check([ada, grace]) == []
                assert int(ada.match["id"]) > facts["match"], "ids go on where they were"

        asyncio.run(goes_on())
        with browser() as page:
            linus = page("Linus")
            linus.page.goto(stack.gateway(1))
            drop(linus, replay)
            linus.wait("s.phase === 'replay' && s.replay.verdict === 'accepted' && s.film !== null && s.film.tick > 5")
            assert not linus.faults
        assert not [found for node in stack.settled() for found in node["divergences"]]
    finally:
        stack.keep_logs("test_former_release")
        stack.down()
