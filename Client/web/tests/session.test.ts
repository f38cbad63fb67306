import assert from "node:assert/strict";
import { test } from "node:test";
import { gatewaysOf, reachable } from "../src/net/session";

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

test("a page takes only gateways that it can reach", () => {
    const listed = ["ws://127.0.0.1:8080/ws", "ws://localhost:8081/ws", "ws://[::1]:8082/ws", "ws://192.168.1.5:8081/ws", "wss://a.example/ws",
        "http://a.example/ws", "nonsense", ""];
    const from = (page: string) => reachable(listed, new URL(page));
    assert.deepEqual(from("http://localhost:8080"), listed.slice(0, 5));
    assert.deepEqual(from("http://127.0.0.1:8080"), listed.slice(0, 5));
    assert.deepEqual(from("http://192.168.1.5:8080"), ["ws://192.168.1.5:8081/ws", "wss://a.example/ws"], "another's loopback is its own");
    assert.deepEqual(from("https://192.168.1.5"), ["wss://192.168.1.5:8081/ws", "wss://a.example/ws"]);
    assert.deepEqual(from("https://b.example"), ["wss://a.example/ws"], "no plain socket from an encrypted page");
});
