import assert from "node:assert/strict";
import { test } from "node:test";
import { gatewaysOf } from "../src/net/session";

function page(search: string, protocol = "http:") {
    return gatewaysOf({ protocol, host: "127.0.0.1:8080", hostname: "127.0.0.1", search });
}

test("a page uses its own gateway, encrypted where the page is", () => {
    assert.deepEqual(page(""), ["ws://127.0.0.1:8080/ws"]);
    assert.deepEqual(page("", "https:"), ["wss://127.0.0.1:8080/ws"]);
});

test("other ports of the page's own host can be asked for", () => {
    assert.deepEqual(page("?gateway=127.0.0.1:8081,127.0.0.1:8082"), ["ws://127.0.0.1:8081/ws", "ws://127.0.0.1:8082/ws"]);
});

test("a link cannot send the player's token to another host", () => {
    for (const asked of ["evil.example", "127.0.0.1.evil.example:80", "127.0.0.1@evil.example", "127.0.0.1:80/x", "localhost:8081", "//evil.example"]) {
        assert.deepEqual(page(`?gateway=${encodeURIComponent(asked)}`), ["ws://127.0.0.1:8080/ws"], asked);
    }
});
