import assert from "node:assert/strict";
import { test } from "node:test";
import { storeIn } from "../../src/net/storage";

function memory(isFull = false) {
    const kept = new Map<string, string>();
    return {
        kept,
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => {
            if (isFull) throw new DOMException("no room", "QuotaExceededError");
            kept.set(key, value);
        },
        removeItem: (key: string) => void kept.delete(key),
    };
}

test("what is stored is the browser's, so that other tabs and the next load see it", () => {
    const browser = memory();
    const store = storeIn(() => browser);
    store.set("a", "1");
    assert.equal(browser.kept.get("a"), "1");
    browser.setItem("a", "2");
    assert.equal(store.get("a"), "2");
    store.remove("a");
    assert.equal(store.get("a"), null);
});

test("where the browser forbids storage the page remembers until it is loaded again", () => {
    const store = storeIn(() => { throw new DOMException("denied", "SecurityError"); });
    assert.equal(store.get("a"), null);
    store.set("a", "1");
    assert.equal(store.get("a"), "1");
    store.remove("a");
    assert.equal(store.get("a"), null);
});

test("a full storage does not bring back what was there before", () => {
    const browser = memory(true);
    browser.kept.set("a", "old");
    const store = storeIn(() => browser);
    store.set("a", "new");
    assert.equal(store.get("a"), "new");
    store.remove("a");
    assert.equal(store.get("a"), null);
});
