#!/usr/bin/env python3
"""Measures what the page costs a browser, in Chromium by the DevTools protocol, and prints a Markdown table.

From a key to the picture that shows it; the main thread in a match of four, also four times slower; long tasks; memory over many
matches. Starts a cluster of its own.

    MATCHES=100 make bench-page
"""
import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests"))

from System.browser import browser  # noqa: E402
from System.figures import (  # noqa: E402
    TASKS, Figures, key_to_screen, play_solo_once, play_solo_to_its_result, play_two_against_two, practise_once, steer, tasks)
from System.stack import Stack  # noqa: E402

#: Seconds that the main thread is looked at.
WATCHED = 10
#: Milliseconds; a task that takes longer is a long one (Long Tasks API).
LONG = 50
#: After so many matches memory is counted. What is loaded once is there after the first ones.
LOOKED_AT = (1, 3, 10, 50, 100)


def part(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def keys(figures: Figures, presses: int) -> list[str]:
    events = figures.traced(lambda: steer(figures.player, presses, 400))
    turns = figures.turns()
    shown, turned = [first for first, _ in turns], [second for _, second in turns]
    seen = key_to_screen(events)
    pictures, times = [count for count, _ in seen], [ms for _, ms in seen]
    return [
        f"| key → the next picture is on the screen (n = {len(seen)}): pictures, p50 / p99 / max | {part(pictures, 50)} / {part(pictures, 99)} / {max(pictures)} |",
        f"| the same, p50 / p99 / max | {part(times, 50):.0f} / {part(times, 99):.0f} / {max(times):.0f} ms |",
        f"| key → the own snake is drawn as told (n = {len(turns)}): frames drawn, p50 / p99 / max | {part(shown, 50)} / {part(shown, 99)} / {max(shown)} |",
        f"| key → it has turned, at the next cell: the same | {part(turned, 50)} / {part(turned, 99)} / {max(turned)} |",
    ]


def main_thread(figures: Figures, times: int) -> list[str]:
    figures.slow_down(times)
    figures.player.steer(out_ms=0)
    figures.main_thread(1)
    figures.long_tasks()
    spent = figures.main_thread(WATCHED)
    long = figures.long_tasks()
    rows = []
    if times == 1:
        worked = spent["processor"]
        rows.append(f"| main thread a frame at four players, time on a processor; four times that | {worked:.2f}, {4 * worked:.1f} ms |")
    slowed = "" if times == 1 else f", {times} × slower"
    return rows + [
        f"| main thread a frame at four players{slowed}: all, of that scripts | {spent['task']:.1f}, {spent['script']:.1f} ms ({spent['rate']:.0f} frames a second) |",
        f"| tasks over 50 ms in {WATCHED} s of that match{slowed} | {len(long)}{f' ({max(long)} ms)' if long else ''} |",
    ]


def long_tasks(figures: Figures, times: int) -> list[str]:
    figures.slow_down(times)
    found = tasks(figures.traced(lambda: play_solo_to_its_result(figures.player), TASKS), LONG)
    for task in found:
        print(task, file=sys.stderr)
    slowed = "" if times == 1 else f", {times} × slower"
    longest = f" (the longest {found[0].split(':')[0]})" if found else ""
    return [f"| tasks over {LONG} ms on a processor, from the home page to a result with its best moment{slowed} | {len(found)}{longest} |"]


def memory(figures: Figures, matches: int) -> list[str]:
    rows = []
    for name, once in (("matches of this page alone", practise_once), ("solo matches", play_solo_once)):
        for count in range(1, matches + 1):
            once(figures.player)
            if count not in LOOKED_AT and count != matches:
                continue
            at = figures.memory()
            rows.append(f"| {name}, after {count}: heap, WebAssembly, DOM nodes, listeners, workers | {at.heap / 1e6:.2f} MB, {at.wasm / 1e6:.1f} MB, "
                        f"{at.nodes}, {at.listeners}, {len(figures.page.workers)} |")
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--matches", type=int, default=100)
    arguments.add_argument("--presses", type=int, default=100)
    chosen = arguments.parse_args()
    print("| | |\n|---|---|", flush=True)

    def show(rows: list[str]) -> None:
        print("\n".join(rows), flush=True)

    with tempfile.TemporaryDirectory() as home:
        stack = Stack(Path(home) / "home").up()
        try:
            with browser(every_frame=True) as player:
                ada = player("Ada")
                figures = Figures(ada)
                play_two_against_two(ada, stack.gateway(1))
                show(keys(figures, chosen.presses))
                assert not ada.faults, ada.faults
            for times in (1, 4):  # a match each: one may be over before the other is measured
                with browser(every_frame=True) as player:
                    ada = player("Ada")
                    figures = Figures(ada)
                    play_two_against_two(ada, stack.gateway(1))
                    show(main_thread(figures, times))
                    assert not ada.faults, ada.faults
            for times in (1, 4):
                with browser(every_frame=True) as player:
                    ada = player("Ada")
                    figures = Figures(ada)
                    ada.open(stack.gateway(1))
                    show(long_tasks(figures, times))
                    assert not ada.faults, ada.faults
            with browser(every_frame=True) as player:
                grace = player("Grace")
                figures = Figures(grace)
                grace.page.add_init_script("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}))""")
                grace.open(stack.gateway(1))
                show(memory(figures, chosen.matches))
                assert not grace.faults, grace.faults
        finally:
            stack.down()


if __name__ == "__main__":
    main()
