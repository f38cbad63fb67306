"""Whatever comes in from outside: one clear error in the right place, and nobody else notices anything."""
import base64
import hashlib
import hmac
import json
import os
import random
import socket
import time

import pytest
from System.stack import Stack, http, tool, wait_for
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


def guest(base: str, name: str = "Ada") -> str:
    status, text = http(base + "/api/auth/guest", {"name": name})
    assert status == 200, text
    return json.loads(text)["token"]


def open_socket(base: str):
    return connect(base.replace("http", "ws") + "/ws", subprotocols=["snaketron.v1"], open_timeout=5)


def hello(token: str, session: str | None = None) -> str:
    session = session or f"{random.getrandbits(64) | 1:016x}"
    return json.dumps({"type": "hello", "version": 1, "token": token, "session": session})


def receive(ws, kind: str, seconds: float = 5) -> dict:
    deadline = time.monotonic() + seconds
    while True:
        message = ws.recv(timeout=max(0.01, deadline - time.monotonic()))
        if isinstance(message, str) and json.loads(message)["type"] == kind:
            return json.loads(message)


@pytest.fixture
def bystander(stack):
    """Somebody else's healthy connection; it must still be answered after the attack."""
    with open_socket(stack.gateway(1)) as ws:
        ws.send(hello(guest(stack.gateway(1), "Bystander")))
        receive(ws, "welcome")
        yield ws
        ws.send(json.dumps({"type": "ping", "t": 7}))
        assert receive(ws, "pong")["t"] == 7


def closing(ws, seconds: float = 8):
    """(code, reason, texts received before the close)."""
    texts = []
    try:
        deadline = time.monotonic() + seconds
        while True:
            message = ws.recv(timeout=max(0.01, deadline - time.monotonic()))
            if isinstance(message, str):
                texts.append(json.loads(message))
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006, closed.rcvd.reason if closed.rcvd else "", texts


def forge(secret: bytes, claims: dict, algorithm: str = "HS256") -> str:
    def part(value) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    body = part({"alg": algorithm, "typ": "JWT"}) + "." + part(claims)
    mac = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    signature = "" if algorithm == "none" else base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
    return body + "." + signature


def test_tokens_that_are_not_ours(stack, bystander):
    secret = (stack.home / "jwt-secret").read_bytes()
    good = guest(stack.gateway(1))
    header, claims, signature = good.split(".")
    real = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    now = int(time.time())
    bad = {
        "forged": forge(b"x" * 64, real),
        "no algorithm": forge(secret, real, "none"),
        "expired": forge(secret, {**real, "iat": now - 7200, "exp": now - 3600}),
        "changed": header + "." + claims[:-2] + ("AA" if claims[-2:] != "AA" else "BB") + "." + signature,
        "empty": "", "not a token": "a.b", "huge": "a" * 3000,
    }
    for what, token in bad.items():
        with open_socket(stack.gateway(1)) as ws:
            ws.send(hello(token))
            code, reason, texts = closing(ws)
            errors = [t for t in texts if t["type"] == "error"]
            assert code not in (1000, 1005, 1006, 1011), f"{what}: closed with {code} {reason}"
            assert errors and errors[-1]["message"], f"{what}: no error before the close"
            assert not any(t["type"] == "welcome" for t in texts), what


def test_text_that_is_not_the_protocol(stack, bystander):
    for what, text in {
        "not JSON": "{]", "not an object": "[1]", "unknown type": '{"type":"fly"}', "nothing": "",
        "deep": "[" * 2000, "number for a name": '{"type":"join","code":5}',
        "negative sequence": '{"type":"ready","seq":-1}', "huge sequence": '{"type":"ready","seq":1e400}',
    }.items():
        with open_socket(stack.gateway(1)) as ws:
            ws.send(hello(guest(stack.gateway(1))))
            receive(ws, "welcome")
            ws.send(text)
            answers = []
            try:
                ws.send(json.dumps({"type": "ping", "t": 1}))  # which may find it closed already
                while not answers or answers[-1]["type"] != "pong":
                    message = ws.recv(timeout=5)
                    if isinstance(message, str):
                        answers.append(json.loads(message))
            except ConnectionClosed as closed:
                assert closed.rcvd and closed.rcvd.code in (1003, 1007, 1008), f"{what}: {closed}"
                assert closed.rcvd.reason, f"{what}: closed without a reason"
                continue
            assert any(a["type"] == "error" and a["message"] for a in answers), f"{what}: no error in {answers}"


def test_a_command_with_a_readable_sequence_has_its_outcome_and_the_socket_stays_open(stack, bystander):
    with open_socket(stack.gateway(1)) as ws:
        ws.send(hello(guest(stack.gateway(1))))
        receive(ws, "welcome")
        for seq, text in enumerate([
                '{"type":"fly","seq":1}', '{"type":"join","seq":2,"code":5}', '{"type":"ready","seq":3,]', '{"seq":4}',
                r'{"type":"join","seq":5,"code":"\ud83d"}', '{"type":"ready","seq":6,"deep":' + "[" * 500 + "}"], start=1):
            ws.send(text)
            outcome = receive(ws, "outcome")
            assert (outcome["seq"], outcome["ok"], outcome["code"]) == (seq, False, "invalid"), text


def test_unknown_match_code(stack, bystander):
    with open_socket(stack.gateway(2)) as ws:
        ws.send(hello(guest(stack.gateway(2))))
        receive(ws, "welcome")
        ws.send(json.dumps({"type": "join", "seq": 1, "code": "ZZZZZ"}))
        outcome = receive(ws, "outcome")
        assert outcome["seq"] == 1 and outcome["ok"] is False and outcome["code"] == "unknown_code"
        assert "ZZZZZ" in outcome["message"] or outcome["message"]


def test_garbled_websocket_frames(stack, bystander):
    """RFC 6455: reserved bits and opcodes, unmasked frames, oversized and fragmented control frames, bad UTF-8."""
    for what, frame in {
        "reserved bit": bytes([0xF1, 0x80, 0, 0, 0, 0]), "reserved opcode": bytes([0x83, 0x80, 0, 0, 0, 0]),
        "unmasked": bytes([0x81, 0x02]) + b"hi", "long ping": bytes([0x89, 0xFE, 0x00, 0xFF, 0, 0, 0, 0]) + b"x" * 255,
        "fragmented ping": bytes([0x09, 0x80, 0, 0, 0, 0]), "stray continuation": bytes([0x80, 0x80, 0, 0, 0, 0]),
        "not UTF-8": bytes([0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28]),
        "5 KiB": bytes([0x82, 0xFE, 0x14, 0x00, 0, 0, 0, 0]) + b"x" * 5120,
        "2^63 bytes": bytes([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    }.items():
        with socket.create_connection(("127.0.0.1", 8080), timeout=8) as raw:
            raw.sendall(b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        b"Sec-WebSocket-Protocol: snaketron.v1\r\n\r\n")
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += raw.recv(4096)
            assert b" 101 " in answer.split(b"\r\n")[0], answer
            raw.sendall(frame)
            rest = answer.split(b"\r\n\r\n", 1)[1]
            while chunk := raw.recv(4096):  # until the server closes; a timeout fails the test
                rest += chunk
            close = rest[rest.rindex(0x88):]
            code = int.from_bytes(close[2:4], "big")
            assert code in (1002, 1003, 1007, 1008, 1009), f"{what}: close code {code}"


def test_http_requests_that_are_wrong(stack, bystander):
    base = stack.gateway(1)
    for body, wanted in ((b"{", 400), (b"[]", 400), (json.dumps({"name": ""}).encode(), 400),
                         (json.dumps({"name": "x" * 17}).encode(), 400), (json.dumps({"name": "a\u0000b"}).encode(), 400),
                         (json.dumps({"nom": "Ada"}).encode(), 400), (b'{"name":"' + b"x" * 40_000 + b'"}', 413)):
        status, text = http(base + "/api/auth/guest", body)
        assert status == wanted, (body[:40], status, text)
        assert json.loads(text)["error"]["message"]
    assert http(base + "/api/auth/guest")[0] == 405
    assert http(base + "/api/nothing")[0] == 404
    assert http(base + "/../../../etc/passwd")[0] in (400, 404)
    assert http(base + "/%2e%2e/%2e%2e/etc/passwd")[0] in (400, 404)
    assert http(base + "/ws")[0] in (400, 426)


def test_random_bytes_on_the_internal_ports(stack, bystander):
    before = {n["node"]: n["term"] for n in stack.status()}
    generator = random.Random(50051)
    sockets = []
    for node in (1, 2, 3):
        for port in (50051, 50052, 50053, 50054):
            for attempt in range(4):
                raw = socket.create_connection((f"127.0.0.{node}", port), timeout=5)
                noise = generator.randbytes(2000)
                # Once as it is, once behind a valid HTTP/2 preface, once as a TLS hello's beginning, once silent.
                raw.sendall((b"", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01", None)[attempt] + noise
                            if attempt < 3 else b"")
                sockets.append((node, port, attempt, raw))
    for node, port, attempt, raw in sockets:
        if attempt < 3:
            raw.settimeout(20)
            try:
                while raw.recv(4096):
                    pass
            except ConnectionResetError:
                pass  # closed with our bytes unread
            except TimeoutError:
                raise AssertionError(f"node {node} port {port} kept a garbled connection ({attempt}) open")
        raw.close()
    after = stack.status()
    assert {n["node"]: n["term"] for n in after} == before, "noise must not cause an election"
    assert all(n["ready"] for n in after)


def test_a_port_in_use_is_named(tmp_path, stack):
    second = Stack(tmp_path / "second")
    done = second.run("up", "--detach", check=False)
    assert done.returncode != 0
    assert "in use" in done.stderr and "8080" in done.stderr


def test_a_second_process_on_the_same_ports_says_so(tmp_path):
    import subprocess
    from pathlib import Path
    with socket.create_server(("127.0.0.9", 50054)):
        done = subprocess.run(
            [Path(tool()).parent / "snaketron-registry"], capture_output=True, text=True, timeout=30,
            env={"BIND_ADDR": "127.0.0.9", "LOOPBACK_ADDR": "127.0.0.9", "ADVERTISE_ADDR": "127.0.0.9",
                 "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]})
    assert done.returncode == 69, done.stderr
    assert "in use" in done.stderr and "50054" in done.stderr
