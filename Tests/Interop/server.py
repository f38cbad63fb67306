"""A gRPC server of another make (grpcio) for RPCTests: generic handlers, bytes in, bytes out.

Prints its port; ends when its standard input does. Usage: server.py [--tls CERTIFICATE KEY [CA]]
With CA, clients must show a certificate.
"""

import concurrent.futures
import sys
import threading
import time

import grpc


def unary(request, context):
    metadata = dict(context.invocation_metadata())
    context.send_initial_metadata((("initial", "yes"), ("initial-bin", b"\x00\xff")))
    context.set_trailing_metadata((("echo", metadata.get("name", "")), ("echo-bin", metadata.get("name-bin", b""))))
    if "want-details-bin" in metadata:
        context.set_trailing_metadata((("grpc-status-details-bin", metadata["want-details-bin"]),))
    if "want-status" in metadata:
        code = {c.value[0]: c for c in grpc.StatusCode}[int(metadata["want-status"])]
        context.abort(code, metadata.get("want-message-bin", b"").decode())
    return request


def hang(request, context):
    while context.is_active():
        time.sleep(0.01)
    return b""


def stream(requests, context):
    for request in requests:
        yield request


def count(request, context):
    """Server streaming: as many messages as the request says, of 1 KiB."""
    for _ in range(int(request)):
        yield bytes(1024)


def early(requests, context):
    """Answers after the first message, without waiting for the end."""
    next(requests)
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, "enough")


def remaining(request, context):
    """The deadline as the server sees it, in milliseconds."""
    return str(int(context.time_remaining() * 1000)).encode()


def total(requests, context):
    return str(sum(len(request) for request in requests)).encode()


handlers = grpc.method_handlers_generic_handler("test.Peer", {
    "Unary": grpc.unary_unary_rpc_method_handler(unary),
    "Hang": grpc.unary_unary_rpc_method_handler(hang),
    "Stream": grpc.stream_stream_rpc_method_handler(stream),
    "Count": grpc.unary_stream_rpc_method_handler(count),
    "Early": grpc.stream_stream_rpc_method_handler(early),
    "Remaining": grpc.unary_unary_rpc_method_handler(remaining),
    "Total": grpc.stream_unary_rpc_method_handler(total),
})

server = grpc.server(
    concurrent.futures.ThreadPoolExecutor(max_workers=1100),
    options=[("grpc.max_receive_message_length", 8 << 20), ("grpc.max_send_message_length", 8 << 20)])
server.add_generic_rpc_handlers((handlers,))
if len(sys.argv) > 1:
    read = [open(name, "rb").read() for name in sys.argv[2:]]
    credentials = grpc.ssl_server_credentials(
        [(read[1], read[0])], root_certificates=read[2] if len(read) > 2 else None,
        require_client_auth=len(read) > 2)
    port = server.add_secure_port("127.0.0.1:0", credentials)
else:
    port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
for line in sys.stdin:
    if line.strip() == "stop":  # GOAWAY, then up to 5 s for running calls
        threading.Thread(target=lambda: (server.stop(5).wait(), print("stopped", flush=True))).start()
server.stop(0)
