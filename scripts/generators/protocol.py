"""The vocabulary, as JSON, in the words of TypeScript, Python and Markdown. Run by scripts/generate-protocol."""
import difflib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/guide/protocol.md"
TYPESCRIPT = ROOT / "Client/web/src/protocol/vocabulary.ts"
PYTHON = ROOT / "Tests/System/client_protocol.py"
ORIGIN = "Written by scripts/generate-protocol from Shared/ClientProtocol; do not edit."
#: Codes of a close that a client never gets from a server that works, or that need no explanation.
UNEXPLAINED = {"normal", "internalError"}

LIMITS = [  # (the constant, what is bounded); the values are the code's
    ("nameCharacters", "characters of a name"), ("nameBytes", "bytes of a name"),
    ("chatCharacters", "characters of a line of chat"), ("chatBytes", "bytes of a line of chat"),
    ("textBytes", "bytes of a text message"), ("commandBytes", "bytes of a binary frame"),
    ("messagesPerSecond", "messages of a socket in a second"), ("messagesAtOnce", "messages of a socket at once"),
    ("commandsUnderWay", "commands of a session under way"), ("commandsKept", "commands that a gateway keeps, those under way included"),
    ("sessionsPerUser", "sessions of a player"), ("socketsPerUser", "sockets of a player at one gateway"),
]


def upper(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def wrapped(items: list[str], first: str, width: int = 110) -> str:
    """The items, comma-separated, in lines that begin with `first`."""
    lines, line = [], first
    for item in items:
        piece = item + ", "
        if len(line) + len(piece) > width and line != first:
            lines.append(line.rstrip())
            line = first
        line += piece
    return "\n".join([*lines, line.rstrip()])


def typescript(words: dict) -> str:
    def names(name: str, entries: list[dict]) -> str:
        return f"export const {name} = [\n" + wrapped([f'"{one["name"]}"' for one in entries], "    ") + "\n] as const;\n"

    def numbers(name: str, entries: list[dict]) -> str:
        keys = [f'{json.dumps(one["name"]) if not one["name"].isidentifier() else one["name"]}: {one["number"]}' for one in entries]
        return f"export const {name} = {{\n" + wrapped(keys, "    ") + "\n} as const;\n"

    return "\n".join([
        f"// {ORIGIN}\n",
        f'export const protocolVersion = {words["version"]};',
        f'export const subprotocol = "{words["subprotocol"]}";\n',
        "/** In the order in which players are offered them. */",
        names("modes", words["modes"]) + numbers("modeNumbers", words["modes"]),
        names("botLevels", words["botLevels"]) + names("endReasons", words["endReasons"]) + names("emotes", words["emotes"]),
        "/** By their number in an Ack. */",
        names("outcomeCodes", words["outcomes"]) + numbers("closeCodes", words["closeCodes"]),
        numbers("limits", [{"name": name, "number": words["limits"][name]} for name, _ in LIMITS]),
    ])


def python(words: dict) -> str:
    def names(name: str, entries: list[dict]) -> str:
        return f"{name} = (\n" + wrapped([json.dumps(one["name"]) for one in entries], "    ") + "\n)"

    lines = [f'"""The vocabulary of docs/guide/protocol.md. {ORIGIN}"""\n', f'VERSION = {words["version"]}', f'SUBPROTOCOL = "{words["subprotocol"]}"\n',
             names("MODES", words["modes"]), names("BOT_LEVELS", words["botLevels"]), names("END_REASONS", words["endReasons"]), names("EMOTES", words["emotes"]),
             "#: By their number in an Ack.", names("OUTCOMES", words["outcomes"]), ""]
    lines += [f'CLOSE_{upper(one["name"])} = {one["number"]}' for one in words["closeCodes"]]
    lines += [""] + [f'{upper(name)} = {words["limits"][name]}' for name, _ in LIMITS]
    return "\n".join(lines) + "\n"


def tables(words: dict) -> dict[str, str]:
    def table(head: list[str], rows: list[list[str]]) -> str:
        return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]) + "\n"

    def players(mode: dict) -> str:
        return str(mode["most"]) if mode["fewest"] == mode["most"] else f'{mode["fewest"]}–{mode["most"]}'

    return {
        "outcomes": table(["number", "`code`"], [[str(one["number"]), f'`{one["name"]}`'] for one in words["outcomes"]]),
        "modes": table(["`mode`", "number", "players"], [[f'`{one["name"]}`', str(one["number"]), players(one)] for one in words["modes"]]),
        "limits": table(["of", "at most"], [[what, grouped(words["limits"][name])] for name, what in LIMITS]),
    }


def page(words: dict, text: str) -> str:
    for name, content in tables(words).items():
        begin, end = f"<!-- {name}: written by scripts/generate-protocol -->\n", f"<!-- end of {name} -->\n"
        if text.count(begin) != 1 or text.count(end) != 1:
            sys.exit(f"generate-protocol: {PAGE.relative_to(ROOT)} needs the lines '{begin.strip()}' and '{end.strip()}' once each")
        before, rest = text.split(begin)
        text = before + begin + content + end + rest.split(end)[1]
    return text


def close_codes(words: dict, text: str) -> list[str]:
    """What the table of close codes, written by hand, has too much or too little."""
    told = {int(code) for code in re.findall(r"^\| (\d{4}) \|", text, re.M)}
    known = {one["number"]: one["name"] for one in words["closeCodes"]}
    wanted = {number for number, name in known.items() if name not in UNEXPLAINED}
    return [f"the close code {code} is not in Shared/ClientProtocol" for code in sorted(told - known.keys())] + [
        f"the close code {code} ({known[code]}) is not explained in section 2" for code in sorted(wanted - told)]


def main() -> int:
    words = json.loads(Path(sys.argv[1]).read_text())
    check = sys.argv[2:] == ["--check"]
    if sys.argv[2:] and not check:
        sys.exit(f"generate-protocol: it takes --check or nothing, not {' '.join(sys.argv[2:])}")
    text = PAGE.read_text()
    wanted = {PAGE: page(words, text), TYPESCRIPT: typescript(words), PYTHON: python(words)}
    faults = close_codes(words, text)
    for path, content in wanted.items():
        stands = path.read_text() if path.exists() else ""
        if stands == content:
            continue
        if check:
            name = str(path.relative_to(ROOT))
            sys.stderr.writelines(difflib.unified_diff(stands.splitlines(True), content.splitlines(True), name, "the vocabulary"))
            faults.append(f"{name} is stale; write it with: scripts/generate-protocol")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    for fault in faults:
        print(f"generate-protocol: {fault}", file=sys.stderr)
    if not faults:
        print(f"{len(words['outcomes'])} outcomes, {len(words['modes'])} modes, {len(words['closeCodes'])} close codes and {len(LIMITS)} limits "
              "stand in page, tests and docs/guide/protocol.md as in the code")
    return 1 if faults else 0


sys.exit(main())
