"""The standby connection: a player in a real browser, whose gateway or node dies, hangs or drains in mid-match.

What the page sends and is told is read from its sockets, not from its own code, and held against what two clients that were
written from docs/guide/protocol.md saw of the match. `STANDBY_ROUNDS=20` does each thing so often and prints what was measured.
"""
import asyncio
import json
import os
import signal
import statistics
import threading

import pytest
from System.browser import DESKTOP, browser
from System.player import ACK, OUTCOMES, SNAPSHOT, TURN, UPDATE, Command, Player, Reader, View, check
from System.stack import ARTIFACTS, wait_for

ROUNDS = int(os.environ.get("STANDBY_ROUNDS", "1"))

# Each binary frame of every socket of the page, with its time and the socket's address; of text, the type.
RECORD = """
    window.wire = [];
    const keep = (way, socket, data) => {
        const bytes = new Uint8Array(data instanceof ArrayBuffer ? data : data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
        window.wire.push([Date.now(), way, socket.url, Array.from(bytes.subarray(0, 80), (byte) => byte.toString(16).padStart(2, "0")).join("")]);
    };
    window.words = [];
    const note = (way, socket, what) => window.words.push([Date.now(), way, socket.url, what]);
    window.WebSocket = class extends WebSocket {
        constructor(...of) {
            super(...of);
            this.addEventListener("message", (event) => {
                if (event.data instanceof ArrayBuffer) keep("down", this, event.data); else note("down", this, JSON.parse(event.data).type);
            });
            this.addEventListener("close", (event) => note("closed", this, String(event.code)));
        }
        send(data) {
            if (typeof data !== "string") keep("up", this, data); else note("up", this, JSON.parse(data).type);
            super.send(data);
        }
    };
"""


class Watchers:
    """Clients of the protocol in a thread of their own: the opponent, and one who watches from another node."""

    def __init__(self, stack):
        self.bases = [stack.gateway(node) for node in (1, 2, 3)]
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.players: list[Player] = []

    def run(self, work, seconds: float = 30):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def add(self, name: str, first: int) -> Player:
        player = Player(self.bases[first:] + self.bases[:first], name)
        self.run(player.__aenter__())
        self.players.append(player)
        return player

    def close(self):
        for player in self.players:
            self.run(player.__aexit__())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)


class Match:
    """A Duel of Ada, in the browser, and Grace, who only drives around; Olga watches."""

    def __init__(self, stack, player):
        self.stack, self.round = stack, 0
        self.watchers = Watchers(stack)
        grace, olga = self.watchers.add("Grace", 1), self.watchers.add("Olga", 2)
        self.grace = grace
        ada = self.ada = player("Ada", **DESKTOP)
        ada.page.context.add_init_script(RECORD)
        self.wire: list[list] = []
        self.watchers.run(grace.done("create", mode="duel"))
        urls = ",".join(f"127.0.0.1:{8080 + node}" for node in range(3))
        ada.page.goto(f"{stack.gateway(1)}/?gateway={urls}&join={grace.lobby['code']}")
        ada.page.locator("#name").fill("Ada")
        ada.page.get_by_role("button", name="Join the lobby").click()
        ada.wait("s.phase === 'lobby'")
        wait_for(lambda: grace.lobby.get("start") == "accepted", 5, "two in the lobby")
        self.watchers.run(grace.done("start"))
        ada.ready()
        self.watchers.run(grace.done("ready"))
        ada.wait("s.phase === 'running' && s.tick > 2")
        assert self.watchers.run(olga.done("watch", match=ada.read("match")["id"])) == "accepted"
        self.driving = asyncio.run_coroutine_threadsafe(self.drive(), self.watchers.loop)
        ada.steer(out_ms=0, side_ms=350)

    async def drive(self):
        """Round and round, to stay alive."""
        direction = 0
        while True:
            if self.grace.match["phase"] == "running" and self.grace.view and self.grace.view.arrivals:
                direction = (direction + 1) % 4
                await self.grace.turn(direction)
            await asyncio.sleep(0.6)

    def node(self, property: str) -> int:
        url = self.ada.read(property)
        return int(url.split(":")[2].split("/")[0]) - 8080 + 1

    def settled(self):
        """Ada plays, another node's gateway stands by."""
        self.ada.wait("s.phase === 'running' && s.link === 'open' && s.standby !== null && s.unacknowledged < 3", 20)

    def frames(self) -> list[list]:
        return self.wire + self.ada.page.evaluate("window.wire")

    def gap(self, since: float) -> float:
        """The longest time without a Snapshot or Update of the page's match, from the last one before `since`, in ms."""
        news = [at for at, way, _, frame in self.frames() if way == "down" and frame[:2] in (f"{SNAPSHOT:02x}", f"{UPDATE:02x}")]
        news = [max(at for at in news if at <= since)] + [at for at in news if at > since]
        longest, began = max((later - earlier, earlier) for earlier, later in zip(news, news[1:]))
        if longest > 400:
            print(f"{longest} ms without news; ms from the last, and what the page did:", [
                [at - began, way, url[-8:-3], what] for at, way, url, what in sorted(
                    self.ada.page.evaluate("window.words") + [[at, way, url, frame[:2]] for at, way, url, frame in self.frames()])
                if -300 < at - began < longest + 100], f"struck at {since - began:.0f}")
        return longest

    def attaching(self) -> list[float]:
        """How long each `take` of the page waited for its welcome, in ms."""
        words = self.ada.page.evaluate("window.words")
        taken = [(at, url) for at, way, url, what in words if way == "up" and what == "take"]
        return [min(at for at, way, url, what in words if what == "welcome" and url == of and at >= since) - since for since, of in taken]

    def reload(self):
        """A fresh page in the same session: it has not been let down by any link yet."""
        self.ada.page.evaluate("clearInterval(window.steering)")
        self.ada.wait("s.unacknowledged === 0", 10)
        self.wire += self.ada.page.evaluate("window.wire")
        self.ada.page.reload()
        self.settled()
        self.ada.steer(out_ms=0, side_ms=350)

    def expect_exactly_once(self):
        """Every turn that the page got an acknowledgement for was seen once by each watcher, and no other."""
        self.driving.cancel()
        self.ada.page.evaluate("clearInterval(window.steering)")
        self.ada.wait("s.unacknowledged === 0", 10)
        match = self.ada.read("match")
        page = Player([], "Ada")
        page.views[int(match["id"])] = View(int(match["id"]), slot=match["you"])
        for _, way, _, text in self.frames():
            frame = bytes.fromhex(text)
            reader = Reader(frame)
            kind = reader.u8()
            if way == "up" and kind == TURN:
                seq, _, tick, direction = reader.varint(), reader.varint(), reader.varint(), reader.u8()
                known = page.commands.setdefault(seq, Command(seq, frame, turn=(tick, direction)))
                assert known.frame == frame, f"command {seq} was sent with other bytes"
            elif way == "down" and kind == ACK:
                _, seq, outcome, tick = reader.varint(), reader.varint(), reader.varint(), reader.varint()
                if seq in page.commands:
                    page._settle(seq, OUTCOMES[outcome], tick if outcome == 0 else None)
        last = self.ada.read("tick")
        for watcher in self.watchers.players:
            self.watchers.run(watcher.until(lambda: watcher.view.tick >= last, "the last Updates"))
        accepted = [c for c in page.commands.values() if c.outcome == "accepted"]
        assert len(accepted) > 5, f"{len(accepted)} turns"
        olga = self.watchers.players[1]
        assert check([page, self.grace, olga]) == []
        assert not self.ada.faults
        return len(accepted)


def pid(stack, node: int) -> int:
    return stack.pids(node)["gateway"]


def kill_node_of(match, which):
    node = match.node(which)
    if ROUNDS > 1 and match.round % 2:
        match.stack.run("transfer", "--to", str(node), check=False)
        match.stack.leader()
    role = next(entry["role"] for entry in match.stack.status() if entry["node"] == node)
    match.stack.kill_node(node)
    return node, "leader" if role == "leader" else None


def restart(match, node):
    match.stack.start(node)
    match.stack.wait_ready(node)
    match.stack.settled()


def hang(match):
    node = match.node("gateway")
    os.kill(pid(match.stack, node), signal.SIGSTOP)
    return node, None


def go_on(match, node):
    os.kill(pid(match.stack, node), signal.SIGCONT)
    match.stack.wait_ready(node)


def hang_simulation(match):
    """Of a node that does not lead, so that the match goes on without it."""
    node = match.node("gateway")
    if match.stack.leader()["node"] == node:
        match.stack.run("transfer", "--to", str(node % 3 + 1))
        assert match.stack.leader()["node"] != node
        match.ada.page.wait_for_timeout(1000)
    os.kill(match.stack.pids(node)["simulation"], signal.SIGSTOP)
    return node, None


def simulation_goes_on(match, node):
    os.kill(match.stack.pids(node)["simulation"], signal.SIGCONT)
    match.stack.wait_ready(node)
    match.stack.settled()


def drain(match):
    node = match.node("gateway")
    os.kill(pid(match.stack, node), signal.SIGTERM)
    return node, None


def start_gateway(match, node):
    wait_for(lambda: not any(p["alive"] for n in match.stack.status() if n["node"] == node for p in n["processes"]
                             if p["service"] == "gateway"), 10, "the gateway is gone")
    match.stack.start(node, "gateway")
    match.stack.wait_ready(node)


FAULTS = {
    "its node is killed": (lambda match: kill_node_of(match, "gateway"), restart, True),
    "its gateway hangs": (hang, go_on, True),
    "its simulation hangs": (hang_simulation, simulation_goes_on, False),
    "its gateway drains": (drain, start_gateway, True),
    "the standby's node is killed": (lambda match: kill_node_of(match, "standby"), restart, False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_play_goes_on(stack, fault):
    do, undo, changes = FAULTS[fault]
    gaps: dict[str, list[float]] = {}
    again, attaching = [], []
    with browser() as player:
        match = Match(stack, player)
        ada = match.ada
        try:
            for match.round in range(ROUNDS):
                match.settled()
                ada.page.wait_for_timeout(1500)
                before, node = ada.read("changes"), match.node("gateway")
                since = ada.page.evaluate("Date.now()")
                struck, remark = do(match)
                if changes:
                    ada.wait(f"s.changes === {before + 1}", 5)
                    ada.wait(f"s.standby !== null && !s.standby.includes(':{8080 + node - 1}') && s.standby !== s.gateway", 10)
                    assert match.node("gateway") != node
                else:
                    ada.wait(f"s.standby !== null && !s.standby.includes(':{8080 + struck - 1}')", 10)
                    assert ada.read("changes") == before and match.node("gateway") == node, "the socket in use stays in use"
                again.append(ada.page.evaluate("Date.now()") - since)
                ada.page.wait_for_timeout(1500)
                gaps.setdefault(remark or "follower", []).append(match.gap(since))
                attaching += match.attaching()[-1:]
                assert ada.read("link") == "open" and ada.read("status") == "online"
                undo(match, struck)
                if ROUNDS > 1:
                    match.reload()
            turns = match.expect_exactly_once()
        finally:
            match.watchers.close()
    figures = {
        "fault": fault, "turns": turns, "take to welcome, ms (p50, max)": attaching and [statistics.median(attaching), max(attaching)],
        "another stands by after, ms": round(statistics.median(again)),
        "longest time without news, ms": {
            what: {"n": len(values), "p50": round(statistics.median(values)), "max": round(max(values))} for what, values in gaps.items()},
    }
    print(json.dumps(figures))
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    (ARTIFACTS / f"standby-{fault.replace(' ', '-')}.json").write_text(json.dumps({**figures, "gaps": gaps}, indent=2))


def test_a_node_that_dies_leaves_its_players_to_bots(stack):
    """Nobody says goodbye for those who can only reach that node; the leader notices."""
    leader = stack.leader()["node"]
    near, far = [node for node in (1, 2, 3) if node != leader]

    async def run():
        async with Player([stack.gateway(near)], "Ada") as ada, Player([stack.gateway(far)], "Grace") as grace:
            await ada.done("create", mode="duel")
            await grace.done("join", code=ada.lobby["code"])
            await ada.done("start")
            for player in (ada, grace):
                await player.until(lambda: player.match["phase"] == "ready", "the match")
                await player.done("ready")
            await ada.until(lambda: ada.match["phase"] == "running" and ada.view and ada.view.tick > 10, "the start")
            of_grace = 1 - ada.match["you"]
            began = asyncio.get_running_loop().time()
            await asyncio.to_thread(stack.kill_node, far)
            await ada.until(lambda: ada.match["players"][of_grace]["standIn"], "the bot", 5)
            noticed = asyncio.get_running_loop().time() - began
            assert not ada.match["players"][of_grace]["connected"]
            await asyncio.to_thread(stack.start, far)
            await ada.until(lambda: ada.match["players"][of_grace]["connected"], "Grace, with her node", 20)
            assert not ada.match["players"][of_grace]["standIn"]
            await grace.until(lambda: grace.match["phase"] == "running" and grace.view.stream is not None, "the match again")
            return noticed

    print(f"a bot stands in {asyncio.run(run()) * 1000:.0f} ms after the node's death")
    stack.settled()


def test_a_simulation_that_dies_with_its_gateway_leaves_nobody_behind(stack):
    """Their node's consensus lives, so nobody misses the node: the restarted simulation says it itself."""
    leader = stack.leader()["node"]
    near, far = [node for node in (1, 2, 3) if node != leader]

    async def run():
        async with Player([stack.gateway(near)], "Ada") as ada, Player([stack.gateway(far)], "Grace") as grace:
            await ada.done("create", mode="duel")
            await grace.done("join", code=ada.lobby["code"])
            await ada.until(lambda: len(ada.lobby["members"]) == 2, "two")
            await asyncio.to_thread(lambda: [stack.kill(far, service) for service in ("gateway", "simulation")])
            await asyncio.to_thread(stack.start, far, "simulation")
            await ada.until(lambda: not ada.lobby["members"][1]["connected"], "the truth about Grace", 10)
            await asyncio.to_thread(stack.start, far, "gateway")
            await ada.until(lambda: ada.lobby["members"][1]["connected"], "Grace", 20)

    asyncio.run(run())
    stack.settled()
