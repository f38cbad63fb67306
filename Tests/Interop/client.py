"""A gRPC client of another make (grpcio) against the server of RPCTests (service test.Echo).

Usage: client.py PORT CASE [CA CERTIFICATE KEY]. Prints "ok" and ends with 0, or says what is wrong.
"""

import queue
import sys
import threading
import time

import grpc


def connect(port, files):
    options = [("grpc.max_receive_message_length", 8 << 20), ("grpc.max_send_message_length", 8 << 20)]
    if not files:
        return grpc.insecure_channel(f"127.0.0.1:{port}", options=options)
    read = [open(name, "rb").read() for name in files]
    credentials = grpc.ssl_channel_credentials(
        root_certificates=read[0], private_key=read[2] if len(read) > 2 else None,
        certificate_chain=read[1] if len(read) > 1 else None)
    return grpc.secure_channel(
        f"127.0.0.1:{port}", credentials, options=options + [("grpc.ssl_target_name_override", "echo")])


def ask(question, answer):
    """Waits for the test, which knows the server's side."""
    print(question, flush=True)
    assert sys.stdin.readline().strip() == answer


def case_unary(channel):
    call = channel.unary_unary("/test.Echo/Unary")
    for size in (0, 1, 1000, 70_000):
        payload = bytes(i & 255 for i in range(size))
        assert call(payload, timeout=10) == payload


def case_large(channel):
    payload = bytes(i * 7 & 255 for i in range(1 << 20)) * 4
    assert channel.unary_unary("/test.Echo/Unary")(payload, timeout=20) == payload


def case_too_large(channel):
    try:
        channel.unary_unary("/test.Echo/Unary")(bytes((4 << 20) + 1), timeout=20)
        raise AssertionError("a message over 4 MiB was taken")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error


def case_status(channel):
    for number in range(1, 17):
        message = "nein, 100% größer \U0001f40d\n" * 2
        try:
            channel.unary_unary("/test.Echo/Unary")(
                b"", timeout=10, metadata=(("want-status", str(number)), ("want-message-bin", message.encode())))
            raise AssertionError("no error")
        except grpc.RpcError as error:
            assert error.code().value[0] == number, error
            assert error.details() == message, error.details()
    details = bytes(range(256))
    try:
        channel.unary_unary("/test.Echo/Unary")(
            b"", timeout=10, metadata=(("want-status", "9"), ("want-details-bin", details)))
        raise AssertionError("no error")
    except grpc.RpcError as error:
        assert dict(error.trailing_metadata())["grpc-status-details-bin"] == details, error.trailing_metadata()


def case_stream(channel):
    messages = [bytes([n & 255]) * n for n in range(500)]
    call = channel.stream_stream("/test.Echo/Stream")(iter(messages), timeout=10, metadata=(
        ("name", "value"), ("twice", "1"), ("twice", "2"), ("name-bin", b"\x00\x01\xff")))
    assert list(call) == messages
    initial = [tuple(pair) for pair in call.initial_metadata()]
    for pair in (("name", "value"), ("twice", "1"), ("twice", "2"), ("name-bin", b"\x00\x01\xff")):
        assert pair in initial, initial
    assert ("trailer-bin", b"\x00\xff") in [tuple(pair) for pair in call.trailing_metadata()]


def case_interleaved(channel):
    """Each message waits for the answer to the one before."""
    sent = queue.Queue()
    call = channel.stream_stream("/test.Echo/Stream")(iter(sent.get, None), timeout=20)
    for n in range(200):
        sent.put(b"%d" % n)
        assert next(call) == b"%d" % n
    sent.put(None)
    assert list(call) == []


def case_deadline(channel):
    start = time.monotonic()
    try:
        channel.unary_unary("/test.Echo/Hang")(b"", timeout=0.3)
        raise AssertionError("no deadline")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error
    assert 0.25 < time.monotonic() - start < 5


def case_cancel(channel):
    call = channel.unary_unary("/test.Echo/Hang").future(b"", timeout=20)
    ask("started?", "started")
    call.cancel()
    sent = queue.Queue()
    stream = channel.stream_stream("/test.Echo/Stream")(iter(sent.get, None))
    sent.put(b"1")
    assert next(stream) == b"1"
    stream.cancel()
    sent.put(None)
    assert channel.unary_unary("/test.Echo/Unary")(b"still here", timeout=10) == b"still here"


def case_concurrent(channel, streams=250):
    call = channel.unary_unary("/test.Echo/Unary")
    futures = [(n, call.future(b"%d" % n, timeout=20)) for n in range(2 * streams)]
    for n, future in futures:
        assert future.result() == b"%d" % n
    queues = [queue.Queue() for _ in range(streams)]
    opened = [channel.stream_stream("/test.Echo/Stream")(iter(q.get, None), timeout=60) for q in queues]
    for n, q in enumerate(queues):
        q.put(b"%d" % n)
    for n, stream in enumerate(opened):
        assert next(stream) == b"%d" % n
    for q in queues:
        q.put(None)
    for stream in opened:
        assert list(stream) == []


def case_thousand(channel):
    """All of them open at once: each has had an answer before the first is ended."""
    case_concurrent(channel, 1000)


def case_slow_reader(channel):
    """64 MiB through a stream whose reader sleeps first: held back by flow control, then whole."""
    sent = threading.Event()

    def requests():
        for _ in range(1024):
            yield bytes(64 << 10)
        sent.set()

    call = channel.stream_stream("/test.Echo/Stream")(requests(), timeout=60)
    assert not sent.wait(1), "64 MiB were taken while nobody read the answers"
    assert sum(len(message) for message in call) == 64 << 20
    assert sent.is_set()


def case_unknown(channel):
    for path in ("/test.Echo/Nothing", "/no.Service/Unary"):
        try:
            channel.unary_unary(path)(b"", timeout=10)
            raise AssertionError("an unknown method answered")
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def case_gzip(channel):
    try:
        channel.unary_unary("/test.Echo/Unary")(b"a" * 1000, timeout=10, compression=grpc.Compression.Gzip)
        raise AssertionError("gzip was taken")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def case_health(channel):
    check = channel.unary_unary("/grpc.health.v1.Health/Check")
    assert check(b"", timeout=10) == b"\x08\x01"
    assert check(b"\x0a\x09test.Echo", timeout=10) == b"\x08\x01", "a service is as healthy as its process"
    try:
        check(b"\x0a\x04none", timeout=10)
        raise AssertionError("an unknown service is healthy")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.NOT_FOUND, error
    watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"", timeout=10)
    assert next(watch) == b"\x08\x01"
    watch.cancel()


def case_drain(channel):
    """The open stream is finished, a new call is not begun."""
    sent = queue.Queue()
    stream = channel.stream_stream("/test.Echo/Stream")(iter(sent.get, None), timeout=20)
    sent.put(b"before")
    assert next(stream) == b"before"
    states = queue.Queue()
    channel.subscribe(states.put)
    while states.get(timeout=10) is not grpc.ChannelConnectivity.READY:
        pass
    ask("draining?", "draining")
    assert states.get(timeout=10) is not grpc.ChannelConnectivity.READY, "GOAWAY"
    sent.put(b"after")
    assert next(stream) == b"after"
    try:
        channel.unary_unary("/test.Echo/Unary")(b"new", timeout=2)
        raise AssertionError("a draining server took a new call")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.UNAVAILABLE, error
    sent.put(None)
    assert list(stream) == []


def case_refused(channel):
    """The certificates do not satisfy the server."""
    try:
        channel.unary_unary("/test.Echo/Unary")(b"", timeout=3)
        raise AssertionError("the server took a stranger")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.UNAVAILABLE, error


with connect(sys.argv[1], sys.argv[3:]) as channel:
    globals()["case_" + sys.argv[2]](channel)
print("ok", flush=True)
