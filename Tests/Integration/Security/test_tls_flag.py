"""`snaketron up --tls`: a cluster under mutual TLS without a file made by hand."""
import grpc
from System.stack import Stack, http


def test_one_flag_runs_a_cluster_under_mutual_tls(tmp_path):
    stack = Stack(tmp_path / "home", nodes=1)
    stack.run("up", "--nodes", "1", "--detach", "--tls")
    try:
        assert http(f"{stack.gateway(1)}/health/ready")[0] == 200
        assert stack.status()[0]["ready"], "the tool comes with a certificate of its own"
        with grpc.insecure_channel("127.0.0.1:50051") as channel:
            try:
                channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=5)
                raise AssertionError("plain text was let in")
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.UNAVAILABLE
        stack.kill(1, "simulation")
        stack.start(1, "simulation")
        stack.wait_ready(1)
    finally:
        stack.down()
