"""The scripts of scripts/deploy against AWS's books on loopback, with the real AWS command line."""
import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rollout import IMAGES, SERVICES

ROOT = Path(__file__).resolve().parents[2]
DIGEST = "sha256:" + "1" * 64


class Books:
    """What Terraform would have made, as far as the scripts touch it."""

    def __init__(self, cloud, tmp_path):
        self.cloud, self.folder = cloud, tmp_path
        ecs = cloud.client("ecs")
        ecs.create_cluster(clusterName="snaketron-cluster")
        self.definition = ecs.register_task_definition(
            family="snaketron-server", networkMode="awsvpc", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
            containerDefinitions=[{"name": service, "image": f"first/{service}", "essential": True, "stopTimeout": 120,
                                   "environment": [{"name": "CLUSTER", "value": "snaketron"}]} for service in SERVICES],
        )["taskDefinition"]["taskDefinitionArn"]
        ecs.create_service(cluster="snaketron-cluster", serviceName="snaketron-game-service", taskDefinition=self.definition, desiredCount=3,
                           deploymentConfiguration={"maximumPercent": 200, "minimumHealthyPercent": 100,
                                                    "deploymentCircuitBreaker": {"enable": True, "rollback": True}})
        cloud.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="ecs", ResourceId="service/snaketron-cluster/snaketron-game-service",
            ScalableDimension="ecs:service:DesiredCount", MinCapacity=3, MaxCapacity=9)
        cloud.client("s3").create_bucket(Bucket="page", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.distribution = cloud.client("cloudfront").create_distribution(DistributionConfig={
            "CallerReference": "1", "Comment": "page", "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [{"Id": "client", "DomainName": "page.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
            "DefaultCacheBehavior": {"TargetOriginId": "client", "ViewerProtocolPolicy": "redirect-to-https"}})["Distribution"]["Id"]
        for name in ("tokens", "certificates"):
            cloud.client("secretsmanager").create_secret(Name=f"snaketron/{name}")
        self.images = tmp_path / "images.json"
        self.images.write_text(json.dumps({image: f"registry.example/{image}@{DIGEST}" for image in IMAGES}))

    def run(self, script, *arguments, code=0, **environment):
        done = subprocess.run([ROOT / "scripts/deploy" / script, *map(str, arguments)], cwd=ROOT, text=True, capture_output=True, timeout=600, env={
            **os.environ, **self.cloud.environment, "DEPLOY_NAME": "snaketron", "DEPLOY_CLUSTER": "snaketron-cluster",
            "DEPLOY_SERVICE": "snaketron-game-service", "DEPLOY_FAMILY": "snaketron-server", "DEPLOY_BUCKET": "page",
            "DEPLOY_DISTRIBUTION": self.distribution, "API_URL": self.cloud.url, "PAGE_URL": self.cloud.url, "DEPLOY_PAUSE": "0", **environment})
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def service(self):
        return self.cloud.client("ecs").describe_services(cluster="snaketron-cluster", services=["snaketron-game-service"])["services"][0]

    def secret(self, name):
        return json.loads(self.cloud.client("secretsmanager").get_secret_value(SecretId=f"snaketron/{name}")["SecretString"])


@pytest.fixture
def books(cloud, tmp_path):
    return Books(cloud, tmp_path)


def test_nodes_are_replaced_one_at_a_time_by_digest(books):
    said = books.run("server", books.images)
    definition = books.cloud.client("ecs").describe_task_definition(taskDefinition="snaketron-server")["taskDefinition"]
    assert definition["revision"] == 2 and {one["image"] for one in definition["containerDefinitions"]} == {f"registry.example/{s}@{DIGEST}" for s in SERVICES}
    assert all(one["environment"] == [{"name": "CLUSTER", "value": "snaketron"}] for one in definition["containerDefinitions"]), "settings are Terraform's"
    [update] = books.cloud.cloud.fleet.updates
    configuration = update["deploymentConfiguration"]
    assert (configuration["maximumPercent"], configuration["minimumHealthyPercent"]) == (134, 100)
    assert configuration["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}, "the circuit breaker stays on"
    assert books.cloud.cloud.fleet.scaling == [True, False], "no scale-in while nodes are replaced"
    assert "done: 3 nodes, node 1 leads" in said


def test_a_build_that_never_gets_healthy_is_told_with_ecs_reason(books):
    books.cloud.cloud.fleet.outcome = "fail"
    said = books.run("server", books.images, code=1)
    assert "turned back by ECS: ECS deployment circuit breaker" in said
    assert len(books.cloud.cloud.fleet.updates) == 1, "ECS goes back by itself"
    assert books.cloud.cloud.fleet.scaling == [True, False], "scaling is given back also then"


def test_a_cluster_without_a_leader_goes_back_to_the_former_revision(books):
    books.cloud.cloud.fleet.outcome = "leaderless"
    books.cloud.cloud.fleet.nodes = 60  # so that the replacement does not end first
    said = books.run("server", books.images, code=1, DEPLOY_PAUSE="1")
    assert "turned back to snaketron-server:1: no node has led" in said
    assert [update["taskDefinition"].rsplit(":", 1)[1] for update in books.cloud.cloud.fleet.updates] == ["2", "1"]


def test_no_node_is_taken_from_a_cluster_that_is_not_whole(books):
    books.cloud.cloud.fleet.may_take_a_node = False
    assert "no node may be taken now: voter 3 silent for 2100 ms" in books.run("server", books.images, code=1)
    books.cloud.cloud.fleet.may_take_a_node, books.cloud.cloud.fleet.answers = True, False
    assert "does not answer" in books.run("server", books.images, code=1)
    assert books.cloud.cloud.fleet.updates == []


def test_rollback_goes_to_a_revision_that_is_there_also_when_the_cluster_is_not_whole(books):
    books.run("server", books.images)
    books.cloud.cloud.fleet.may_take_a_node = False
    books.run("rollback", 1)
    assert not books.cloud.cloud.fleet.updates[-1].get("forceNewDeployment")
    assert books.service()["taskDefinition"].endswith(":1")
    assert "usage" in books.run("rollback", "latest", code=64)
    books.run("rollback", 99, code=1)


def test_the_same_revision_again_replaces_every_node(books):
    books.run("server", "--revision", 1)
    assert [update.get("forceNewDeployment") for update in books.cloud.cloud.fleet.updates] == [True]
    books.cloud.cloud.fleet.may_take_a_node = False
    assert "no node may be taken now" in books.run("server", "--revision", 1, code=1)


def test_an_image_by_its_tag_is_refused_before_anything_changes(books):
    books.images.write_text(json.dumps({image: f"registry.example/{image}:latest" for image in IMAGES}))
    assert "not named by its digest" in books.run("server", books.images, code=64)
    assert books.cloud.cloud.fleet.updates == [] and books.service()["taskDefinition"] == books.definition


def test_a_missing_setting_is_named(books):
    assert "API_URL is not set" in books.run("server", books.images, code=64, API_URL="")


def client_folder(folder: Path, version: str) -> Path:
    out = folder / version
    (out / "assets").mkdir(parents=True)
    (out / "index.html").write_text(f"<script src=/assets/main-{version}.js>")
    (out / "assets" / f"main-{version}.js").write_text("play()")
    (out / "assets" / f"main-{version}.js.gz").write_text("compressed")
    (out / "assets" / f"main-{version}.js.map").write_text("{}")
    (out / "assets" / f"game-{version}.wasm").write_bytes(b"\0asm")
    (out / ".immutable").write_text("")
    (out / "robots.txt").write_text("")
    return out


def test_page_with_cache_headers_and_files_of_the_former_page_kept(books):
    books.run("client", client_folder(books.folder, "AAAAAAAA"))
    books.run("client", client_folder(books.folder, "BBBBBBBB"))
    s3 = books.cloud.client("s3")
    keys = {one["Key"]: s3.head_object(Bucket="page", Key=one["Key"]) for one in s3.list_objects_v2(Bucket="page")["Contents"]}
    assert sorted(keys) == ["assets/game-AAAAAAAA.wasm", "assets/game-BBBBBBBB.wasm", "assets/main-AAAAAAAA.js", "assets/main-BBBBBBBB.js",
                            "index.html", "robots.txt"]
    for key, head in keys.items():
        wanted = {"index.html": "no-cache, no-store, must-revalidate", "robots.txt": "no-cache"}.get(key, "public, max-age=31536000, immutable")
        assert head["CacheControl"] == wanted, key
    assert keys["assets/game-BBBBBBBB.wasm"]["ContentType"] == "application/wasm"
    assert "BBBBBBBB" in s3.get_object(Bucket="page", Key="index.html")["Body"].read().decode()
    assert keys["index.html"]["LastModified"] == max(head["LastModified"] for head in keys.values()), "the page goes last"
    invalidations = books.cloud.client("cloudfront").list_invalidations(DistributionId=books.distribution)["InvalidationList"]
    assert invalidations["Quantity"] == 2


def test_half_a_page_is_refused(books, tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "index.html").write_text("x")
    assert "no index.html and assets/" in books.run("client", tmp_path / "half", code=65)


def test_tokens_rotate_in_three_rounds_without_an_invalid_one(books):
    said = [books.run("secrets", "init")]
    first = books.secret("tokens")
    assert len(first["current"]) >= 32 and first["previous"] == ""
    assert "there is a key already" in books.run("secrets", "init", code=64)
    assert "first: secrets tokens prepare" in books.run("secrets", "tokens", "switch", code=64)
    said.append(books.run("secrets", "tokens", "prepare"))
    prepared = books.secret("tokens")
    assert prepared["current"] == first["current"] and prepared["previous"] not in ("", first["current"]), "all take the new key before any signs by it"
    assert "under way" in books.run("secrets", "tokens", "prepare", code=64)
    said.append(books.run("secrets", "tokens", "switch"))
    switched = books.secret("tokens")
    assert (switched["current"], switched["previous"]) == (prepared["previous"], first["current"]), "old tokens are still taken"
    said.append(books.run("secrets", "tokens", "finish"))
    assert (books.secret("tokens")["current"], books.secret("tokens")["previous"]) == (switched["current"], "")
    assert not any(key and key in text for text in said for key in (first["current"], switched["current"])), "no secret is printed"


def test_certificates_are_uploaded_whole_or_not_at_all(books, tmp_path):
    pki = tmp_path / "pki"
    pki.mkdir()
    assert "makes all of them" in books.run("secrets", "certificates", pki, code=65)
    (pki / "ca.pem").write_text("ca")
    for service in SERVICES:
        (pki / f"{service}.pem").write_text(f"certificate of {service}")
        (pki / f"{service}.key").write_text(f"key of {service}")
    books.run("secrets", "certificates", pki)
    assert books.secret("certificates")["gateway_key"] == "key of gateway" and len(books.secret("certificates")) == 9
    assert books.secret("certificates")["ca"] == "ca\n"
    (tmp_path / "other.pem").write_text("another ca\n")
    books.run("secrets", "certificates", pki, tmp_path / "other.pem")
    assert books.secret("certificates")["ca"] == "ca\nanother ca\n", "nodes trust both while one takes the other's place"
    assert "No such file" in books.run("secrets", "certificates", pki, tmp_path / "none.pem", code=65)


def health_check(books):
    """Makes the nodes' target group; returns how to ask for the path that it checks."""
    ec2, elb = books.cloud.client("ec2"), books.cloud.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    elb.create_target_group(Name="snaketron-game-ws", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip", HealthCheckPath="/health/ready")
    return lambda: elb.describe_target_groups(Names=["snaketron-game-ws"])["TargetGroups"][0]["HealthCheckPath"]


def test_hold_keeps_nodes_that_are_not_ready_and_scaling_from_taking_any(books):
    assert "TargetGroupNotFound" in books.run("hold", "on", code=1)
    assert books.cloud.cloud.fleet.scaling == [], "nothing was changed"
    path = health_check(books)
    books.run("hold", "on")
    assert path() == "/health" and books.cloud.cloud.fleet.scaling == [True]
    books.run("hold", "off")
    assert path() == "/health/ready" and books.cloud.cloud.fleet.scaling == [True, False]
    assert "usage" in books.run("hold", "perhaps", code=64)


def test_hold_outlives_a_deployment(books):
    path = health_check(books)
    books.run("hold", "on")
    assert "scaling takes none until scripts/deploy/hold off" in books.run("server", books.images)
    assert path() == "/health" and books.cloud.cloud.fleet.scaling == [True, True]
    books.run("hold", "off")
    books.run("rollback", 1)
    assert books.cloud.cloud.fleet.scaling == [True, True, False, True, False]


def test_drill_refuses_a_cluster_that_is_not_whole(books):
    books.cloud.cloud.fleet.may_take_a_node = False
    assert "no drill now: voter 3 silent" in books.run("drill", "any", code=1)
    books.cloud.cloud.fleet.may_take_a_node = True
    assert "no task runs" in books.run("drill", "any", code=1)


def test_recovery_refuses_a_cluster_that_is_led_a_wrong_number_and_an_old_build(books):
    assert "node 1 leads: nothing is to be rebuilt" in books.run("recover", code=1)
    assert "is not ENTRY@TERM" in books.run("recover", "7", code=2)
    books.cloud.cloud.fleet.answers = False
    assert "names no image of the tool" in books.run("recover", code=1)
    ecs = books.cloud.client("ecs")
    ecs.update_service(cluster="snaketron-cluster", service="snaketron-game-service", desiredCount=1)
    assert "the service wants 1 nodes, and a cluster is whole with 3" in books.run("recover", code=1)
    assert not ecs.list_task_definitions(familyPrefix="snaketron-recovery")["taskDefinitionArns"], "nothing was registered"


def test_recovery_that_was_cut_off_at_its_end_gives_nodes_and_scaling_back(books):
    """The service's nodes lead already, and what the first run held is held still."""
    path = health_check(books)
    books.run("hold", "on")
    assert "scripts/deploy/hold off ends that" in books.run("recover", code=1), "the plan says what is left to do"
    said = books.run("recover", "7@3")
    assert "the end of a run that was cut off" in said and "done: 3 nodes, node 1 leads" in said
    assert path() == "/health/ready" and books.cloud.cloud.fleet.scaling == [True, False]
    assert "node 1 leads: nothing is to be rebuilt" in books.run("recover", "7@3", code=1), "once"


def test_recovery_that_fails_says_what_is_held_still_and_how_to_go_on(books):
    path = health_check(books)
    books.run("hold", "on")
    books.cloud.cloud.fleet.may_take_a_node = False
    said = books.run("recover", "7@3", code=1, DEPLOY_LIMIT="1", DEPLOY_PAUSE="0.2")
    assert "not within 1 s: the service's nodes are whole without it" in said
    assert "ECS replaces none that is not ready, and scaling takes none" in said and "scripts/deploy/hold off" in said
    assert path() == "/health" and books.cloud.cloud.fleet.scaling == [True]


class Outside:
    """A server of somebody else on a port of loopback: answers with `status` and `headers`, and keeps what it was sent."""

    def __init__(self, status=200, headers=()):
        self.status, self.headers, self.sent = status, dict(headers), []
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                outside.sent.append((self.path, self.headers["content-type"], self.rfile.read(int(self.headers["content-length"]))))
                self.do_GET()

            def do_GET(self):
                self.send_response(outside.status)
                for name, value in outside.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_tell_says_what_came_out_and_a_hook_that_fails_fails_nothing(books):
    assert books.run("tell", 'recovery of "7@3"', "failure", HOOK="") == "", "nobody is told where there is no hook"
    with Outside() as slack:
        said = books.run("tell", 'recovery of "7@3"', "failure", HOOK=f"{slack.url}/services/secret")
        [(path, kind, body)] = slack.sent
        assert (path, kind) == ("/services/secret", "application/json")
        assert json.loads(body) == {"text": 'SnakeTron: recovery of "7@3": failure'} and "secret" not in said
        slack.status = 500
        said = books.run("tell", "drill", "success", HOOK=f"{slack.url}/services/secret")
        assert "Slack could not be told" in said and "secret" not in said
    assert "usage" in books.run("tell", "drill", code=1)


def test_validation_refuses_a_page_without_its_headers(books):
    """That it plays a match on a fleet: Tests/Infra/test_fleet.py."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'", "Strict-Transport-Security": "max-age=1"}
    for missing in headers:
        with Outside(headers={name: value for name, value in headers.items() if name != missing}) as page:
            assert f"comes without {missing.lower()}" in books.run("validate", code=1, PAGE_URL=page.url, SNAKETRON_BIN="/bin/true")
    with Outside(headers=headers) as page:
        assert "with its headers" in books.run("validate", PAGE_URL=page.url, SNAKETRON_BIN="/bin/true")
        books.run("validate", code=1, PAGE_URL=page.url, SNAKETRON_BIN="/bin/false")
    assert "PAGE_URL: is not set" in books.run("validate", code=1, PAGE_URL="")
