"""The other shapes of the stack: each starts, plays a duel, and leaves nothing."""
import os

import pytest

from engine import ADDRESS, ComposeStack, run


@pytest.mark.parametrize("nodes, files", [
    (1, ["compose/single.yaml"]),
    pytest.param(9, ["compose/compose.yaml", "compose/nine.yaml"], marks=pytest.mark.skipif(
        not os.environ.get("COMPOSE_NINE"), reason="49 containers; COMPOSE_NINE=1 tries them")),
])
def test_it_starts_and_plays(nodes, files):
    stack = ComposeStack(f"snaketron-shape-{nodes}", *files)
    stack.down("-v")
    try:
        print(f"\nfrom cached images to play: {stack.up():.1f} s")
        found = run("docker", "run", "--rm", "--network", "host", "snaketron/tool:dev", "validate", ADDRESS, "--nodes", str(nodes),
                    "--patience", "90", check=False)
        assert found.returncode == 0, found.stdout + found.stderr + stack.logs()
    finally:
        stack.down("-v")
    assert stack.left() == {}
