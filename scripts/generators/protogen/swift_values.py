"""The value types of Wire: one struct for each message, one enum for each enum and oneof."""
from . import model


def generate(file):
    writer = model.Writer(f"Protos/{file.name}")
    writer.line("internal import CProtobufC")
    writer.line("internal import CSnakeTronProtos")
    for message in file.messages:
        writer.line()
        _struct(writer, message)
    for enum in file.enums:
        writer.line()
        _enum(writer, enum)
    for message in model.all_messages(file.messages):
        writer.line()
        _coding(writer, message)
    return writer.text()


def _enum(writer, enum):
    writer.doc(enum.doc)
    with writer.block(f"package enum {enum.name}: RawRepresentable, Sendable, Hashable"):
        for case in enum.cases:
            writer.doc(case.doc)
            writer.line(f"case {model.escaped(case.name)}")
        writer.line("/// A value that this version does not know; it keeps its number.")
        writer.line("case unrecognized(Int32)")
        writer.line()
        with writer.block("package init(rawValue: Int32)"):
            with writer.block("switch rawValue"):
                writer.depth -= 1
                for case in enum.cases:
                    writer.line(f"case {case.number}: self = .{case.name}")
                writer.line("default: self = .unrecognized(rawValue)")
                writer.depth += 1
        writer.line()
        with writer.block("package var rawValue: Int32"):
            with writer.block("switch self"):
                writer.depth -= 1
                for case in enum.cases:
                    writer.line(f"case .{case.name}: {case.number}")
                writer.line("case .unrecognized(let rawValue): rawValue")
                writer.depth += 1


def _struct(writer, message):
    writer.doc(message.doc)
    with writer.block(f"package struct {message.name}: Sendable, Equatable"):
        for member in message.members:
            writer.doc(member.doc)
            kind = f"{member.swift_type}?" if isinstance(member, model.Oneof) else member.swift_type
            writer.line(f"package var {model.escaped(member.name)}: {kind}")
        for member in message.members:
            if isinstance(member, model.Oneof):
                writer.line()
                _oneof(writer, member)
        for enum in message.enums:
            writer.line()
            _enum(writer, enum)
        for nested in message.messages:
            writer.line()
            _struct(writer, nested)
        if message.members:
            writer.line()
        _initializer(writer, message)
        writer.line()
        with writer.block("package init(decoding bytes: [UInt8]) throws(WireError)"):
            writer.line("self = try unsafe ProtobufCoding.decode(bytes)")
        writer.line()
        with writer.block("package func encoded() -> [UInt8]"):
            writer.line("unsafe ProtobufCoding.encode(self)")


def _oneof(writer, oneof):
    with writer.block(f"package enum {oneof.swift_type}: Sendable, Equatable"):
        for field in oneof.fields:
            writer.doc(field.doc)
            writer.line(f"case {model.escaped(field.name)}({field.swift_element})")


def _initializer(writer, message):
    parameters = []
    for member in message.members:
        kind = f"{member.swift_type}?" if isinstance(member, model.Oneof) else member.swift_type
        parameters.append(f"{member.name}: {kind} = {member.default}")
    head = f"package init({', '.join(parameters)})"
    if not message.members:
        writer.line(f"{head} {{}}")
        return
    if 4 * writer.depth + len(head) + len(" {") > 120:
        writer.line("package init(")
        for position, parameter in enumerate(parameters):
            writer.line(f"    {parameter}{',' if position + 1 < len(parameters) else ''}")
        head = ")"
    with writer.block(head):
        for member in message.members:
            writer.line(f"self.{member.name} = {model.escaped(member.name)}")


def _coding(writer, message):
    raw, prefix = model.c_type(message.full_name), model.c_function_prefix(message.full_name)
    with writer.block(f"extension {model.swift_type(message.full_name)}: @unsafe CodedMessage"):
        _constant(writer, f"initialize: Initialize<{raw}>", f"unsafe {prefix}__init")
        _constant(writer, f"unpack: Unpack<{raw}>", f"unsafe {prefix}__unpack")
        writer.line()
        with writer.block(f"init({'_ raw' if message.members else '_'}: {raw}) throws(WireError)"):
            for member in message.members:
                if isinstance(member, model.Oneof):
                    _read_oneof(writer, prefix, member)
                else:
                    writer.line(f"{model.escaped(member.name)} = {_value(member)}")
        writer.line()
        with writer.block(f"func fill(_ raw: inout {raw}, in arena: inout MemoryArena)"):
            for member in message.members:
                if isinstance(member, model.Oneof):
                    _write_oneof(writer, prefix, member)
                else:
                    writer.line(_assignment(member, f"self.{member.name}"))


def _constant(writer, declaration, value):
    line = f"static var {declaration} {{ {value} }}"
    if 4 * writer.depth + len(line) <= 120:
        writer.line(line)
    else:
        with writer.block(f"static var {declaration}"):
            writer.line(value)


def _read_oneof(writer, prefix, oneof):
    writer.line(f"switch unsafe raw.{oneof.proto_name}_case {{")
    for field in oneof.fields:
        writer.line(f"case {_case_constant(prefix, oneof, field)}:")
        writer.line(f"    {model.escaped(oneof.name)} = .{field.name}({_value(field, in_oneof=True)})")
    writer.line("default:")
    writer.line(f"    {model.escaped(oneof.name)} = nil")
    writer.line("}")


def _write_oneof(writer, prefix, oneof):
    writer.line(f"switch self.{oneof.name} {{")
    for field in oneof.fields:
        writer.line(f"case .{field.name}(let value):")
        writer.line(f"    unsafe raw.{oneof.proto_name}_case = {_case_constant(prefix, oneof, field)}")
        writer.line(f"    {_assignment(field, 'value')}")
    writer.line("case nil:")
    writer.line("    break")
    writer.line("}")


def _case_constant(prefix, oneof, field):
    return f"{prefix}__{oneof.proto_name}_{field.proto_name}".upper()


def _value(field, in_oneof=False):
    """The Swift expression that reads a field out of `raw`."""
    access = f"raw.{field.proto_name}"
    if field.repeated:
        reader = {"String": "texts", "[UInt8]": "byteStrings", "Bool": "flags"}.get(
            field.swift_element, "messages" if field.is_message else "enums" if field.is_enum else "numbers")
        attempt = "try " if reader in ("messages", "texts") else ""
        make = f", {field.swift_element}.init(rawValue:)" if field.is_enum else ""
        return f"{attempt}unsafe ProtobufCoding.{reader}(raw.n_{field.proto_name}, {access}{make})"
    if field.is_message:
        return f"try unsafe ProtobufCoding.{'present' if in_oneof else 'message'}({access})"
    if field.is_enum:
        return f"unsafe .init(rawValue: Int32(bitPattern: {access}.rawValue))"
    if field.swift_element == "String":
        return f"try unsafe ProtobufCoding.text({access})"
    if field.swift_element == "[UInt8]":
        return f"unsafe ProtobufCoding.bytes({access})"
    if field.swift_element == "Bool":
        return f"unsafe {access} != 0"
    return f"unsafe {access}"


def _assignment(field, value):
    """The Swift statement that puts `value` into a field of `raw`."""
    target = f"raw.{field.proto_name}"
    if field.repeated:
        enum = f"{value}.map {{ .init(rawValue: UInt32(bitPattern: $0.rawValue)) }}"
        return f"unsafe (raw.n_{field.proto_name}, {target}) = arena.copy({enum if field.is_enum else value})"
    if field.is_enum:
        return f"unsafe {target} = .init(rawValue: UInt32(bitPattern: {value}.rawValue))"
    if field.is_message and value != "value":
        return f"unsafe {target} = arena.copy(ifPresent: {value})"
    if field.is_message or field.swift_element in ("String", "[UInt8]"):
        return f"unsafe {target} = arena.copy({value})"
    if field.swift_element == "Bool":
        return f"unsafe {target} = {value} ? 1 : 0"
    return f"unsafe {target} = {value}"
