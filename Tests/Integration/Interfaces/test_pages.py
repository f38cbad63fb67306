"""The golden blocks of docs/guide/rules.md and docs/guide/protocol.md against the second statement of the rules, which knows the pages alone."""
from System.replay_file import ROOT, fault, fnv, reference

MODES = {"duel": reference.DUEL, "2v2": reference.TEAMS, "ffa": reference.FREE_FOR_ALL, "solo": reference.SOLO, "custom": reference.CUSTOM}
SEED = bytes(range(16))


def block(name: str, page: str) -> list[str]:
    parts = (ROOT / "docs/guide" / page).read_text().split(f"```{name}\n")
    assert len(parts) == 2, f"{page} has one block of {name}"
    return parts[1].split("\n```")[0].split("\n")


def food(mode: str, *numbers: int) -> str:
    players, custom, ticks = numbers[0], numbers[1:-1], numbers[-1]
    game = reference.Game(MODES[mode], players, SEED, custom or None)
    placed = []
    for _ in range(ticks):
        before = list(game.food)
        game.step()
        placed += [f"{game.tick}:{y * game.width + x}" for x, y in game.food if (x, y) not in before]
    return " ".join([*placed, "draws", str(game.draws), "hash", f"{game.hash():016x}"])


def test_the_food_of_a_seed_is_that_of_the_page():
    kinds = set()
    for line in block("golden", "rules.md"):
        asked, told = line.split(" = ")
        kind, *words = asked.split()
        kinds.add(kind)
        if kind == "food":
            assert food(words[0], *map(int, words[1:])) == told, asked
            continue
        value = reference.siphash(SEED, int(words[0]).to_bytes(8, "little"))
        assert (f"{value:016x}" if kind == "hash" else str(value * int(words[1]) >> 64)) == told, asked
    assert kinds == {"hash", "draw", "food"}


def test_the_replay_of_the_page_is_true_and_no_other_like_it_is():
    lines = [line.split("  ")[0] for line in block("golden-replay", "protocol.md")]
    file = bytes.fromhex("".join(lines))
    assert fault(file) is None
    assert fault(file[:40] + bytes([file[40] ^ 1]) + file[41:]) == "the sum"
    state = file.index(bytes.fromhex("3bec7cd6"))
    for at, wrong in ((state + 4, "the state after tick 5"), (file.index(b"Ada") + 3, "the end"), (file.index(b"Ada") + 4, "the result")):
        changed = file[:at] + bytes([file[at] ^ 1]) + file[at + 1:-8]
        assert fault(changed + fnv(changed).to_bytes(8, "little")) == wrong
