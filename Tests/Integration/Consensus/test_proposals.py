"""The simulation's way into the log, when more waits than one proposal may carry."""
import queue
import threading

import grpc
import pytest
from System.protos import contract
from System.stack import Stack, wait_for

NODE = 2
STREAMS = 700


@pytest.fixture
def stack(tmp_path):
    stack = Stack(tmp_path / "home")
    stack.up()
    yield stack
    stack.keep_logs("test_proposals")
    stack.down()


class Streams:
    """Attach streams of that many sessions at one simulation, as gateways open them."""

    def __init__(self, address: str, count: int):
        self.messages, stubs = contract("play")
        self.channel = grpc.insecure_channel(address)
        self.attached = 0
        self.ended = 0
        self.lock = threading.Lock()
        self.queues = [queue.SimpleQueue() for _ in range(count)]
        self.threads = [threading.Thread(target=self.run, args=(stubs.PlayStub(self.channel), n), daemon=True)
                        for n in range(count)]
        for thread in self.threads:
            thread.start()

    def run(self, stub, number: int) -> None:
        hello = self.messages.Hello(user_id=1000 + number, session_id=1 + number, name=f"S{number}")
        self.queues[number].put(self.messages.PlayUp(hello=hello))
        try:
            for down in stub.Attach(iter(self.queues[number].get, None)):
                if down.HasField("attached"):
                    with self.lock:
                        self.attached += 1
        except grpc.RpcError:
            pass
        with self.lock:
            self.ended += 1

    def close(self) -> None:
        for up in self.queues:
            up.put(None)
        self.channel.close()


def summary(node: int):
    messages, stubs = contract("play")
    with grpc.insecure_channel(f"127.0.0.{node}:50051") as channel:
        return stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=3)


def test_a_node_with_hundreds_of_players_is_ready_again_after_its_consensus_was_killed(stack):
    streams = Streams(f"127.0.0.{NODE}:50051", STREAMS)
    try:
        wait_for(lambda: streams.attached == STREAMS, 30, f"{STREAMS} attached streams")
        stack.kill(NODE, "consensus")
        wait_for(lambda: streams.ended == STREAMS, 20, "the streams' end")
        stack.start(NODE, "consensus")
        wait_for(lambda: summary(NODE).ready, 20, "the simulation to be ready again")
        # All those endings have reached the world: nobody is attached there any more.
        assert summary(NODE).sessions_attached == 0
    finally:
        streams.close()
