"""Makes the data folder of a cluster for `test_former_release.py`: run it with the build of the release, once, at the release.

    Tests/Integration/Versions/make_fixture.py VERSION [FOLDER OF PROGRAMS]

Three nodes; two players finish a Duel, whose replay is kept, two others are in the middle of one, and somebody waits in a lobby. The log
has been compacted: a snapshot with that world lies beside segments. What is in it, `facts.json` says.
"""
import asyncio
import json
import os
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests"))
from System.player import Player, play  # noqa: E402
from System.stack import Stack, http, wait_for  # noqa: E402


async def life(gateways: list[str], facts: dict) -> None:
    async with Player(gateways, "Ada") as ada, Player(gateways, "Grace") as grace, Player(gateways, "Alan") as alan, \
            Player(gateways, "Edsger") as edsger, Player(gateways, "Barbara") as barbara:
        assert await barbara.done("create", mode="duel") == "accepted"
        facts["lobby"] = barbara.lobby["code"]
        enough = asyncio.Event()
        games = [asyncio.create_task(play(player, "duel", 60, enough=enough)) for player in (ada, grace)]
        await ada.until(lambda: ada.view and ada.view.tick > 200, "play", 40)
        enough.set()
        await asyncio.gather(*games)
        if ada.match["phase"] == "running":
            assert await grace.outcome(await grace.command("leave")) == "accepted"
        await ada.until(lambda: ada.match["phase"] == "ended", "the end")
        facts["replay"] = ada.replay()
        games = [asyncio.create_task(play(player, "duel", 12)) for player in (alan, edsger)]
        await asyncio.gather(*games)
        facts["match"] = int(alan.match["id"])


def main() -> None:
    version = sys.argv[1]
    with tempfile.TemporaryDirectory() as there:
        stack = Stack(Path(there) / "home", env={"SNAPSHOT_ENTRIES": "300"})
        facts = {"version": version}
        stack.up()
        try:
            asyncio.run(life([stack.gateway(n) for n in (1, 2, 3)], facts))
            wait_for(lambda: all("snapshot taken" in stack.log(n, "consensus") for n in (1, 2, 3)), 30, "snapshots")
            wait_for(lambda: len({n["commit"] for n in stack.settled()}) == 1, 30, "all have applied what is committed")
            url = f"{stack.gateway(1)}/api/replays/{facts['replay']}"
            wait_for(lambda: http(url)[0] == 200, 20, "the replay")
            (stack.home / "match.snkr").write_bytes(urllib.request.urlopen(url, timeout=3).read())
            facts["commit"] = stack.status()[0]["commit"]
        finally:
            stack.run("down", "--keep")
        target = ROOT / "Tests" / "Integration" / "Versions" / "Fixtures" / f"release-{version}.tar.xz"
        (stack.home / "facts.json").write_text(json.dumps(facts, indent=1))
        with tarfile.open(target, "w:xz", preset=9) as archive:
            for path in sorted(stack.home.rglob("*")):
                if path.is_file() and path.suffix != ".log" and not path.name.endswith("-secret"):
                    archive.add(path, str(path.relative_to(stack.home)))
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes, {facts}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        os.environ["SNAKETRON_BIN"] = str(Path(sys.argv[2]) / "snaketron")
    main()
