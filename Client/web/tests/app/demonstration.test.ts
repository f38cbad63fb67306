import assert from "node:assert/strict";
import test from "node:test";
import { asked, toldLobby } from "../../src/app/demonstration";

test("only the lobby that was made for it is started", () => {
    const demonstration = asked("KX4QZ");
    for (const told of ["KX4QZ", null]) assert.deepEqual(toldLobby(demonstration, told), { next: demonstration, starts: false });
    assert.deepEqual(toldLobby(demonstration, "ABCDE"), { next: { step: "shown", code: "ABCDE" }, starts: true });
    assert.deepEqual(toldLobby(asked(null), "ABCDE"), { next: { step: "shown", code: "ABCDE" }, starts: true });
});

test("its lobby is started once, and another one never", () => {
    const shown = toldLobby(asked(null), "ABCDE").next;
    assert.deepEqual(toldLobby(shown, "ABCDE"), { next: shown, starts: false });
    assert.deepEqual(toldLobby(shown, "KX4QZ"), { next: null, starts: false });
    assert.deepEqual(toldLobby(shown, null), { next: null, starts: false });
    assert.deepEqual(toldLobby(null, "KX4QZ"), { next: null, starts: false });
});
