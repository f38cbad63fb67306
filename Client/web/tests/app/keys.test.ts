import assert from "node:assert/strict";
import { test } from "node:test";
import { actionKeys, keyName } from "../../src/app/keyboard/keyNames";
import { codeOf, HeldKeys, KeyPress } from "../../src/app/keyboard/keys";
import { preferences, standardKeys } from "../../src/app/saved/preferences";

const page = "page", button = "button", other = "another button";

/** What the page would let through, of presses as `down Space page`, `repeat Space button`, `up Space button`. */
function through(...presses: string[]): boolean[] {
    const held = new HeldKeys();
    return presses.map((press) => {
        const [what, code, ...target] = press.split(" ");
        const type: KeyPress["type"] = what === "up" ? "keyup" : "keydown";
        return !held.isForeign({ type, code: code ?? "", repeat: what === "repeat", target: target.join(" ") });
    });
}

test("a key that went down on a button presses that button", () => {
    for (const key of ["Space", "Enter", "NumpadEnter"]) {
        assert.deepEqual(through(`down ${key} ${button}`, `repeat ${key} ${button}`, `up ${key} ${button}`), [true, true, true]);
    }
});

test("a key held before a button appeared does not press it, neither while it repeats nor when it is let go", () => {
    for (const key of ["Space", "Enter", "NumpadEnter"]) {
        assert.deepEqual(through(`down ${key} ${page}`, `repeat ${key} ${button}`, `up ${key} ${button}`), [true, false, false]);
        assert.deepEqual(through(`down ${key} ${button}`, `repeat ${key} ${other}`, `up ${key} ${other}`), [true, false, false]);
    }
});

test("a key whose beginning the page has not seen was held before", () => {
    assert.deepEqual(through(`repeat Space ${button}`, `up Space ${button}`), [false, false]);
});

test("the next press of the same key counts", () => {
    assert.deepEqual(through(`down Space ${page}`, `up Space ${button}`, `down Space ${button}`, `up Space ${button}`), [true, false, true, true]);
});

test("other keys are none of its business", () => {
    assert.deepEqual(through(`repeat ArrowUp ${button}`, `up KeyW ${button}`), [true, true]);
});

test("a key counts by where it is, and by what it types where the keyboard does not tell", () => {
    assert.equal(codeOf({ code: "KeyW", key: "z" }), "KeyW", "as on a French layout");
    for (const code of ["", "Unidentified"]) {
        assert.deepEqual(["ArrowUp", "w", "W", "7", " ", "Shift", "Escape"].map((key) => codeOf({ code, key })),
            ["ArrowUp", "KeyW", "KeyW", "Digit7", "Space", "ShiftLeft", "Escape"]);
    }
});

test("each key has a name of its own; which Shift it is matters where only one of them does something", () => {
    const codes = Object.values(standardKeys).flat();
    assert.equal(new Set(codes.map(keyName)).size, codes.length, codes.map(keyName).join());
    assert.equal(actionKeys("boost", 4), "Space / Shift / Num 0");
    preferences.change({ keys: { ...standardKeys, boost: ["ShiftLeft"], names: ["ShiftRight"] } });
    assert.deepEqual([actionKeys("boost"), actionKeys("names")], ["Left Shift", "Right Shift"]);
    preferences.change({ keys: standardKeys });
});
