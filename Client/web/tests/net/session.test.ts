import assert from "node:assert/strict";
import { test } from "node:test";
import { gatewaysOf, isRenewalDue, reachable, renewGuest } from "../../src/net/session";

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

const ada = { token: "old", user: { id: "17", name: "Ada", guest: true } };

test("a token is renewed once a day, whichever way this machine's clock is set", () => {
    const day = 24 * 3_600_000;
    assert.equal(isRenewalDue(ada, 0), true, "from a page that did not note it");
    assert.equal(isRenewalDue({ ...ada, renewed: 10 * day }, 10 * day), false);
    assert.equal(isRenewalDue({ ...ada, renewed: 10 * day }, 11 * day), false);
    assert.equal(isRenewalDue({ ...ada, renewed: 10 * day }, 11 * day + 1), true);
    assert.equal(isRenewalDue({ ...ada, renewed: 10 * day }, 9 * day - 1), true, "set back");
});

test("an account is gone only when the server says that it does not know it", async () => {
    const answers: [number, unknown, string][] = [
        [200, { token: "new", user: { id: 17, name: "Ada", guest: true } }, "renewed"],
        [401, { error: { code: "bad_token" } }, "gone"],
        [401, { error: { code: "token_expired" } }, "later"], [401, { error: { code: "token_early" } }, "later"],
        [401, "no JSON", "later"], [404, { error: { code: "not_found" } }, "later"],
        [429, { error: { code: "too_many_requests" } }, "later"], [503, { error: { code: "unavailable" } }, "later"],
        [500, {}, "later"], [200, {}, "later"], [0, null, "later"],
    ];
    const fetched = globalThis.fetch;
    try {
        for (const [status, body, expected] of answers) {
            globalThis.fetch = (async (_: unknown, options: { body: string }) => {
                assert.deepEqual(JSON.parse(options.body), { token: "old" });
                if (status === 0) throw new TypeError("the network is away");
                return {
                    ok: status === 200, status,
                    json: async () => { if (body === "no JSON") throw new SyntaxError(); return body; },
                };
            }) as unknown as typeof fetch;
            const renewal = await renewGuest(ada);
            if (typeof renewal === "string") assert.equal(renewal, expected, `${status} ${JSON.stringify(body)}`);
            else {
                assert.equal(expected, "renewed");
                assert.deepEqual([renewal.guest.token, renewal.guest.user.id], ["new", "17"]);
                assert.equal(isRenewalDue(renewal.guest, Date.now()), false);
            }
        }
    } finally {
        globalThis.fetch = fetched;
    }
});

test("a page that was built for another server goes there, unless a link names gateways of its own host", () => {
    const at = (search: string) => gatewaysOf(
        { protocol: "https:", host: "play.example", hostname: "play.example", search }, "wss://api.example/ws");
    assert.deepEqual(at(""), ["wss://api.example/ws"]);
    assert.deepEqual(at("?gateway=evil.example"), ["wss://api.example/ws"]);
    assert.deepEqual(at("?gateway=play.example:8081"), ["wss://play.example:8081/ws"]);
});
