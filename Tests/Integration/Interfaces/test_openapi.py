"""docs/guide/openapi.yaml against a real gateway: requests made up from it, and answers held against it (schemathesis)."""
import json
import uuid

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, CHECKS

from System.stack import ROOT, Stack, http

schema = schemathesis.openapi.from_path(str(ROOT / "docs/guide/openapi.yaml"))
load_all_checks()
#: What a name may be, and which replays there are, no schema says: what it calls valid may be refused, and the reverse.
NOT_SAID = [check for name in ("positive_data_acceptance", "negative_data_rejection") for check in CHECKS.get_by_names([name])]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("openapi") / "home", nodes=1, env={"GATEWAY_GUESTS_PER_MINUTE": "100000"})
    stack.up()
    stack.wait_ready(1)
    yield stack.gateway(1)
    stack.keep_logs("test_openapi")
    stack.down()


@schema.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case, gateway):
    case.call_and_validate(base_url=gateway, excluded_checks=NOT_SAID)


def test_good_requests_succeed_as_described(gateway):
    """The paths that made-up requests hardly find."""
    def validated(operation, method="GET", **parts):
        case = schema[operation][method].Case(**parts)
        return case.call_and_validate(base_url=gateway, excluded_checks=NOT_SAID)

    account = validated("/api/auth/guest", "POST", body={"name": f"A{uuid.uuid4().hex[:8]}"}, media_type="application/json")
    assert account.status_code == 200
    token, user = account.json()["token"], account.json()["user"]["id"]
    assert validated("/api/auth/renew", "POST", body={"token": token}, media_type="application/json").status_code == 200
    renamed = validated("/api/auth/rename", "POST", body={"name": "Ada"}, headers={"Authorization": f"Bearer {token}"},
                        media_type="application/json")
    assert renamed.status_code == 200 and renamed.json()["user"] == {"id": user, "name": "Ada", "guest": True}
    assert validated("/api/ratings/{user}", path_parameters={"user": user}).status_code == 200
    assert validated("/api/leaderboards/{kind}/{mode}", path_parameters={"kind": "ranked", "mode": "2v2"}).status_code == 200
    assert validated("/ws").status_code == 426
    cluster = validated("/api/cluster").json()
    assert len(cluster["nodes"]) == 1 and cluster["leader"] == cluster["node"]


def test_every_answer_names_its_request(gateway):
    import urllib.request
    names = set()
    for path in ("/health", "/", "/nothing", "/api/cluster"):
        try:
            with urllib.request.urlopen(gateway + path, timeout=5) as answer:
                names.add(answer.headers["X-Request-Id"])
        except urllib.error.HTTPError as error:
            names.add(error.headers["X-Request-Id"])
    assert len(names) == 4 and None not in names


def test_the_operators_port_is_not_the_public_one(gateway):
    assert http(gateway + "/metrics")[0] == 404
    assert set(json.loads(http(gateway + "/health/ready")[1])) == {"ready", "code"}
