import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff } from "../../src/net/backoff";

test("a page asks for its rating often at first, then every five seconds, and not for ever", () => {
    const all = [...backoff()];
    const seconds = all.reduce((sum, pause) => sum + pause, 0) / 1000;
    assert.ok(seconds > 110 && seconds <= 120, `${seconds} s`);
    assert.ok(all[0] < 1000 && all.every((pause, index) => index === 0 || pause >= all[index - 1]));
    assert.equal(all.at(-1), 5000);
});
