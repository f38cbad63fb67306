import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from System.stack import Stack, is_listening, is_running  # noqa: E402


@pytest.fixture(scope="module")
def stack(tmp_path_factory, request):
    """Three nodes for the tests of one file. Its logs are kept in .build/artifacts; nothing else is left behind."""
    stack = Stack(tmp_path_factory.mktemp("cluster") / "home")
    stack.up()
    yield stack
    pids = [pid for node in (1, 2, 3) for pid in stack.pids(node).values()]
    stack.keep_logs(Path(request.node.name).stem)
    stack.down()
    assert not stack.home.exists(), "down leaves no files"
    for pid in pids:
        assert not is_running(pid), f"process {pid} is still there"
    for node in (1, 2, 3):
        assert not is_listening("127.0.0.1", 8080 + node - 1), f"the gateway of node {node} still listens"
