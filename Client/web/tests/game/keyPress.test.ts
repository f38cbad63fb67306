/** One key press through the match and the session: what the page does first, with a browser of four functions around it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MatchGame } from "../../src/game/match";
import { ClientMatch } from "../../src/game/core/wasm";
import { welcome } from "../net/links";

const order: string[] = [];
const saved = new Map<string, string>();

class FakeSocket {
    static readonly OPEN = 1;
    static last: FakeSocket;
    readonly readyState = 1;
    onopen = () => {};
    onmessage = (_: { data: string }) => {};

    constructor(readonly url: string) { FakeSocket.last = this; }
    addEventListener(): void {}
    close(): void {}
    send(frame: string | Uint8Array): void {
        if (typeof frame !== "string") order.push("send");
    }
}

const storage = {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => {
        saved.set(key, value);
        order.push("save");
    },
    removeItem: (key: string) => void saved.delete(key),
};

test("a key is predicted first, then sent, then saved", async () => {
    const page = new URL("http://127.0.0.1:8080/?gateway=127.0.0.1:8080");
    Object.assign(globalThis, {
        location: page, document: { hidden: false, addEventListener: () => {} }, addEventListener: () => {}, WebSocket: FakeSocket,
        sessionStorage: storage, localStorage: storage, setInterval: () => 0,
    });
    const { Session } = await import("../../src/net/session");
    const session = new Session({ token: "t", user: { id: "17", name: "Ada", guest: true } }, { received: () => {}, linkChanged: () => {}, refusalKnown: () => {} });
    FakeSocket.last.onopen();
    FakeSocket.last.onmessage({ data: welcome() });
    assert.equal(session.connection.link.state, "open");

    const snake = { slot: 0, team: 0, alive: true, direction: 0, boostHeld: false, cells: [5] };
    const view = { zoneDepth: 0, snakes: [snake], tick: 3, over: false };
    const model = {
        hasState: true, started: () => {}, predict: () => 3, predicted: () => view, stamp: () => 4,
        add: (seq: number) => void order.push(`predict ${seq}`),
    };
    const game = new MatchGame(12n, model as unknown as ClientMatch, session);
    game.you = 0;
    game.started(0);
    order.length = 0;
    game.turn(1, 10);
    assert.deepEqual(order, ["predict 1", "send", "save"]);
    const kept = JSON.parse(saved.get("snaketron.session") ?? "null") as { outbox: { sent: number; entries: unknown[] } };
    assert.deepEqual(kept.outbox.entries, [{ seq: 1, kind: "input", matchID: "12", tick: 4, code: 1 }]);
    assert.equal(kept.outbox.sent, 1);
});
