"""What the page costs a browser, in counts: frames until a key is shown, what stays after matches. Times: `make bench-page`."""
from System.browser import browser
from System.figures import Figures, play_solo_once, play_two_against_two, practise_once, steer

#: Bytes that the heap may have grown by over a few matches: caches of texts and code that was compiled.
HEAP = 2_000_000


def test_a_key_is_shown_in_the_next_frame(stack):
    with browser(every_frame=True) as player:
        ada = player("Ada")
        figures = Figures(ada)
        play_two_against_two(ada, stack.gateway(1))
        steer(ada, 12, 300)
        turns = figures.turns()
        assert len(turns) >= 6, f"most of the keys turned the snake: {turns}"
        assert all(shown == 1 for shown, _ in turns), f"frames until the own snake looks where it was told to turn: {turns}"
        assert not ada.faults


def test_nothing_stays_of_a_match(stack):
    with browser(every_frame=True) as player:
        ada = player("Ada")
        figures = Figures(ada)
        ada.page.add_init_script("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}))""")
        ada.open(stack.gateway(1))
        for once, times in ((practise_once, 6), (play_solo_once, 3)):
            for _ in range(2):
                once(ada)  # what is loaded and kept once
            before = figures.memory()
            for _ in range(times):
                once(ada)
            after = figures.memory()
            grown = {name: getattr(after, name) - getattr(before, name) for name in ("nodes", "listeners", "wasm", "heap")}
            # A note of the page may be on its way in or out.
            assert grown["nodes"] < 2 * times and grown["listeners"] < times, f"after {times} times {once.__name__}: {grown}"
            assert grown["wasm"] == 0 and grown["heap"] < HEAP, f"after {times} times {once.__name__}: {grown}"
        assert not ada.faults
