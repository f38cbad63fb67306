/** A connection as the tests of it need it: what a gateway says, what was sent, and one with a standby. */
import assert from "node:assert/strict";
import { Connection, Effect } from "../../src/net/connection";
import { Outbox } from "../../src/net/outbox";

export const identity = { token: "t", session: "9f86d081884c7d65" };
export const urls = ["ws://a/ws", "ws://b/ws"];

export function connection(gateways = urls, outbox = new Outbox(), random = () => 1) {
    return new Connection(identity, gateways, outbox, random);
}

export function welcome(lastSeq = 0, node = "2"): string {
    return JSON.stringify({ type: "welcome", version: 1, user: { id: "17", name: "Ada", guest: true }, session: identity.session, lastSeq, node });
}

export function open(subject: Connection, now = 0): Effect[] {
    subject.start(now);
    subject.opened(now);
    return subject.receivedText(welcome(), now);
}

/** The frames sent, pings aside. */
export function sent(effects: Effect[]): unknown[] {
    return effects.flatMap((effect) => effect.do === "send" ? [typeof effect.frame === "string" ? JSON.parse(effect.frame) : effect.frame] : [])
        .filter((frame) => frame.type !== "ping");
}

/** The numbers in the hellos and takes among the effects. */
export function numbers(effects: Effect[]): number[] {
    return sent(effects).flatMap((frame) => {
        const { type, connection } = frame as { type?: string; connection?: number };
        return (type === "hello" || type === "take") && connection !== undefined ? [connection] : [];
    });
}

export const running = JSON.stringify({
    type: "match", id: "12", code: null, mode: "duel", phase: "running", remainingMs: 0, you: 0, players: [], commitment: "", seed: null, endReason: null,
});
export const update = Uint8Array.of(0x11, 12, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** In a running match with a standby socket at the other gateway, at time `now` + 1000. */
export function withStandby(gateways = urls, now = 0): Connection {
    const subject = connection(gateways);
    open(subject, now);
    subject.receivedText(running, now);
    const opened = subject.passed(now + 1).find((effect) => effect.do === "openStandby");
    assert.deepEqual(opened, { do: "openStandby", url: gateways[1] });
    assert.deepEqual(subject.standbyOpened(), [{
        do: "sendStandby",
        frame: JSON.stringify({ type: "hello", version: 1, token: "t", session: identity.session, standby: true }),
    }]);
    subject.standbyReceived('{"type":"standby","version":1}', now + 20);
    assert.equal(subject.standbyGateway, gateways[1]);
    subject.standbyReceived(JSON.stringify({ type: "pong", t: now + 20 }), now + 50);
    subject.receivedBinary(update, now + 999);
    return subject;
}
