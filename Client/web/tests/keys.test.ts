import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldKeys, KeyPress } from "../src/app/keys";

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
