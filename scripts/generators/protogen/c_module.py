"""protobuf-c's code: one C file and one header for each proto."""
import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2

from . import model

_F = descriptor_pb2.FieldDescriptorProto


def _strings_as_bytes(messages):
    """protobuf-c hands strings over NUL-terminated, which cuts them at a NUL of their own. `bytes` have the same bytes
    on the wire and arrive with their length; Wire checks the UTF-8."""
    for message in messages:
        for field in message.field:
            if field.type == _F.TYPE_STRING:
                field.type = _F.TYPE_BYTES
        _strings_as_bytes(message.nested_type)


def generate(folder, descriptors):
    descriptors = descriptor_pb2.FileDescriptorSet.FromString(descriptors.SerializeToString())
    for file in descriptors.file:
        _strings_as_bytes(file.message_type)
        file.ClearField("source_code_info")
    made, headers = {}, []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "set.pb").write_bytes(descriptors.SerializeToString())
        names = [file.name for file in descriptors.file]
        subprocess.run(["protoc", f"--descriptor_set_in={scratch / 'set.pb'}", f"--c_out={scratch}", *names], check=True)
        for name in names:
            stem = name.removesuffix(".proto") + ".pb-c"
            made[f"{folder}/include/{stem}.h"] = (scratch / f"{stem}.h").read_text()
            made[f"{folder}/{stem}.c"] = (scratch / f"{stem}.c").read_text()
            headers.append(f'    header "{stem}.h"')
    made[f"{folder}/include/module.modulemap"] = "\n".join(
        ["module CSnakeTronProtos {", *headers, "    export *", "}", ""])
    _check_names(model.load(descriptors), "".join(text for path, text in made.items() if path.endswith(".h")))
    return made


def _check_names(files, headers):
    """The names that the Swift side will use are the ones protobuf-c gave."""
    for file in files:
        for message in model.all_messages(file.messages):
            for name in (model.c_type(message.full_name) + ";", model.c_function_prefix(message.full_name) + "__init"):
                if name not in headers:
                    raise model.Unsupported(f"{message.full_name}: protobuf-c names it otherwise than {name}")
