"""What the generators need to know of a proto file, in the words of Swift and of protobuf-c."""
import dataclasses
import re
import textwrap

from google.protobuf import descriptor_pb2

_F = descriptor_pb2.FieldDescriptorProto


class Unsupported(Exception):
    """A proto feature that the generated code does not speak. Says which, where."""


@dataclasses.dataclass
class Scalar:
    swift: str
    default: str


SCALARS = {
    _F.TYPE_DOUBLE: Scalar("Double", "0"), _F.TYPE_FLOAT: Scalar("Float", "0"),
    _F.TYPE_INT32: Scalar("Int32", "0"), _F.TYPE_SINT32: Scalar("Int32", "0"), _F.TYPE_SFIXED32: Scalar("Int32", "0"),
    _F.TYPE_INT64: Scalar("Int64", "0"), _F.TYPE_SINT64: Scalar("Int64", "0"), _F.TYPE_SFIXED64: Scalar("Int64", "0"),
    _F.TYPE_UINT32: Scalar("UInt32", "0"), _F.TYPE_FIXED32: Scalar("UInt32", "0"),
    _F.TYPE_UINT64: Scalar("UInt64", "0"), _F.TYPE_FIXED64: Scalar("UInt64", "0"),
    _F.TYPE_BOOL: Scalar("Bool", "false"),
    _F.TYPE_STRING: Scalar("String", '""'), _F.TYPE_BYTES: Scalar("[UInt8]", "[]"),
}

KEYWORDS = {
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum", "extension", "false",
    "for", "func", "guard", "if", "import", "in", "init", "internal", "is", "let", "nil", "operator", "private",
    "protocol", "public", "repeat", "return", "self", "static", "struct", "super", "switch", "throw", "throws", "true",
    "try", "typealias", "var", "where", "while",
}


def camel(snake):
    """`cluster_id` -> `clusterID`, as Swift's API guidelines write initialisms."""
    head, *tail = snake.lower().split("_")
    return head + "".join("ID" if word == "id" else word.capitalize() for word in tail)


def escaped(name):
    """A Swift identifier where a name is declared."""
    return f"`{name}`" if name in KEYWORDS else name


def c_type(full_name):
    """`.snaketron.v1.MatchState.Phase` -> `Snaketron__V1__MatchState__Phase`."""
    return "__".join(part[0].upper() + part[1:] for part in full_name.strip(".").split("."))


def c_function_prefix(full_name):
    """`.snaketron.v1.MatchState` -> `snaketron__v1__match_state`."""
    return "__".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", part).lower() for part in full_name.strip(".").split("."))


@dataclasses.dataclass
class EnumCase:
    name: str
    number: int
    proto_name: str
    doc: list


@dataclasses.dataclass
class Enum:
    name: str
    full_name: str
    cases: list
    doc: list


@dataclasses.dataclass
class Field:
    name: str          # in Swift
    proto_name: str    # the member of protobuf-c's struct
    type: int
    type_name: str     # of a message or an enum: its full proto name
    repeated: bool
    doc: list
    zero_case: str = ""   # of an enum: its case for 0

    @property
    def is_message(self):
        return self.type == _F.TYPE_MESSAGE

    @property
    def is_enum(self):
        return self.type == _F.TYPE_ENUM

    @property
    def swift_element(self):
        """Its Swift type, were it neither repeated nor optional."""
        if self.is_message or self.is_enum:
            return swift_type(self.type_name)
        return SCALARS[self.type].swift

    @property
    def swift_type(self):
        if self.repeated:
            return f"[{self.swift_element}]"
        return self.swift_element + ("?" if self.is_message else "")

    @property
    def default(self):
        if self.repeated:
            return "[]"
        if self.is_message:
            return "nil"
        return f".{self.zero_case}" if self.is_enum else SCALARS[self.type].default


@dataclasses.dataclass
class Oneof:
    name: str
    proto_name: str
    swift_type: str
    fields: list
    doc: list

    default = "nil"


@dataclasses.dataclass
class Message:
    name: str
    full_name: str
    members: list      # Field or Oneof, in the order of the proto
    enums: list
    messages: list
    doc: list


@dataclasses.dataclass
class Method:
    name: str          # in Swift
    proto_name: str
    request: str
    reply: str
    request_stream: bool
    reply_stream: bool
    doc: list


@dataclasses.dataclass
class Service:
    name: str
    full_name: str
    methods: list
    doc: list


@dataclasses.dataclass
class File:
    name: str
    messages: list
    enums: list
    services: list

    @property
    def stem(self):
        return self.name.rsplit("/", 1)[-1].removesuffix(".proto")

    @property
    def swift_name(self):
        return self.stem.capitalize()


def swift_type(full_name):
    """`.snaketron.v1.MatchState.Phase` -> `MatchState.Phase`."""
    return full_name.removeprefix(".snaketron.v1.")


class _Comments:
    def __init__(self, file):
        self.lines = {}
        for location in file.source_code_info.location:
            text = location.leading_comments or location.trailing_comments
            if text.strip():
                self.lines[tuple(location.path)] = [line.strip() for line in text.strip().splitlines()]

    def at(self, *path):
        return self.lines.get(path, [])


def _enum(enum, scope, comments, path):
    names = [value.name for value in enum.value]
    words = [name.split("_") for name in names]
    shared = 0
    while all(len(word) > shared + 1 and word[shared] == words[0][shared] for word in words):
        shared += 1
    cases = []
    for position, value in enumerate(enum.value):
        if value.number < 0:
            raise Unsupported(f"{scope}.{enum.name}: negative enum values are not supported")
        name = camel("_".join(words[position][shared:]))
        if value.name.endswith("_UNSPECIFIED"):
            name = "unspecified"
        cases.append(EnumCase(name, value.number, value.name, comments.at(*path, 2, position)))
    if len({case.number for case in cases}) != len(cases):
        raise Unsupported(f"{scope}.{enum.name}: aliases are not supported")
    return Enum(enum.name, f"{scope}.{enum.name}", cases, comments.at(*path))


def _message(message, scope, comments, path):
    full_name = f"{scope}.{message.name}"
    if any(nested.options.map_entry for nested in message.nested_type):
        raise Unsupported(f"{full_name}: map fields are not supported")
    members, oneofs = [], {}
    for position, field in enumerate(message.field):
        if field.proto3_optional:
            raise Unsupported(f"{full_name}.{field.name}: `optional` is not supported; wrap the value in a message")
        if field.type not in SCALARS and field.type not in (_F.TYPE_MESSAGE, _F.TYPE_ENUM):
            raise Unsupported(f"{full_name}.{field.name}: groups are not supported")
        made = Field(camel(field.name), field.name, field.type, field.type_name,
                     field.label == _F.LABEL_REPEATED, comments.at(*path, 2, position))
        if not field.HasField("oneof_index"):
            members.append(made)
            continue
        if field.oneof_index not in oneofs:
            name = message.oneof_decl[field.oneof_index].name
            kind = camel(name)[0].upper() + camel(name)[1:]
            oneofs[field.oneof_index] = Oneof(camel(name), name, kind, [], comments.at(*path, 8, field.oneof_index))
            members.append(oneofs[field.oneof_index])
        oneofs[field.oneof_index].fields.append(made)
    return Message(
        message.name, full_name, members,
        [_enum(enum, full_name, comments, (*path, 4, at)) for at, enum in enumerate(message.enum_type)],
        [_message(nested, full_name, comments, (*path, 3, at)) for at, nested in enumerate(message.nested_type)],
        comments.at(*path))


def _service(service, scope, comments, path):
    methods = [
        Method(camel(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name)), method.name, swift_type(method.input_type),
               swift_type(method.output_type), method.client_streaming, method.server_streaming,
               comments.at(*path, 2, at))
        for at, method in enumerate(service.method)]
    return Service(service.name, f"{scope}.{service.name}".strip("."), methods, comments.at(*path))


def _fields(message):
    for member in message.members:
        yield from member.fields if isinstance(member, Oneof) else [member]


def all_messages(messages):
    for message in messages:
        yield message
        yield from all_messages(message.messages)


def _check_depth(files):
    """Refuses messages that contain themselves: protobuf-c follows nesting on the stack without a limit."""
    inner = {message.full_name: [field.type_name for field in _fields(message) if field.is_message]
             for file in files for message in all_messages(file.messages)}

    def visit(name, above):
        if name in above:
            raise Unsupported(f"{name} contains itself; unbounded nesting is not supported")
        for below in inner[name]:
            visit(below, above | {name})

    for name in inner:
        visit(name, frozenset())


def load(descriptors):
    """The files of a FileDescriptorSet that carries its comments."""
    files = []
    for file in descriptors.file:
        if file.package != "snaketron.v1" or file.syntax != "proto3":
            raise Unsupported(f"{file.name}: only proto3 files of package snaketron.v1 are supported")
        comments, scope = _Comments(file), f".{file.package}"
        files.append(File(
            file.name,
            [_message(message, scope, comments, (4, at)) for at, message in enumerate(file.message_type)],
            [_enum(enum, scope, comments, (5, at)) for at, enum in enumerate(file.enum_type)],
            [_service(service, scope, comments, (6, at)) for at, service in enumerate(file.service)]))
    _check_depth(files)
    _name_zero_cases(files)
    return files


def _name_zero_cases(files):
    messages = [message for file in files for message in all_messages(file.messages)]
    enums = [enum for file in files for enum in file.enums] + [enum for message in messages for enum in message.enums]
    zero = {enum.full_name: case.name for enum in enums for case in enum.cases if case.number == 0}
    for message in messages:
        for field in _fields(message):
            if field.is_enum:
                field.zero_case = zero[field.type_name]


class Writer:
    """Collects indented lines of Swift."""

    def __init__(self, proto):
        self.lines = [f"// Generated from {proto} by scripts/generate-protos. Do not edit.", ""]
        self.depth = 0

    def line(self, text=""):
        self.lines.append("    " * self.depth + text if text else "")

    def doc(self, lines):
        """The proto's comment; a paragraph that has become too wide for its place is filled anew."""
        width = 120 - 4 * self.depth - len("/// ")
        for paragraph in "\n".join(lines).split("\n\n") if lines else []:
            if any(len(text) > width for text in paragraph.splitlines()):
                paragraph = textwrap.fill(paragraph, width, break_on_hyphens=False)
            for text in paragraph.splitlines():
                self.line(f"/// {text}")
            self.line("///")
        if lines:
            self.lines.pop()

    def block(self, head):
        """`with writer.block("struct A"):` writes the braces and indents what is inside."""
        return _Block(self, head)

    def text(self):
        return "\n".join(self.lines).rstrip("\n") + "\n"


class _Block:
    def __init__(self, writer, head):
        self.writer, self.head = writer, head

    def __enter__(self):
        self.writer.line(self.head + " {")
        self.writer.depth += 1

    def __exit__(self, *_):
        self.writer.depth -= 1
        self.writer.line("}")
