"""What the page costs a browser and how soon it shows a key, read from Chromium by the DevTools protocol."""
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from System.browser import Player

#: Of a monitor with 60 Hz, ms.
FRAME_MS = 1000 / 60

# After each key: how many frames the page has drawn until its own snake looks, and goes, the new way. The page's listener and its frame were
# asked for earlier than these, so that they run before.
PROBE = """
window.figures = {turns: [], longTasks: [], memories: []};
addEventListener("keydown", () => {
    const own = snaketron.own;
    if (!own) return;
    const turn = {from: own.looks, going: own.direction, frames: 0, shown: null, turned: null};
    window.figures.turns.push(turn);
    const look = () => {
        turn.frames += 1;
        const now = snaketron.own;
        if (now && now.looks !== turn.from) turn.shown ??= turn.frames;
        if (now && now.direction !== turn.going) turn.turned ??= turn.frames;
        if (turn.turned === null && turn.frames < 60) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}, {capture: true});
new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.figures.longTasks.push(Math.round(task.duration));
}).observe({type: "longtask"});
for (const way of ["instantiate", "instantiateStreaming"]) {
    const make = WebAssembly[way];
    WebAssembly[way] = async (...given) => {
        const made = await make(...given);
        const memory = made.instance?.exports.memory;
        if (memory) window.figures.memories.push(memory);
        return made;
    };
}
"""


@dataclass(frozen=True)
class Memory:
    """After a collection of garbage, bytes and counts."""
    heap: int
    wasm: int
    nodes: int
    listeners: int


class Figures:
    """Of one page, which is opened after this."""

    def __init__(self, player: Player):
        self.player, self.page = player, player.page
        self.page.add_init_script(PROBE)
        self.devtools = self.page.context.new_cdp_session(self.page)
        self.devtools.send("Performance.enable")
        self.browser = self.page.context.browser.new_browser_cdp_session()

    def memory(self) -> Memory:
        for _ in range(2):  # what the first one sets free may hold more
            self.devtools.send("HeapProfiler.collectGarbage")
        found = self.metrics()
        wasm = self.page.evaluate("figures.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)")
        return Memory(int(found["JSHeapUsedSize"]), wasm, int(found["Nodes"]), int(found["JSEventListeners"]))

    def metrics(self) -> dict[str, float]:
        return {each["name"]: each["value"] for each in self.devtools.send("Performance.getMetrics")["metrics"]}

    def slow_down(self, times: float) -> None:
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def main_thread(self, seconds: float) -> dict[str, float]:
        """
        Milliseconds of the page's main thread a frame of the thread that draws, of that of scripts, and of a processor; frames a
        second, over so many seconds. A slowdown counts as work of the processor too.
        """
        # Counted there: a frame that is asked for here would be work of the main thread.
        count = "new Promise((done) => { let frames = 0; const end = performance.now() + %d; const next = () => { frames += 1; " \
                "if (performance.now() < end) requestAnimationFrame(next); else done(frames); }; requestAnimationFrame(next); })" % (seconds * 1000)
        before, worked = self.metrics(), self.processor_time()
        frames = self.page.workers[0].evaluate(count)
        after, worked = self.metrics(), self.processor_time() - worked
        spent = {name: (after[name] - before[name]) * 1000 / frames for name in ("TaskDuration", "ScriptDuration")}
        return {"task": spent["TaskDuration"], "script": spent["ScriptDuration"], "processor": worked / frames, "rate": frames / seconds}

    def processor_time(self) -> float:
        """Milliseconds that main threads of pages have run on a processor. To wait for one, as on a busy machine, does not count."""
        processes = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        pages = [each["id"] for each in processes if each["type"] == "renderer"]
        return sum(int(Path(f"/proc/{page}/schedstat").read_text().split()[0]) for page in pages) / 1e6

    def long_tasks(self) -> list[int]:
        """Of more than 50 ms (Long Tasks API), since the last time."""
        return self.page.evaluate("figures.longTasks.splice(0)")

    def turns(self) -> list[tuple[int, int]]:
        """Of each key: frames until the own snake is drawn as told (it looks there), and until it goes the new way."""
        return [(turn["shown"] or turn["turned"], turn["turned"]) for turn in self.page.evaluate("figures.turns.splice(0)") if turn["turned"]]

    def traced(self, act: Callable[[], None], *categories: str) -> list[dict]:
        """What Chromium notes of itself meanwhile."""
        events, over = [], []
        self.devtools.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
        self.devtools.on("Tracing.tracingComplete", lambda _: over.append(True))
        self.devtools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {
            "includedCategories": ["devtools.timeline", "blink", "viz", *categories]}})
        act()
        self.devtools.send("Tracing.end")
        while not over:
            self.page.wait_for_timeout(20)
        return events


def key_to_screen(events: list[dict]) -> list[tuple[int, float]]:
    """
    Of each key that was pressed: how many pictures the compositor drew from when the page had handled it to when the field's next
    picture was on the screen, that one counted; and ms from the key to then. The page tells the thread that draws at once, and the
    thread hands its next picture to the compositor.
    """
    threads = {(event["pid"], event["tid"]): event["args"]["name"] for event in events if event["name"] == "thread_name"}

    def times(name: str, thread: str = "", end: bool = False) -> list[int]:
        return sorted(event["ts"] + (event.get("dur", 0) if end else 0) for event in events
                      if event["name"] == name and event["ph"] == "X" and thread in threads.get((event["pid"], event["tid"]), ""))

    def after(times: list[int], since: int | None) -> int | None:
        return None if since is None else next((at for at in times if at >= since), None)

    given = times("HandlePostMessage", "DedicatedWorker")
    handed_over = times("OffscreenCanvas::PushFrame", "DedicatedWorker")
    drawn = times("SoftwareRenderer::FinishDrawingFrame", "Viz", end=True)
    found = []
    for event in events:
        if event["name"] == "EventDispatch" and event["args"].get("data", {}).get("type") == "keydown":
            handled = event["ts"] + event.get("dur", 0)
            shown = after(drawn, after(handed_over, after(given, event["ts"])))
            if shown is not None:
                found.append((sum(handled < at <= shown for at in drawn), (shown - event["ts"]) / 1000))
    assert found, "Chromium's trace names none of the steps from a key to the screen: its events may have other names now"
    return found


#: The category of Chromium's trace that has the tasks of each thread.
TASKS = "toplevel"


def tasks(events: list[dict], over_ms: float) -> list[str]:
    """
    Of the page's main thread: each task that has run for longer on a processor, the longest first, as `ms: the longest things in it`. What
    it waited for a processor, as on a busy machine, does not count.
    """
    mains = {(event["pid"], event["tid"]) for event in events if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"}
    own = [event for event in events if event["ph"] == "X" and (event["pid"], event["tid"]) in mains]
    runs = [event for event in own if event["name"] == "ThreadControllerImpl::RunTask"]
    assert any("tdur" in event for event in runs), "Chromium's trace tells of no task how long it ran: its events may have other names now"
    found = []
    for task in sorted(runs, key=lambda event: -event.get("tdur", 0)):
        if task.get("tdur", 0) > over_ms * 1000:
            within = [event for event in own if event is not task and (event["pid"], event["tid"]) == (task["pid"], task["tid"])
                      and task["ts"] <= event["ts"] and event["ts"] + event.get("dur", 0) <= task["ts"] + task["dur"]]
            named = sorted(within, key=lambda event: -event.get("tdur", 0))[:8]
            found.append(f"{task['tdur'] / 1000:.0f} ms: " + ", ".join(f"{event['name']} {event.get('tdur', 0) / 1000:.0f} {where(event)}".strip() for event in named))
    return found


def where(event: dict) -> str:
    """The place in a script, or the kind of event, that a part of a task belongs to."""
    data = event["args"].get("data") or {}
    place = data.get("url") or data.get("type") or data.get("functionName") or ""
    return str(place).rsplit("/", 1)[-1]


def steer(player: Player, times: int, pause_ms: int) -> None:
    """Turns by real keys, each across the way that the snake goes."""
    for count in range(times):
        own = player.read("own")
        across = ("ArrowLeft", "ArrowRight") if own and shown(player, own["direction"]) in ("up", "down") else ("ArrowUp", "ArrowDown")
        player.page.keyboard.press(across[count // 2 % 2])
        player.page.wait_for_timeout(pause_ms)


def shown(player: Player, direction: int) -> str:
    """A direction of the rules as it is on the screen: a team's arena is turned so that its own base is at the bottom."""
    quarters = {0: 1, 1: 3}[player.read("match")["you"] % 2]
    return ("up", "right", "down", "left")[(direction - quarters) % 4]


def play_two_against_two(player: Player, gateway: str) -> None:
    """With three bots, in a lobby of its own; until the match runs."""
    player.open(gateway)
    player.page.locator(".friends button").first.click()
    player.wait("s.phase === 'lobby'")
    player.page.get_by_role("button", name="2 v 2").click()
    player.wait("s.lobby.settings.mode === '2v2'")
    player.page.get_by_label("Bots").select_option("3")
    player.wait("s.lobby.bots.length === 3")
    player.page.get_by_label("They play").select_option(label="easy")
    player.page.get_by_role("button", name="Start", exact=True).click()
    player.wait("s.phase === 'running' && s.tick > 5", 30)


def practise_once(player: Player) -> None:
    """Begins a game of this page alone, from the home page, and leaves it again."""
    player.page.get_by_role("button", name="Practice", exact=True).click()
    player.wait("s.practice !== null")
    player.page.get_by_test_id("arena").wait_for()
    player.page.keyboard.press("ArrowLeft")
    player.wait("s.practice.tick > 2")
    player.page.get_by_role("button", name="Stop", exact=True).click()
    player.wait("s.phase === 'home'")


# Both presses of one who gives up, without a way from outside between them: the snake may die meanwhile.
GIVE_UP = """new Promise((done) => {
    document.querySelector(".leave-box button:not(.tool)")?.click();
    setTimeout(() => { document.querySelector(".asking button")?.click(); done(); }, 50);
})"""


def play_solo_to_its_result(player: Player) -> None:
    """A match of the servers, from the home page, straight on into a wall, until the result shows its best moment."""
    player.page.get_by_role("button", name="Solo").click()
    player.wait("s.phase === 'running' && s.tick > 2", 30)
    player.wait("s.phase === 'ended'", 60)
    player.page.get_by_test_id("best").wait_for(timeout=60_000)


def play_solo_once(player: Player) -> None:
    """A match of the servers, from the home page, given up as soon as it runs."""
    player.page.get_by_role("button", name="Solo").click()
    player.wait("s.phase === 'running' && s.tick > 2 || s.phase === 'ended'", 30)
    player.page.evaluate(GIVE_UP)
    player.wait("s.phase === 'home' || s.phase === 'ended'")
    if player.read("phase") == "ended":
        player.page.locator("main .row").first.locator("button").last.click()
    player.wait("s.phase === 'home' && s.unacknowledged === 0")
