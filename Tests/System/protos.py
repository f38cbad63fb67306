"""The service contracts for Python peers, compiled by grpcio's tools when first asked for."""
import functools
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def _compiled() -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory()
    protos = sorted(str(p.relative_to(ROOT / "Protos")) for p in (ROOT / "Protos").rglob("*.proto"))
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", "-I", ROOT / "Protos", f"--python_out={folder.name}",
                    f"--grpc_python_out={folder.name}", *protos], check=True)
    sys.path.insert(0, folder.name)
    return folder


def contract(name: str):
    """(messages, stubs) of `play`, `consensus`, `raft` or `registry`."""
    _compiled()
    return (importlib.import_module(f"snaketron.v1.{name}_pb2"), importlib.import_module(f"snaketron.v1.{name}_pb2_grpc"))
