"""A proto file's descriptor for server reflection: its name, what it defines, its bytes."""
import base64

from google.protobuf import descriptor_pb2

from . import model


def expression(descriptor):
    """Lines of a Swift `RPCFileDescriptor(…)`."""
    bare = descriptor_pb2.FileDescriptorProto.FromString(descriptor.SerializeToString())
    bare.ClearField("source_code_info")
    if bare.dependency:
        raise model.Unsupported(f"{bare.name}: reflection serves files that import nothing")
    text = base64.b64encode(bare.SerializeToString(deterministic=True)).decode().rstrip("=")
    symbols = " ".join(_symbols(bare))
    return [
        "RPCFileDescriptor(",
        f'    name: "{bare.name}",',
        '    symbols: """',
        *_folded(symbols.split(" "), " "),
        '        """,',
        '    base64: """',
        *(f"        {text[at:at + 96]}\\" for at in range(0, len(text), 96)),
        "",
        '        """)',
    ]


def _folded(words, between):
    """Words on lines of at most 96 characters, each line continued by the next."""
    line = ""
    for word in words:
        if line and len(line) + len(word) > 96:
            yield f"        {line}\\"
            line = ""
        line += word + between
    yield f"        {line.rstrip()}"


def _symbols(file):
    def messages(scope, found):
        for message in found:
            yield f"{scope}.{message.name}"
            yield from (f"{scope}.{message.name}.{enum.name}" for enum in message.enum_type)
            yield from messages(f"{scope}.{message.name}", message.nested_type)

    yield from messages(file.package, file.message_type)
    yield from (f"{file.package}.{enum.name}" for enum in file.enum_type)
    for service in file.service:
        yield f"{file.package}.{service.name}"
        yield from (f"{file.package}.{service.name}.{method.name}" for method in service.method)


def well_known(descriptors):
    """The contracts that the RPC module serves by itself, with messages written by hand."""
    writer = model.Writer("Protos/grpc/**/*.proto")
    with writer.block("extension RPCFileDescriptor"):
        for descriptor in descriptors:
            name = descriptor.name.rsplit("/", 1)[-1].removesuffix(".proto")
            lines = expression(descriptor)
            writer.line(f"static let {name} = {lines[0]}")
            for line in lines[1:]:
                writer.line(line)
    return writer.text()
