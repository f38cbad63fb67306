"""The bytes of the crowd: WebSockets over asyncio's own transport, one HTTP request, varints."""
import asyncio
import base64
import hashlib
import json
import os
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from System.crowd.player import Player


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def forwarded(address: str | None) -> bytes:
    """What a proxy adds to a request from that address."""
    return f"X-Forwarded-For: {address}\r\n".encode() if address else b""


class Socket(asyncio.Protocol):
    """One WebSocket, RFC 6455. `owner` is told `opened`, `received(socket, is_text, payload)` and `closed`, in order."""

    def __init__(self, owner: "Player", base: str):
        self.owner, self.base = owner, base
        self.transport: asyncio.Transport | None = None
        self.buffer, self.parts = bytearray(), bytearray()
        self.opened = self.over = False
        self.code: int | None = None
        self.reason = ""
        self.heard = time.monotonic()
        self.asked: float | None = None  # when a ping went up that nothing answered yet
        self.role, self.said_draining = "main", False
        self.ready = False  # welcomed, or a standby that was answered
        self.stalled = False  # its gateway reaches no world that moves

    @property
    def can_be_taken(self) -> bool:
        return self.ready and not self.stalled

    async def connect(self) -> None:
        host = urlsplit(self.base)
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.create_connection(lambda: self, host.hostname, host.port), 2)
        except (OSError, TimeoutError) as error:
            self.reason = f"no connection: {error!r}"
            self.connection_lost(None)

    def connection_made(self, transport) -> None:
        self.transport = transport
        if self.over:
            transport.abort()
            return
        key = base64.b64encode(os.urandom(16))
        self.accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        transport.write(b"GET /ws HTTP/1.1\r\nHost: " + urlsplit(self.base).netloc.encode() + b"\r\nUpgrade: websocket\r\n"
                        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: snaketron.v1\r\n"
                        b"Sec-WebSocket-Key: " + key + b"\r\n" + forwarded(self.owner.address) + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.heard = time.monotonic()
        if self.asked is not None:
            self.owner.trips.append(self.heard - self.asked)
            self.asked = None
        buffer = self.buffer
        buffer += data
        if not self.opened:
            head, rest, body = buffer.partition(b"\r\n\r\n")
            if not rest:
                return
            if not head.startswith(b"HTTP/1.1 101 ") or self.accept not in head:
                self.reason = f"refused: {bytes(head).splitlines()[0].decode(errors='replace')}"
                self.transport.abort()
                return
            self.opened, self.buffer = True, body
            buffer = self.buffer
            self.owner.opened(self)
        at, size = 0, len(buffer)
        while size - at >= 2 and not self.over:
            first, length = buffer[at], buffer[at + 1]
            start = at + 2
            if length == 126:
                if size - at < 4:
                    break
                length, start = int.from_bytes(buffer[at + 2:at + 4], "big"), at + 4
            elif length == 127:
                if size - at < 10:
                    break
                length, start = int.from_bytes(buffer[at + 2:at + 10], "big"), at + 10
            if size - start < length:
                break
            payload = bytes(buffer[start:start + length])
            at = start + length
            self._frame(first & 0x0F, bool(first & 0x80), payload)
        del buffer[:at]

    def _frame(self, opcode: int, final: bool, payload: bytes) -> None:
        if opcode == 9:
            self._write(10, payload)
        elif opcode == 8:
            self.code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
            self.reason = payload[2:].decode(errors="replace")
            self._write(8, payload[:2])
            self.transport.close()
        elif opcode in (0, 1, 2):
            if opcode:
                self.kind = opcode
            self.parts += payload
            if final:
                whole, self.parts = bytes(self.parts), bytearray()
                self.owner.received(self, self.kind == 1, whole)

    def _write(self, opcode: int, payload: bytes) -> None:
        if self.over or not self.opened or self.transport.is_closing():
            return
        size, mask = len(payload), os.urandom(4)
        header = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
        key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        self.transport.write(header + mask + (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big"))

    def send(self, frame: str | bytes) -> None:
        self._write(*((1, frame.encode()) if isinstance(frame, str) else (2, frame)))

    def ask(self, now: float) -> None:
        """A ping, once until something is heard."""
        if self.asked is None and self.opened:
            self.asked = now
            self.send('{"type":"ping","t":0}')

    def close(self) -> None:
        """Closed in order, and not heard any more."""
        if not self.over:
            self._write(8, (1000).to_bytes(2, "big"))
            self.role = "left"
            if self.transport:
                self.transport.close()

    def connection_lost(self, error) -> None:
        if not self.over:
            self.over = True
            self.reason = self.reason or repr(error)
            self.owner.closed(self)


async def post(base: str, path: str, body: dict, address: str | None = None) -> tuple[int, dict]:
    """One HTTP request; (status, JSON)."""
    host, data = urlsplit(base), json.dumps(body).encode()
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(host.hostname, host.port)
        try:
            writer.write(f"POST {path} HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Type: application/json\r\nConnection: close\r\n"
                         f"Content-Length: {len(data)}\r\n".encode() + forwarded(address) + b"\r\n" + data)
            answer = await reader.read()
        finally:
            writer.close()
    head, _, text = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(text)
