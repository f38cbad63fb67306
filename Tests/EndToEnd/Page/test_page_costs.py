"""What the page costs a browser, in counts: frames until a key is shown, what stays after matches. Times: `make bench-page`."""
import io

import pytest
from PIL import Image

from System.browser import browser
from System.figures import TASKS, Figures, play_solo_once, play_solo_to_its_result, play_two_against_two, practise_once, steer, tasks
from System.stack import wait_for

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


#: Of the own snake (palette.ts) and of its outline.
OWN, INK = (0x2F, 0x8F, 0xE0), (0x14, 0x16, 0x1A)


@pytest.mark.parametrize("lost", [None, "OffscreenCanvas", "Worker"])
def test_a_thread_draws_the_field_and_the_page_does_where_there_is_none(stack, lost):
    with browser(every_frame=True) as player:
        ada = player("Ada")
        ada.page.add_init_script("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}))""")
        if lost:
            ada.page.add_init_script(f"delete window.{lost}")
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Practice", exact=True).click()
        ada.wait("s.practice !== null")
        ada.page.get_by_test_id("arena").wait_for()
        if not lost:
            wait_for(lambda: ada.page.evaluate("document.querySelectorAll('.field-box canvas[hidden]').length") == 1, 10, "a picture of the thread's")
        assert len(ada.page.workers) == (0 if lost else 1)

        def colours() -> set:
            picture = Image.open(io.BytesIO(ada.page.get_by_test_id("arena").screenshot())).convert("RGB")
            return {colour for _, colour in picture.getcolors(1 << 20)}

        wait_for(lambda: {OWN, INK} <= colours(), 10, "the own snake")
        if not lost:
            # A browser may end a thread: here it ends itself.
            ada.page.workers[0].evaluate("self.close()")
            wait_for(lambda: not ada.page.evaluate("document.querySelector('.field-box canvas:last-of-type').hidden"), 10, "the page draws")
            wait_for(lambda: {OWN, INK} <= colours(), 10, "the own snake, drawn by the page")
        ada.page.get_by_role("button", name="Stop", exact=True).click()
        ada.wait("s.phase === 'home'")
        wait_for(lambda: ada.page.evaluate("true") and not ada.page.workers, 5, "the end of the thread")  # asked, so that it is heard of
        assert not ada.faults


#: Frames that the page asks for.
COUNT_FRAMES = """
window.asked = 0;
const request = requestAnimationFrame;
window.requestAnimationFrame = (draw) => { window.asked += 1; return request(draw); };
"""


#: The page's own canvas, which stands in, is not shown.
THREAD_DRAWS = "document.querySelector('.field-box canvas:last-of-type')?.hidden === true"


def test_while_a_thread_draws_the_page_asks_for_no_frames(stack):
    with browser(every_frame=True) as player:
        ada = player("Ada")
        ada.page.add_init_script("""localStorage.setItem("snaketron.preferences", JSON.stringify({taught: true}))""" + COUNT_FRAMES)
        ada.open(stack.gateway(1))
        ada.page.get_by_role("button", name="Practice", exact=True).click()
        ada.wait("s.practice !== null")
        wait_for(lambda: ada.page.evaluate(THREAD_DRAWS), 30, "a picture of the thread's")
        ada.page.keyboard.press("ArrowLeft")
        ada.wait("s.practice.turns === 1 && s.practice.tick > 0")
        for _ in range(5):
            asked, tick, before = ada.page.evaluate("asked"), ada.read("practice")["tick"], ada.page.get_by_test_id("arena").screenshot()
            ada.wait(f"s.practice.tick > {tick + 10}")
            # The one that was asked for before the thread's first picture may be under way.
            asks = ada.page.evaluate("asked") > asked + 1
            # On a busy machine the thread may be given up after two seconds; the match after this one has another.
            if not asks or ada.page.evaluate(THREAD_DRAWS):
                break
            ada.page.reload()
            ada.page.get_by_role("button", name="Practice", exact=True).click()
            wait_for(lambda: ada.page.evaluate(THREAD_DRAWS), 30, "a picture of the next thread's")
        assert not asks, "each frame costs the page style, layout and commit"
        assert ada.page.get_by_test_id("arena").screenshot() != before, "the thread draws on"
        assert not ada.faults


#: Milliseconds; a task that runs for longer is a long one (Long Tasks API).
LONG = 50
#: The shortest of some runs of a loop that needs a processor and nothing else, in milliseconds, and what it takes where the tasks of a
#: match were found to be short. A machine that takes longer for it may take longer for them.
LOOP = """(() => {
    let best = Infinity;
    for (let run = 0; run < 7; run++) {
        const began = performance.now();
        let sum = 1;
        for (let n = 0; n < 20_000_000; n++) sum = (Math.imul(sum, 31) + n) | 0;
        if (sum !== 0.5) best = Math.min(best, performance.now() - began);
    }
    return best;
})()"""
LOOP_MS = 22
#: What other tests on the same processors take from caches and clocks.
SHARED = 2


def test_no_task_of_a_match_is_a_long_one(stack):
    """From the home page to the result and its best moment."""
    with browser(every_frame=True) as player:
        ada = player("Ada")
        figures = Figures(ada)
        ada.open(stack.gateway(1))
        ada.wait("s.link === 'idle'")
        events = figures.traced(lambda: play_solo_to_its_result(ada), TASKS)
        assert tasks(events, 1), "the trace has tasks"
        limit = LONG * SHARED * max(1, ada.page.evaluate(LOOP) / LOOP_MS)
        assert tasks(events, limit) == []
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
