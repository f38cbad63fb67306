import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "scripts" / "deploy")]
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "1"
for _name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"]:
    del os.environ[_name]  # nothing here may reach a real account


@pytest.fixture
def cloud():
    import boto3
    import requests
    from cloud import RunningCloud

    running = RunningCloud()
    requests.post(f"{running.url}/moto-api/reset", timeout=10)
    running.client = lambda service, region="eu-central-1": boto3.client(
        service, endpoint_url=running.url, region_name=region, aws_access_key_id="test", aws_secret_access_key="test")
    yield running
    running.stop()


@pytest.fixture
def world(request):
    """Real tasks: scripts/infra-test runs what uses it in namespaces of its own."""
    from world import World

    made = World(request.node.originalname, **getattr(request, "param", {}))
    yield made
    made.stop()
