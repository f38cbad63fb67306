import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStep } from "../../src/app/lesson";
import { assign, readPreferences, standard, standardKeys } from "../../src/app/saved/preferences";
import { PadState, readGamepad } from "../../src/game/input/gamepad";
import { keyMap } from "../../src/game/input/input";

test("what cannot be used of what was kept is as it was at first", () => {
    assert.deepEqual(readPreferences(null), standard);
    for (const text of ["", "{", "null", "[]", "3", '{"volume":2,"palette":"pink","textSize":99,"touch":7,"keys":{"up":[]},"muted":"yes","language":"../x"}']) {
        assert.deepEqual(readPreferences(text), standard, text);
    }
    const kept = { ...standard, volume: 0, palette: "grey" as const, keys: { ...standardKeys, boost: ["KeyB"] }, taught: true, language: "de" };
    assert.deepEqual(readPreferences(JSON.stringify(kept)), kept);
});

test("a key does one thing, and no action is left without one", () => {
    const keys = assign(standardKeys, "up", "Space");
    assert.equal(keyMap(keys).get("Space"), 0);
    assert.ok(!keys.boost.includes("Space"));
    assert.equal(assign({ ...standardKeys, names: ["KeyN"] }, "up", "KeyN").names.length, 1, "its only key is not taken from an action");
    for (const code of ["Escape", "Tab", "Enter", "", "a b", "x".repeat(30)]) assert.equal(assign(standardKeys, "up", code), standardKeys, code);
    let many = standardKeys;
    for (const code of ["KeyI", "KeyO", "KeyP", "KeyU"]) many = assign(many, "up", code);
    assert.deepEqual(many.up, ["KeyI", "KeyO", "KeyP", "KeyU"], "the oldest goes");
});

test("two actions never share a key, whatever was kept", () => {
    const { keys } = readPreferences(JSON.stringify({ keys: { up: ["KeyX"], down: ["KeyX", "KeyY"] } }));
    assert.deepEqual([keys.up, keys.down], [["KeyX"], ["KeyY"]]);
});

test("the number pad and the letters turn as the arrows do", () => {
    const map = keyMap(standardKeys);
    assert.deepEqual(["Numpad8", "Numpad6", "Numpad2", "Numpad4"].map((code) => map.get(code)), [0, 1, 2, 3]);
    assert.deepEqual(["KeyW", "KeyD", "KeyS", "KeyA"].map((code) => map.get(code)), [0, 1, 2, 3]);
    assert.equal(map.get("Numpad0"), "boost");
});

const idle: PadState = { direction: null, boost: false, sector: null };
function pad(x: number, y: number, ...pressed: number[]) {
    return { axes: [x, y], buttons: Array.from({ length: 16 }, (_, index) => ({ pressed: pressed.includes(index) })) };
}

test("the cross and the stick turn, the stick with a dead zone that it must leave anew", () => {
    assert.deepEqual([12, 15, 13, 14].map((button) => readGamepad(pad(0, 0, button), idle).direction), [0, 1, 2, 3]);
    assert.deepEqual([[0, -1], [1, 0], [0, 1], [-1, 0]].map(([x, y]) => readGamepad(pad(x as number, y as number), idle).direction), [0, 1, 2, 3]);
    assert.equal(readGamepad(pad(0.4, 0), idle).direction, null);
    assert.equal(readGamepad(pad(0.4, 0), { ...idle, direction: 1 }).direction, 1, "held until it is let go");
    assert.equal(readGamepad(pad(0.3, 0), { ...idle, direction: 1 }).direction, null);
    assert.equal(readGamepad(pad(0.7, 0.72), { ...idle, direction: 1 }).direction, 1, "a diagonal changes nothing");
    assert.equal(readGamepad(pad(0, 0, 7), idle).boost, true);
    assert.deepEqual(readGamepad({ axes: [], buttons: [] }, idle), idle);
});

test("the right stick shows an emote once, where it was pushed to, and again after it was let go", () => {
    const at = (x: number, y: number, before: number | null = null) => readGamepad({ axes: [0, 0, x, y], buttons: [] }, { ...idle, sector: before }).sector;
    const turned = (degrees: number) => at(Math.sin(degrees * Math.PI / 180), -Math.cos(degrees * Math.PI / 180));
    assert.deepEqual([0, 60, 120, 180, 240, 300, 359].map(turned), [0, 1, 2, 3, 4, 5, 0]);
    assert.equal(at(0.5, 0), null, "not far enough");
    assert.equal(at(0, 1, 2), 2, "elsewhere without being let go");
    assert.equal(at(0.4, 0.2, 2), 2);
    assert.equal(at(0.2, 0.1, 2), null);
});

test("the lesson goes on by what was done, and passes over what was done before", () => {
    const deeds = { turns: 0, carried: 0, banked: 0, hasBoosted: false };
    assert.equal(nextStep("turn", deeds), "turn");
    assert.equal(nextStep("turn", { ...deeds, turns: 3 }), "bank");
    assert.equal(nextStep("turn", { ...deeds, turns: 3, banked: 2 }), "boost");
    assert.equal(nextStep("bank", { ...deeds, turns: 9, hasBoosted: true }), "bank");
    assert.equal(nextStep("turn", { turns: 5, carried: 0, banked: 1, hasBoosted: true }), null);
});
