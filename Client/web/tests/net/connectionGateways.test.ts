import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../../src/net/connection";
import { connection, open, running, update, welcome } from "./links";

/** As the gateway of that name says it. */
const named = (name: string) => ({
    welcome: JSON.stringify({ ...JSON.parse(welcome()) as object, gateway: name }),
    standby: JSON.stringify({ type: "standby", version: 1, node: null, gateway: name }),
});

test("the gateway in use does not stand by under another address", () => {
    const subject = connection(["ws://localhost:8080/ws"]);
    subject.start(0);
    subject.learned(["ws://127.0.0.1:8080/ws", "ws://127.0.0.1:8081/ws"]);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    assert.deepEqual(subject.passed(1).find((effect) => effect.do === "openStandby"), { do: "openStandby", url: "ws://127.0.0.1:8080/ws" });
    subject.standbyOpened();
    assert.deepEqual(subject.standbyReceived(named("a").standby, 20).map((effect) => effect.do), ["dropStandby"]);
    assert.equal(subject.standbyGateway, null);
    assert.deepEqual(subject.passed(21).find((effect) => effect.do === "openStandby"), { do: "openStandby", url: "ws://127.0.0.1:8081/ws" });
    subject.standbyOpened();
    subject.standbyReceived(named("b").standby, 40);
    assert.equal(subject.standbyGateway, "ws://127.0.0.1:8081/ws");
});

test("where all addresses are one gateway's none stands by, and none is asked twice", () => {
    const subject = connection(["ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws"]);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    let opened = 0;
    for (let now = 1; now < 60_000; now += 25) {
        for (const effect of subject.passed(now)) {
            if (effect.do === "openStandby") {
                opened += 1;
                subject.standbyOpened();
                subject.standbyReceived(named("a").standby, now);
            }
            if (effect.do === "send" && typeof effect.frame === "string" && effect.frame.includes('"ping"')) {
                subject.receivedText(JSON.stringify({ type: "pong", t: (JSON.parse(effect.frame) as { t: number }).t }), now);
            }
        }
        subject.receivedBinary(update, now);
    }
    assert.equal(opened, 1);
});

/** A page behind a load balancer, in a running match, which answers each further socket as `answers` says; all standbys' times. */
function behindBalancer(answers: (count: number) => string | null, until: number): { subject: Connection; asked: number[] } {
    const subject = connection(["wss://play.example/ws"]);
    subject.start(0);
    subject.learned([], true);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    const asked: number[] = [];
    for (let now = 1; now < until; now += 25) {
        const effects = subject.passed(now);
        for (const effect of effects) {  // grows on the way
            if (effect.do === "openStandby") {
                assert.equal(effect.url, "wss://play.example/ws");
                asked.push(now);
                const name = answers(asked.length);
                if (name === null) subject.standbyClosed(now);
                else {
                    subject.standbyOpened();
                    effects.push(...subject.standbyReceived(named(name).standby, now));
                }
            }
            const frame = effect.do === "send" || effect.do === "sendStandby" ? effect.frame : "";
            if (typeof frame !== "string" || !frame.includes('"ping"')) continue;
            const pong = JSON.stringify({ type: "pong", t: (JSON.parse(frame) as { t: number }).t });
            if (effect.do === "send") subject.receivedText(pong, now);
            else subject.standbyReceived(pong, now);
        }
        subject.receivedBinary(update, now);
    }
    return { subject, asked };
}

test("behind a load balancer a standby is tried until it comes to another gateway, and then no more", () => {
    const { subject, asked } = behindBalancer((count) => count === 2 ? null : count < 4 ? "a" : "b", 20_000);
    assert.equal(asked.length, 4);
    assert.equal(subject.standbyGateway, "wss://play.example/ws");
    // Gateway a dies: the socket at b takes over, and the next standby may not stand at b.
    const effects = subject.closed(1006, "", 20_000);
    assert.deepEqual(effects.map((effect) => effect.do).slice(0, 2), ["promote", "send"]);
    subject.receivedText(named("b").welcome, 20_010);
    const opening = [];
    for (let now = 20_020; opening.length < 2; now += 25) {
        if (!subject.passed(now).some((effect) => effect.do === "openStandby")) continue;
        opening.push(now);
        subject.standbyOpened();
        subject.standbyReceived(named(opening.length === 1 ? "b" : "c").standby, now);
        assert.equal(subject.standbyGateway, opening.length === 1 ? null : "wss://play.example/ws");
        subject.receivedText('{"type":"queue","modes":[]}', now);
    }
});

test("where one gateway alone stands at the address, further tries become rare", () => {
    const { subject, asked } = behindBalancer(() => "a", 120_000);
    assert.equal(subject.standbyGateway, null);
    // 0.25 s, doubled each time up to 30 s.
    assert.ok(asked.length >= 8 && asked.length <= 12, `${asked.length} tries in two minutes`);
});

test("a single address that was listed is one gateway: none stands by there", () => {
    const subject = connection(["ws://127.0.0.1:8080/ws"]);
    open(subject);
    subject.learned(["ws://127.0.0.1:8080/ws"], false);
    subject.receivedText(running, 0);
    assert.deepEqual(subject.passed(10).filter((effect) => effect.do === "openStandby"), []);
});

test("the gateway that was left is the last to stand by under any of its addresses", () => {
    const subject = connection(["ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws", "ws://127.0.0.1:8081/ws", "ws://127.0.0.1:8082/ws"]);
    subject.start(0);
    subject.opened(0);
    subject.receivedText(named("a").welcome, 0);
    subject.receivedText(running, 0);
    subject.passed(1);
    subject.standbyOpened();
    subject.standbyReceived(named("a").standby, 20);
    subject.passed(21);
    subject.standbyOpened();
    subject.standbyReceived(named("b").standby, 40);
    subject.closed(1006, "", 1000);
    subject.receivedText(named("b").welcome, 1010);
    const asked = [];
    for (let now = 1600; asked.length < 3; now += 1000) {
        const opening = subject.passed(now).find((effect) => effect.do === "openStandby");
        if (opening?.do !== "openStandby") continue;
        asked.push(opening.url);
        subject.standbyClosed(now + 1);
        subject.receivedText('{"type":"queue","modes":[]}', now + 1);
    }
    assert.deepEqual(asked, ["ws://127.0.0.1:8082/ws", "ws://localhost:8080/ws", "ws://127.0.0.1:8080/ws"]);
});
