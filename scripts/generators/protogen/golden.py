"""Golden messages for WireTests: values written in Swift beside the bytes that Python's protobuf gives them."""
from google.protobuf import descriptor_pool, message_factory

from . import model

_TEXTS = ["", "Ada", "nul\0inside", "Bjørn 蛇 🐍"]
_BYTES = [b"", b"\x00", bytes(range(200)), b"snake" * 30]
_WIDTHS = {"Int32": (True, 32), "Int64": (True, 64), "UInt32": (False, 32), "UInt64": (False, 64)}


class _Filler:
    """Fills messages with values that follow from a counter alone, small and extreme ones in turn."""

    def __init__(self, messages, start):
        self.messages = messages
        self.count = start

    def fill(self, made, choice):
        """Every field gets a value; a oneof its alternative number `choice`."""
        for member in self.messages[made.DESCRIPTOR.full_name].members:
            if isinstance(member, model.Oneof):
                self._set(made, member.fields[choice % len(member.fields)])
            else:
                self._set(made, member)
        return made

    def _set(self, made, field):
        if field.repeated:
            items = getattr(made, field.proto_name)
            for _ in range(3):
                if field.is_message:
                    self.fill(items.add(), self.count)
                else:
                    items.append(self._value(field))
        elif field.is_message:
            inner = getattr(made, field.proto_name)
            inner.SetInParent()
            self.fill(inner, self.count)
        else:
            setattr(made, field.proto_name, self._value(field))

    def _value(self, field):
        self.count += 1
        at = self.count
        if field.is_enum:
            return (1, 2, 0, 77)[at % 4]
        kind = field.swift_element
        if kind == "String":
            return _TEXTS[at % len(_TEXTS)]
        if kind == "[UInt8]":
            return _BYTES[at % len(_BYTES)]
        if kind == "Bool":
            return at % 3 != 0
        if kind in ("Double", "Float"):
            return (at % 7) / 4
        signed, width = _WIDTHS[kind]
        top = 2 ** (width - 1) - 1 if signed else 2 ** width - 1
        return (at, top, 128 * at, -top - 1 if signed else 0)[at % 4]


def generate(file, descriptors):
    pool = descriptor_pool.DescriptorPool()
    for descriptor in descriptors.file:
        pool.Add(descriptor)
    messages = {message.full_name.strip("."): message
                for other in model.load(descriptors) for message in model.all_messages(other.messages)}
    writer = model.Writer(f"Protos/{file.name}")
    writer.line("import Wire")
    writer.line()
    own = list(model.all_messages(file.messages))
    for message in own:
        writer.line(f"extension {model.swift_type(message.full_name)}: GoldenMessage {{}}")
    writer.line()
    with writer.block("extension Golden"):
        with writer.block(f"static func {file.stem}() -> [Golden]"):
            writer.line("var all: [Golden] = []")
            for message in own:
                kind = message_factory.GetMessageClass(pool.FindMessageTypeByName(message.full_name.strip(".")))
                for made in _samples(kind, messages, message):
                    _golden(writer, messages, message, made)
            writer.line("return all")
    return writer.text()


def _samples(kind, messages, message):
    """The empty message, then each alternative of its oneofs, four rounds of values at least."""
    yield kind()
    alternatives = [len(member.fields) for member in message.members if isinstance(member, model.Oneof)]
    if message.members:
        for choice in range(max(4, *alternatives) if alternatives else 4):
            yield _Filler(messages, choice).fill(kind(), choice)


def _golden(writer, messages, message, made):
    encoded = made.SerializeToString(deterministic=True)
    writer.line("all.append(")
    writer.line("    Golden(")
    _value(writer, 2, _message(messages, made), ",")
    hexed = encoded.hex()
    if len(hexed) <= 100:
        writer.line(f'        "{hexed}"))')
        return
    writer.line("        [")
    for start in range(0, len(hexed), 96):
        writer.line(f'            "{hexed[start:start + 96]}",')
    writer.line("        ].joined()))")


def _value(writer, depth, expression, end):
    """A call `Name(a: …, b: …)`, given as a nested tuple, on one line where it fits, else an argument a line."""
    flat = _flat(expression)
    if 4 * (writer.depth + depth) + len(flat) + len(end) <= 120 or isinstance(expression, str):
        writer.line("    " * depth + flat + end)
        return
    head, arguments, tail = expression
    writer.line("    " * depth + head)
    for position, (label, argument) in enumerate(arguments):
        comma = "," if position + 1 < len(arguments) or head.endswith("[") else ""
        if isinstance(argument, tuple):
            argument = (label + argument[0], *argument[1:])
        else:
            argument = label + argument
        _value(writer, depth + 1, argument, comma)
    writer.line("    " * depth + tail + end)


def _flat(expression):
    if isinstance(expression, str):
        return expression
    head, arguments, tail = expression
    return head + ", ".join(label + _flat(argument) for label, argument in arguments) + tail


def _message(messages, made):
    message = messages[made.DESCRIPTOR.full_name]
    arguments = []
    for member in message.members:
        if isinstance(member, model.Oneof):
            chosen = made.WhichOneof(member.proto_name)
            for field in member.fields:
                if field.proto_name == chosen:
                    inner = _field(messages, field, getattr(made, chosen))
                    arguments.append((f"{member.name}: ", (f".{field.name}(", [("", inner)], ")")))
        elif member.repeated:
            items = [("", _field(messages, member, item)) for item in getattr(made, member.proto_name)]
            if items:
                arguments.append((f"{member.name}: ", ("[", items, "]")))
        elif not member.is_message or made.HasField(member.proto_name):
            arguments.append((f"{member.name}: ", _field(messages, member, getattr(made, member.proto_name))))
    return (f"{model.swift_type(message.full_name)}(" if message else "", arguments, ")")


def _field(messages, field, value):
    if field.is_message:
        return _message(messages, value)
    if field.is_enum:
        return f".init(rawValue: {value})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return f'fromHex("{value.hex()}")' if len(value) <= 40 else _long_bytes(value)
    if isinstance(value, str):
        return '"' + value.replace("\0", "\\0") + '"'
    return repr(value)


def _long_bytes(value):
    """The two long samples, by how they are made."""
    if value == bytes(range(200)):
        return "[UInt8](0..<200)"
    return 'repeated("snake", 30)'
