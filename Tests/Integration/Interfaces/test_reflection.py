"""A tool that knows no contract, only gRPC's server reflection, sees every service of every port and calls it."""
import grpc
import pytest
from google.protobuf import descriptor_pool, message_factory
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

EVERYWHERE = {"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"}
PORTS = {
    50051: {"snaketron.v1.Play"}, 50052: {"snaketron.v1.Raft"}, 50053: {"snaketron.v1.Consensus"},
    50054: {"snaketron.v1.Registry"},
}


@pytest.mark.parametrize("port", PORTS)
def test_services_are_seen_and_described(stack, port):
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        assert set(database.get_services()) == PORTS[port] | EVERYWHERE
        pool = descriptor_pool.DescriptorPool(database)
        for name in PORTS[port] | {"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"}:
            service = pool.FindServiceByName(name)
            assert service.methods
            for method in service.methods:
                assert pool.FindMessageTypeByName(method.input_type.full_name)
                assert pool.FindMessageTypeByName(method.output_type.full_name)


def test_a_method_is_called_by_what_reflection_tells(stack):
    with grpc.insecure_channel("127.0.0.1:50051") as channel:
        pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
        method = pool.FindServiceByName("snaketron.v1.Play").FindMethodByName("Summary")
        request, reply = (message_factory.GetMessageClass(kind) for kind in (method.input_type, method.output_type))
        call = channel.unary_unary("/snaketron.v1.Play/Summary", request_serializer=request.SerializeToString,
                                   response_deserializer=reply.FromString)
        assert call(request(), timeout=5).node_id > 0


def test_what_is_not_there_is_said_and_nonsense_refused(stack):
    with grpc.insecure_channel("127.0.0.1:50051") as channel:
        asked = [
            reflection_pb2.ServerReflectionRequest(file_by_filename="snaketron/v1/nothing.proto"),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol="snaketron.v1.Nothing"),
            reflection_pb2.ServerReflectionRequest(all_extension_numbers_of_type="snaketron.v1.Hello"),
            reflection_pb2.ServerReflectionRequest(host="here"),
        ]
        answers = list(reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter(asked), timeout=5))
        codes = [answer.error_response.error_code for answer in answers]
        assert codes == [grpc.StatusCode.NOT_FOUND.value[0]] * 3 + [grpc.StatusCode.INVALID_ARGUMENT.value[0]]
        assert [answer.original_request for answer in answers] == asked
        raw = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
        with pytest.raises(grpc.RpcError) as refused:
            list(raw(iter([b"\x0a\xff"]), timeout=5))
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
