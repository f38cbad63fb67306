"""The RPC stubs of one service: method paths, a client, what a server must offer, and its definition."""
from . import descriptors, model


def generate(file, service, descriptor):
    writer = model.Writer(f"Protos/{file.name}")
    writer.line("package import RPC")
    writer.line("package import Wire")
    writer.line()
    _paths(writer, service)
    writer.line()
    _client(writer, service)
    writer.line()
    _serving(writer, service)
    writer.line()
    _definition(writer, service, descriptor)
    writer.line()
    own = {message.name for message in file.messages}
    for name in dict.fromkeys(name for method in service.methods for name in (method.request, method.reply)):
        if name not in own:
            raise model.Unsupported(f"{file.name}: {name} is of another file; requests and replies stand beside their service")
        writer.line(f"extension {name}: RPCMessage {{}}")
    return writer.text()


def _is_unary(method):
    return not method.request_stream and not method.reply_stream


def _paths(writer, service):
    writer.doc(service.doc or [f"The paths of {service.name}'s methods."])
    with writer.block(f"package enum {service.name}Methods"):
        writer.line(f'package static let service = "{service.full_name}"')
        for method in service.methods:
            writer.line(f'package static let {method.name} = "/{service.full_name}/{method.proto_name}"')


def _client(writer, service):
    writer.line(f"/// Calls {service.name} over a channel.")
    with writer.block(f"package struct {service.name}Client: Sendable"):
        writer.line("package let channel: RPCChannel")
        writer.line()
        with writer.block("package init(channel: RPCChannel)"):
            writer.line("self.channel = channel")
        for method in service.methods:
            writer.line()
            writer.doc(method.doc)
            path = f"{service.name}Methods.{method.name}"
            if _is_unary(method):
                _function(writer, f"package func {method.name}",
                          [f"_ request: {method.request}", "deadline: Duration"],
                          f"async throws(RPCStatus) -> {method.reply}",
                          f"try await channel.call({path}, request, deadline: deadline)")
            else:
                if method.doc:
                    writer.line("///")
                writer.line("/// On the channel's event loop only.")
                _function(writer, f"package func {method.name}",
                          ["deadline: Duration? = nil",
                           f"handler: some RPCStreamHandler<{method.reply}, {method.request}>"],
                          f"-> RPCStream<{method.request}>",
                          f"channel.openStream({path}, deadline: deadline, handler: handler)")


def _serving(writer, service):
    writer.line(f"/// What a process offers that serves {service.name}. Streams start on the connection's event loop.")
    with writer.block(f"package protocol {service.name}Serving: Sendable"):
        for position, method in enumerate(service.methods):
            if position:
                writer.line()
            writer.doc(method.doc)
            if _is_unary(method):
                _function(writer, f"func {method.name}", [f"_ request: {method.request}", "context: RPCContext"],
                          f"async throws -> {method.reply}")
            else:
                _function(writer, f"func {method.name}",
                          [f"_ call: RPCStream<{method.reply}>", "context: RPCContext"],
                          f"-> any RPCStreamHandler<{method.request}, {method.reply}>")


def _definition(writer, service, descriptor):
    name = service.name[0].lower() + service.name[1:]
    with writer.block("extension RPCServiceDefinition"):
        head = f"package static func {name}(_ service: some {service.name}Serving) -> RPCServiceDefinition"
        with writer.block(head):
            writer.line("RPCServiceDefinition(")
            writer.line(f"    name: {service.name}Methods.service,")
            writer.line("    methods: [")
            for method in service.methods:
                kind = "call" if _is_unary(method) else "openStream"
                attempt = "try await " if _is_unary(method) else ""
                writer.line(f'        "{method.proto_name}": .{kind} {{ {attempt}service.{method.name}($0, context: $1) }},')
            writer.line("    ],")
            writer.line(f"    file: {service.name}Methods.file)")
    writer.line()
    with writer.block(f"extension {service.name}Methods"):
        writer.line("/// For server reflection.")
        lines = descriptors.expression(descriptor)
        writer.line(f"package static let file = {lines[0]}")
        for line in lines[1:]:
            writer.line(line)


def _function(writer, head, parameters, tail, body=None):
    """A function on one line where it fits, else with a line for its parameters."""
    end = " {" if body else ""
    line = f"{head}({', '.join(parameters)}) {tail}{end}"
    if 4 * writer.depth + len(line) <= 120:
        writer.line(line)
    else:
        writer.line(f"{head}(")
        writer.line(f"    {', '.join(parameters)}")
        writer.line(f") {tail}{end}")
    if body:
        writer.line(f"    {body}")
        writer.line("}")
