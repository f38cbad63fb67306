"""The file of a match proves its result: also when the leader's node died in the middle of it."""
import asyncio
import hashlib

from System.player import Player, check, play
from System.replay_file import download, fault, snaketron
from System.stack import http, wait_for


def status(base: str, name: str) -> int:
    """What a gateway answers, once this address may ask it again."""
    return wait_for(lambda: (found := http(f"{base}/api/replays/{name}")[0]) != 429 and found, 15, "leave to ask")


def test_the_replay_of_a_match_whose_leader_died(stack, tmp_path):
    leader = stack.leader()["node"]
    near, far = [node for node in (1, 2, 3) if node != leader]

    async def match():
        bases = [stack.gateway(near), stack.gateway(far)]
        async with Player(bases, "Ada") as ada, Player(bases[::-1], "Grace") as grace:
            games = asyncio.gather(play(ada, "duel", 6), play(grace, "duel", 6))
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "running", "the start")
            commitment = ada.match["commitment"]
            await ada.until(lambda: ada.view and ada.view.tick > 40, "two seconds of play")
            await asyncio.to_thread(stack.kill_node, leader)
            await games
            assert await grace.outcome(await grace.command("leave")) == "accepted"
            await ada.until(lambda: ada.match["phase"] == "ended", "the end")
            assert check([ada, grace]) == []
            return ada, commitment

    ada, commitment = asyncio.run(match())
    number = ada.match["id"]
    files = {download(stack.gateway(node), ada.replay()) for node in (near, far)}
    assert len(files) == 1, "every gateway has the same file"
    file = files.pop()
    assert len(file) < 4096
    path = tmp_path / "match.snkr"
    path.write_bytes(file)

    verdict = snaketron("verify", path)
    assert verdict.returncode == 0 and "accepted" in verdict.stdout, verdict.stdout + verdict.stderr
    assert fault(file) is None, "it can be checked from the pages alone, without our code"
    assert "1. Ada" in verdict.stdout and "2. Grace" in verdict.stdout
    seed = bytes.fromhex(ada.match["seed"])
    assert f"seed {seed.hex()}, SHA-256 {commitment}" in verdict.stdout
    assert hashlib.sha256(seed).hexdigest() == commitment

    # What the players were told while they played is what the file gives, before the death of the leader and after it.
    told = sorted(set(ada.views[int(number)].hashes.values()))
    assert len(told) > 20
    states = {tuple(line.split()[:2]) for line in snaketron("replay", path, "--trace").stdout.splitlines()}
    for tick, digest in told:
        assert (str(tick), f"{digest:016x}") in states or tick == 0
    shown = snaketron("replay", path, "--until-tick", 20).stdout
    assert "tick 20 of" in shown and "Ada: playing" in shown and "|..........".replace(".", "·") in shown

    for position in (len(file) // 3, len(file) - 20):
        damaged = tmp_path / "damaged.snkr"
        damaged.write_bytes(file[:position] + bytes([file[position] ^ 1]) + file[position + 1:])
        refused = snaketron("verify", path, damaged)
        assert refused.returncode == 1 and "damaged.snkr: the file is damaged" in refused.stdout, refused.stdout
    assert snaketron("replay", path, "--diff", path).returncode == 0
    stack.start(leader)
    stack.settled()


def test_a_replay_is_for_those_who_know_its_name(stack):
    """Who was there, hidden or not, and to whom they tell; not who counts matches up."""
    async def match():
        bases = [stack.gateway(node) for node in (1, 2, 3)]
        async with Player(bases, "Ada") as ada, Player(bases[1:], "Eve") as eve:
            assert await ada.done("create", mode="duel", bots=1, hidden=True) == "accepted"
            assert await ada.done("start") == "accepted"
            await ada.until(lambda: ada.match["phase"] == "running" and ada.view and ada.view.tick > 40, "two seconds", 30)
            number, name = ada.match["id"], ada.replay()
            guesses = [number, f"{number}-{'0' * 16}", f"{number}-{ada.match['commitment'][-16:]}", name[:-1]]
            if name.upper() != name:  # all sixteen digits are decimal in one of 1 800
                guesses.append(name.upper())
            for match in (number, name):
                assert await eve.done("fork", match=match, tick=20, place=0) == "unknown_match", "it runs, and is hidden"
            assert await ada.done("leave") == "accepted"
            wait_for(lambda: http(f"{bases[2]}/api/replays/{name}")[0] == 200, 15, "the replay")
            for guess in guesses:
                assert status(bases[2], guess) == 404, guess
                assert await eve.done("fork", match=guess, tick=20, place=0) == "unknown_match", guess
            assert await eve.done("fork", match=name, tick=20, place=0) == "accepted"
            await eve.until(lambda: eve.match.get("origin") == {"match": number, "tick": 20}, "the practice game")

    asyncio.run(match())


def test_what_there_is_no_replay_of(stack):
    base = stack.gateway(1)
    for name in ("999999", "999999-9f86d081884c7d65", "0", "x", "-1", "1/2", ""):
        assert status(base, name) == 404
    missing = snaketron("verify", "/nowhere/match.snkr")
    assert missing.returncode == 1 and "cannot be read" in missing.stdout
