"""Counted lists of what the checks still allow. scripts/checks/debts has a line each: check, kind, place and the count, which may
only shrink. A place that is not listed owes nothing. A place may be renamed: the sum of a kind is what must not grow."""
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "scripts/checks/debts"
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
                    faults.append(f"{key[1]}: {count} {key[0]}, {allowed} at most (scripts/checks/debts)")
        faults += self.growth()
        if lower:
            self.write({key: min(allowed, self.counts.get(key, 0)) for key, allowed in self.allowed.items()})
        return faults

    def growth(self):
        """Kinds whose sum is higher than in the last commit, or in the one before it."""
        faults = set()
        for revision in ("HEAD", "HEAD~1"):
            done = subprocess.run(["git", "show", f"{revision}:scripts/checks/debts"], cwd=ROOT, capture_output=True, text=True)
            before = [line.split() for line in done.stdout.splitlines() if line.startswith(self.check + " ")]
            if done.returncode or not before and not self.allowed:
                continue  # no such commit here, or no such list yet
            for kind in {kind for kind, _ in self.allowed}:
                then, now = [sum(counts) for counts in (
                    [int(count) for _, name, _, count in before if name == kind],
                    [count for (name, _), count in self.allowed.items() if name == kind])]
                if now > then:
                    faults.add(f"scripts/checks/debts: {self.check} {kind} has grown from {then} to {now}: mend the places instead")
        return sorted(faults)

    def write(self, allowed):
        lines = [f"{self.check} {kind} {place} {count}" for (kind, place), count in allowed.items() if count > 0]
        LIST.write_text(HEADER + "".join(line + "\n" for line in sorted(lines + self.others)))

    def summary(self):
        slack = sum(allowed > self.counts.get(key, 0) for key, allowed in self.allowed.items())
        owed = len(self.allowed)
        return (f"; {owed} places owe something (scripts/checks/debts)" if owed else "") \
            + (f", {slack} owe less now: --lower" if slack else "")
