"""docs/guide/protocol.md and docs/guide/rules.md tell enough: a client that was written from them alone plays, and every state is theirs."""
import re
from dataclasses import replace

from System.crowd import Crowd, Patience
from System.stack import ROOT, wait_for
from System.stranger import Bytes, Food, Game, Replay, Rules, Stranger, check_replays, fetcher, siphash


#: docs/guide/rules.md, sections 2 and 5.
RULES = {"duel": Rules(1, 2, 60, 40, 10, 1000, 25, 10, 0), "2v2": Rules(4, 4, 60, 40, 10, 1000, 25, 20, 0),
         "ffa": Rules(2, 4, 40, 40, 0, 1000, 0, 20, 0), "solo": Rules(3, 1, 40, 40, 0, 1000, 0, 10, 0)}


def custom_rules(players: int, width: int, height: int, zones: int, speed: int, food: int, minutes: int) -> Rules:
    return Rules(5, players, width, height, 10 * zones, {5: 500, 10: 1000, 13: 1300, 20: 2000}[speed], 25 * zones, food, minutes)


def golden(page: str, kind: str = "golden") -> str:
    return (ROOT / "docs/guide" / page).read_text().split(f"```{kind}\n")[1].split("```")[0]


def test_the_golden_snapshots_have_their_hash():
    block = golden("protocol.md")
    seen = 0
    for hash_, lines in re.findall(r"^Snapshot: .* hash (\w+)\n((?:  .*\n)+)", block, re.MULTILINE):
        of = Bytes(bytes.fromhex("".join(line.strip().split("  ")[0] for line in lines.splitlines())))
        assert of.u(1) == 0x10
        of.varint(), of.varint(), of.u(1)
        assert f"{Game.decode(of.take(len(of.data) - of.at)).hash():016x}" == hash_
        seen += 1
    assert seen == 2


def test_the_golden_food_comes_from_its_seed():
    seed, seen = bytes(range(16)), 0
    for line in golden("rules.md").splitlines():
        kind, *words = line.split()
        if kind == "hash":
            assert f"{siphash(seed, int(words[0]).to_bytes(8, 'little')):016x}" == words[2], line
        elif kind == "draw":
            food = Food(RULES["solo"], seed)
            food.draws = int(words[0])
            assert food.draw(int(words[1])) == int(words[3]), line
        elif kind == "food":
            at = words.index("=")
            mode, players, *custom, ticks = words[0], int(words[1]), *map(int, words[2:at])
            game = Game(custom_rules(players, *custom) if mode == "custom" else replace(RULES[mode], players=players))
            food, told = Food(game.rules, seed), []
            for _ in range(ticks):
                game.step()
                if (cell := food.after(game)) is not None:
                    game.place(cell)
                    told.append(f"{game.tick}:{cell}")
            assert told == words[at + 1:words.index("draws")], line
            assert food.draws == int(words[words.index("draws") + 1]), line
            assert f"{game.hash():016x}" == words[-1], line
        seen += 1
    assert seen >= 12


def test_the_golden_replay_plays_again():
    lines = golden("protocol.md", "golden-replay").splitlines()
    replay = Replay.read(bytes.fromhex("".join(line.split("  ")[0] for line in lines)))
    assert replay.play().end == 2
    assert replay.names == ["Ada"]


def test_a_client_from_the_pages_alone_knows_every_state(stack):
    with Crowd([stack.gateway(node) for node in (1, 2, 3)], 24, pace=0.25, fickle=0.005, kind=Stranger, modes=("duel", "2v2", "ffa"),
               patience=Patience.of_many()) as crowd:
        wait_for(lambda: sum(match.seed is not None for match in crowd.matches.values()) >= 6, 120, "six matches are over")
        assert crowd.settle() == []
        checked, wrong = check_replays(crowd, fetcher(stack.gateway(2)))
        wrong += [one for player in crowd.players for one in player.disagreements]
        wrong += crowd.news() + crowd.misplaced()
        print(f"{sum(player.view.compared for player in crowd.players)} states, {checked} replays; {crowd.summary()}")
    assert wrong == [], "\n".join(wrong)
    assert checked >= 3
