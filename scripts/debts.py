"""Counted lists of what the checks still allow. scripts/debts has a line each: check, kind, place and the count, which may
only shrink. A place that is not listed owes nothing."""
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "scripts/debts"
HEADER = """\
# What the checks still allow: check, kind, place, count. A count may only shrink: mend the place, then
# run the check with --lower. Never raise a count, never add a line.
"""


class Debts:
    def __init__(self, check):
        self.check, self.allowed, self.others = check, {}, []
        self.counts, self.places = {}, {}
        for line in LIST.read_text().splitlines() if LIST.exists() else []:
            if not line or line.startswith("#"):
                continue
            name, kind, place, count = line.split()
            if name == check:
                self.allowed[kind, place] = int(count)
            else:
                self.others.append(line)

    def measured(self, kind, place, count):
        self.counts[kind, place] = self.counts.get((kind, place), 0) + count

    def place(self, kind, place, message):
        """What to say if the count is too high."""
        self.places.setdefault((kind, place), []).append(message)

    def faults(self, lower=False):
        faults = []
        for key, count in sorted(self.counts.items()):
            allowed = self.allowed.get(key, 0)
            if count > allowed:
                faults += self.places.get(key, [f"{key[1]}: {key[0]}"])
                if allowed:
                    faults.append(f"{key[1]}: {count} {key[0]}, {allowed} at most (scripts/debts)")
        if lower:
            self.write({key: min(allowed, self.counts.get(key, 0)) for key, allowed in self.allowed.items()})
        return faults

    def write(self, allowed):
        lines = [f"{self.check} {kind} {place} {count}" for (kind, place), count in allowed.items() if count > 0]
        LIST.write_text(HEADER + "".join(line + "\n" for line in sorted(lines + self.others)))

    def summary(self):
        slack = sum(allowed > self.counts.get(key, 0) for key, allowed in self.allowed.items())
        owed = len(self.allowed)
        return (f"; {owed} places owe something (scripts/debts)" if owed else "") \
            + (f", {slack} owe less now: --lower" if slack else "")
