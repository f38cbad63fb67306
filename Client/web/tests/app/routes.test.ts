import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRoute, pathOf, Route, stepTo } from "../../src/app/navigation/routes";

const at = (address: string): Route => {
    const url = new URL(address, "http://x");
    return parseRoute(url);
};

test("each page has an address that leads to it", () => {
    for (const path of ["/", "/play/duel", "/play/2v2", "/play/ffa", "/lobby/ABCDE", "/match/12", "/replay/12-9f86d081884c7d65",
        "/replay/12-9f86d081884c7d65?t=83", "/watch", "/leaderboard/ranked-duel", "/leaderboard/casual-2v2/2026-4", "/cluster", "/settings"]) {
        assert.equal(pathOf(at(path)), path);
    }
});

test("links of older pages lead where they led", () => {
    assert.deepEqual(at("/?join=abcde"), { page: "lobby", code: "ABCDE" });
    assert.deepEqual(at("/?replay=12-9f86d081884c7d65"), { page: "replay", name: "12-9f86d081884c7d65", at: null });
});

test("an address that names nothing is home", () => {
    for (const path of ["/nothing", "/play", "/play/solo", "/play/chess", "/lobby/", "/lobby/AB", "/match/0", "/match/-1", "/match/123456789012345678901",
        "/replay/12", "/leaderboard/ranked-solo", "/leaderboard/best-duel", "/?join=", "/?replay=12"]) {
        assert.deepEqual(at(path), { page: "home" }, path);
    }
    assert.deepEqual(at("/leaderboard/ranked-ffa/2026-5"), { page: "leaderboard", ranked: true, mode: "ffa", season: null });
    assert.deepEqual(at("/replay/12-9f86d081884c7d65?t=x"), at("/replay/12-9f86d081884c7d65"));
});

test("Back leads to what the player came from, never into a queue or a match that is over", () => {
    /** The history after a walk from home by buttons, as paths. */
    const walk = (...paths: string[]): string[] => {
        const entries = ["/"];
        for (const path of paths) {
            const step = stepTo(at(entries[entries.length - 1] as string), at(path), entries[entries.length - 2] ?? null);
            if (step === "back") entries.pop();
            if (step === "push") entries.push(path);
            if (step === "replace") entries[entries.length - 1] = path;
        }
        return entries;
    };
    assert.deepEqual(walk("/play/duel", "/"), ["/"], "a queue that was left");
    assert.deepEqual(walk("/play/duel", "/match/1", "/match/1", "/"), ["/"], "a match, its result, home");
    assert.deepEqual(walk("/play/duel", "/match/1", "/play/duel", "/match/2"), ["/", "/match/2"], "new opponents");
    assert.deepEqual(walk("/lobby/ABCDE", "/match/1", "/match/2"), ["/", "/lobby/ABCDE", "/match/2"], "a lobby's second match");
    assert.deepEqual(walk("/lobby/ABCDE", "/match/1", "/lobby/ABCDE"), ["/", "/lobby/ABCDE"]);
    assert.deepEqual(walk("/lobby/ABCDE", "/"), ["/"]);
    assert.deepEqual(walk("/watch", "/match/1", "/watch"), ["/", "/watch"]);
    assert.deepEqual(walk("/match/1", "/replay/12-9f86d081884c7d65", "/match/1"), ["/", "/match/1"], "a replay and back to the result");
    assert.deepEqual(walk("/leaderboard/casual-duel", "/leaderboard/ranked-ffa", "/"), ["/"], "boards are one page");
    assert.deepEqual(walk("/lobby/ABCDE", "/settings", "/lobby/ABCDE"), ["/", "/lobby/ABCDE"]);
});
