"""Histories of operations on a key-value store, and whether they are linearizable.

Written as JSON lines, one operation each, so that other checkers can read them:
`{"client", "op", "key", "value", "expect", "call", "return", "output", "found", "status"}`. `op` is put, get, cas or append; times are
nanoseconds of one monotonic clock; `status` is `ok`, `unknown` (it may have run, may run later, or never; `return` is null) or
`fail` (it surely never ran). `output` and `found`: of get, the value and whether there is one; of cas, the value that was there
and whether it was `expect`, so that `value` took its place; of append, the value after it.
"""
import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Operation:
    client: int
    op: str
    key: str
    value: str | None
    expect: str | None
    call: int
    return_: int | None = None
    output: str | None = None
    found: bool | None = None
    status: str = "unknown"

    def line(self) -> str:
        fields = {name.rstrip("_"): value for name, value in asdict(self).items()}
        return json.dumps(fields)


def write(operations: list[Operation], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(operation.line() + "\n" for operation in operations))


def read(path: Path) -> list[Operation]:
    fields = [json.loads(line) for line in path.read_text().splitlines()]
    return [Operation(**{("return_" if name == "return" else name): value for name, value in one.items()}) for one in fields]


def run(state: str | None, op: str, value: str | None, expect: str | None) -> tuple[str | None, str | None, bool]:
    """What an operation makes of a key's value: (the value after it, output, found)."""
    if op == "put":
        return value, None, state is not None
    if op == "get":
        return state, state, state is not None
    if op == "cas":
        return (value if state == expect else state), state, state == expect
    after = (state or "") + value
    return after, after, state is not None


def first_fault(operations: list[Operation]) -> str | None:
    """A key whose history is not linearizable, in words; `None` when all are. Keys are independent (Herlihy and Wing 1990,
    locality)."""
    for key in sorted({o.key for o in operations}):
        mine = [o for o in operations if o.key == key and o.status != "fail"]
        if not is_linearizable(mine):
            return f"the history of {key} ({len(mine)} operations) is not linearizable"
    return None


def is_linearizable(operations: list[Operation]) -> bool:
    """Wing and Gong's search (1993) with Lowe's memory of where it has been (2017), on one key.

    An operation of which nobody knows whether it ran has no return: it may take effect at any later point, or at none. No two
    operations write the same value, nor one that is part of another's.
    """
    # What may have run and was never seen has, for all that is known, not run: were it in an order that explains everything,
    # nobody would have looked between it and the next write, and the order explains as much without it. The search would
    # try each at every point.
    outputs = "\n".join(o.output for o in operations if o.status == "ok" and o.output is not None)
    operations = [o for o in operations if o.status == "ok" or (o.value is not None and o.value in outputs)]
    events = []
    for number, operation in enumerate(operations):
        events.append((operation.call, 0, number))
        if operation.status == "ok":
            events.append((operation.return_, 1, number))
    events.sort()  # at one moment calls come first: they count as concurrent
    # A doubly linked list of events; 0 is its head.
    count = len(events)
    following, preceding = list(range(1, count + 2)), list(range(-1, count + 1))
    event = [None] + events
    place = {}
    for position, (_, kind, number) in enumerate(events, 1):
        place[number, kind] = position

    def unlink(position):
        following[preceding[position]] = following[position]
        preceding[following[position]] = preceding[position]

    def relink(position):
        following[preceding[position]] = position
        preceding[following[position]] = position

    state, done, seen, path = None, 0, set(), []
    open_returns = sum(kind for _, kind, _ in events)
    position = following[0]
    while open_returns:
        _, kind, number = event[position]
        operation = operations[number]
        if kind == 0:
            after, output, found = run(state, operation.op, operation.value, operation.expect)
            fits = operation.status != "ok" or operation.op == "put" or (output, found) == (operation.output, operation.found)
            if operation.op == "append" and operation.status == "ok":
                fits = output == operation.output
            trace = (done | 1 << number, after)
            if fits and trace not in seen:
                seen.add(trace)
                path.append((position, state))
                state, done = after, trace[0]
                unlink(position)
                if operation.status == "ok":
                    unlink(place[number, 1])
                    open_returns -= 1
                position = following[0]
            else:
                position = following[position]
        else:
            # Something returned that has found no place yet: take the last choice back.
            if not path:
                return False
            position, state = path.pop()
            number = event[position][2]
            done &= ~(1 << number)
            if operations[number].status == "ok":
                relink(place[number, 1])
                open_returns += 1
            relink(position)
            position = following[position]
    return True
