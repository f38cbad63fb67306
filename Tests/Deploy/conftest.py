import shutil

import pytest

from engine import ComposeStack, answer, run


def pytest_configure(config):
    config.addinivalue_line("markers", "short: also in the short form, scripts/test-compose --short")


@pytest.fixture(scope="session", autouse=True)
def engine():
    """The tests of containers need an engine with the images built: scripts/test-compose sees to both."""
    if shutil.which("docker") is None or run("docker", "version", check=False).returncode != 0:
        pytest.fail("there is no Docker engine; run scripts/test-compose, which starts one", pytrace=False)
    if run("docker", "image", "inspect", "snaketron/gateway:dev", check=False).returncode != 0:
        pytest.fail("there are no images; run scripts/test-compose, which builds them", pytrace=False)


@pytest.fixture(scope="module")
def stack():
    stack = ComposeStack("snaketron-test")
    stack.down("-v")
    assert answer("/health")[0] == 0, "port 8080 is in use"
    print(f"\nfrom cached images to play: {stack.up():.1f} s")
    yield stack
    stack.down("-v")
    assert stack.left() == {}, "down -v leaves nothing"
