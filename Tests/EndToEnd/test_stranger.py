"""docs/protocol.md and docs/rules.md tell enough: a client that was written from them alone plays, and every state is theirs."""
import re
import urllib.error
import urllib.request

from crowd import Crowd, Patience
from stack import ROOT, wait_for
from stranger import Bytes, Game, Stranger, check_replays


def get(base: str):
    def fetch(path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(base + path, timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
    return fetch


def test_the_golden_snapshots_have_their_hash():
    block = (ROOT / "docs" / "protocol.md").read_text().split("```golden\n")[1].split("```")[0]
    seen = 0
    for hash_, lines in re.findall(r"^Snapshot: .* hash (\w+)\n((?:  .*\n)+)", block, re.MULTILINE):
        of = Bytes(bytes.fromhex("".join(line.strip().split("  ")[0] for line in lines.splitlines())))
        assert of.u(1) == 0x10
        of.varint(), of.varint(), of.u(1)
        assert f"{Game.decode(of.take(len(of.data) - of.at)).hash():016x}" == hash_
        seen += 1
    assert seen == 2


def test_a_client_from_the_pages_alone_knows_every_state(stack):
    with Crowd([stack.gateway(node) for node in (1, 2, 3)], 24, pace=0.25, fickle=0.005, kind=Stranger, modes=("duel", "2v2", "ffa"),
               patience=Patience.of_many()) as crowd:
        wait_for(lambda: sum(match.seed is not None for match in crowd.matches.values()) >= 6, 120, "six matches are over")
        assert crowd.settle() == []
        checked, wrong = check_replays(crowd, get(stack.gateway(2)))
        wrong += [one for player in crowd.players for one in player.disagreements]
        wrong += crowd.news() + crowd.misplaced()
        print(f"{sum(player.view.compared for player in crowd.players)} states, {checked} replays; {crowd.summary()}")
    assert wrong == []
    assert checked >= 3
