"""AWS on loopback: moto, and the calls that moto 5 does not have.

Kept by moto: VPC, ELB, ECS's books, RDS, S3, CloudFront distributions, Secrets Manager, IAM, ACM, Route 53, CloudWatch, and so on.
Added here: CloudFront's cache and header policies, subscribers of budgets, tags of scalable targets, the end of a managed rotation,
and a rolling deployment, since moto's ECS starts nothing: each look at the service after an update finds one more node of the new
revision. `/api/cluster` answers as the fleet's gateways would. What this cannot show: whether AWS accepts what moto accepts, how long
anything takes, and that tasks run.
"""
import json
import re
import threading
import uuid
from dataclasses import dataclass, field
from io import BytesIO

from moto.cloudfront import models as cloudfront
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


_begin = cloudfront.Invalidation.__init__


def _completed(self, *arguments) -> None:
    """Moto says COMPLETED where AWS says Completed, which `aws cloudfront wait` waits for."""
    _begin(self, *arguments)
    self.status = "Completed"


cloudfront.Invalidation.__init__ = _completed


@dataclass
class Fleet:
    """The rolling deployment that ECS would do, and the cluster as its gateways tell it."""
    nodes: int = 3
    #: `complete`; `fail`: ECS gives up at the second node and goes back; `leaderless`: the cluster loses its leader at the second.
    outcome: str = "complete"
    may_take_a_node: bool = True
    answers: bool = True
    deployment: str | None = None
    done: int = 0
    updates: list[dict] = field(default_factory=list)
    scaling: list[bool] = field(default_factory=list)
    #: As the service was made or changed; moto forgets it.
    configuration: dict = field(default_factory=dict)

    def update(self, request: dict) -> None:
        self.updates.append(request)
        self.configuration = request.get("deploymentConfiguration", self.configuration)
        # The way back is short: few nodes have been replaced.
        self.deployment, self.done = f"ecs-svc/{len(self.updates)}", 0 if len(self.updates) == 1 else self.nodes - 1

    def look(self, service: dict) -> None:
        """What describe-services says: after each look one more node is replaced."""
        if self.deployment is None:
            service["runningCount"] = self.nodes
            return
        self.done = min(self.nodes, self.done + 1)
        first = len(self.updates) == 1
        state = "COMPLETED" if self.done == self.nodes else "IN_PROGRESS"
        reason = ""
        if first and self.outcome == "fail" and self.done >= 2:
            state, reason, self.done = "FAILED", "ECS deployment circuit breaker: tasks failed to start.", 1
        service["runningCount"] = self.nodes
        service["deployments"] = [{"id": self.deployment, "status": "PRIMARY", "taskDefinition": service["taskDefinition"],
                                   "desiredCount": self.nodes, "runningCount": self.done, "rolloutState": state,
                                   "rolloutStateReason": reason}]

    def cluster(self) -> dict:
        lost = self.outcome == "leaderless" and len(self.updates) == 1 and self.done >= 2
        return {"leader": None if lost else "1", "term": 7, "voterSeats": 3, "mayTakeANode": self.may_take_a_node and not lost,
                "whyNot": None if self.may_take_a_node else "voter 3 silent for 2100 ms",
                "nodes": [{"node": str(n + 1), "ready": not lost, "quarantined": False} for n in range(self.nodes)]}


class Cloud:
    """A WSGI application: the additions, then moto."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.fleet = Fleet()
        self.policies: dict[str, tuple[str, str]] = {}
        self.subscribers: dict[str, list[dict]] = {}
        self.tags: dict[str, object] = {}
        self.lock = threading.Lock()

    def __call__(self, environ, start):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        path, target = environ["PATH_INFO"], environ.get("HTTP_X_AMZ_TARGET", "")
        with self.lock:
            if path == "/api/cluster":
                return self.answer(start, json.dumps(self.fleet.cluster()).encode() if self.fleet.answers else None)
            if match := re.fullmatch(r"/2020-05-31/(cache|response-headers)-policy(?:/([\w-]+))?(/config)?", path):
                return self.policy(environ["REQUEST_METHOD"], *match.groups(), body.decode(), start)
            service, _, action = target.partition(".")
            if service == "AWSBudgetServiceGateway":
                request = json.loads(body)
                name = request.get("BudgetName") or request.get("Budget", {}).get("BudgetName")
                for one in request.get("NotificationsWithSubscribers", []):
                    self.subscribers[self.notification(name, one["Notification"])] = one["Subscribers"]
                if action == "CreateNotification":
                    self.subscribers[self.notification(name, request["Notification"])] = request["Subscribers"]
                if "ResourceTags" in request:
                    self.tags["budgets"] = request["ResourceTags"]
                if action == "DescribeSubscribersForNotification":
                    found = self.subscribers.get(self.notification(name, request["Notification"]), [])
                    return self.answer(start, json.dumps({"Subscribers": found}).encode())
                if action == "ListTagsForResource":
                    return self.answer(start, json.dumps({"ResourceTags": self.tags.get("budgets", [])}).encode())
            if service == "AnyScaleFrontendService":
                request = json.loads(body)
                if action == "ListTagsForResource":
                    return self.answer(start, json.dumps({"Tags": self.tags.get("scaling", {})}).encode())
                if action == "RegisterScalableTarget":
                    if "Tags" in request:
                        self.tags["scaling"] = request["Tags"]
                    if "SuspendedState" in request:
                        self.fleet.scaling.append(request["SuspendedState"]["DynamicScalingInSuspended"])
            if target == "secretsmanager.CancelRotateSecret":
                # Moto wants a Lambda function, which secrets that RDS manages do not have.
                return self.answer(start, json.dumps({"ARN": json.loads(body)["SecretId"], "Name": "managed"}).encode())
            environ["wsgi.input"] = BytesIO(body)
            if action == "UpdateService" and "taskDefinition" in json.loads(body):
                self.fleet.update(json.loads(body))
            if action == "CreateService":
                self.fleet.configuration = json.loads(body).get("deploymentConfiguration", {})
            if action in ("UpdateService", "DescribeServices") and service.startswith("AmazonEC2ContainerService"):
                return self.services(environ, start)
            return self.moto(environ, start)

    @staticmethod
    def notification(budget: str, one: dict) -> str:
        return f"{budget} {one['NotificationType']} {float(one['Threshold'])}"

    @staticmethod
    def answer(start, body: bytes | None, kind: str = "application/x-amz-json-1.1", status: str = "200 OK", headers=()):
        if body is None:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        start(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *headers])
        return [body]

    def services(self, environ, start):
        """Moto's answer, with the deployment as it stands."""
        told = {}
        parts = self.moto(environ, lambda status, headers, *_: told.update(status=status, headers=headers) or (lambda _: None))
        answer = json.loads(b"".join(parts))
        for service in [answer["service"]] if "service" in answer else answer.get("services", []):
            service["deploymentConfiguration"] = self.fleet.configuration
            if self.fleet.updates:
                if "service" in answer:
                    service["deployments"] = [{"id": self.fleet.deployment, "status": "PRIMARY"}]
                else:
                    self.fleet.look(service)
            elif service["desiredCount"]:
                self.fleet.look(service)
        body = json.dumps(answer).encode()
        start(told["status"], [(k, v) for k, v in told["headers"] if k.lower() != "content-length"] + [("Content-Length", str(len(body)))])
        return [body]

    def policy(self, method, kind, name, config, body, start):
        root = {"cache": "CachePolicy", "response-headers": "ResponseHeadersPolicy"}[kind]
        if method == "POST":
            name = str(uuid.uuid4())
        if method in ("POST", "PUT"):
            inner = re.search(rf"<{root}Config[^>]*>(.*)</{root}Config>", body, re.S).group(1)
            self.policies[name] = (inner, f"E{uuid.uuid4().hex[:12].upper()}")
        if name not in self.policies:
            missing = f"<ErrorResponse><Error><Type>Sender</Type><Code>NoSuch{root}</Code><Message>gone</Message></Error></ErrorResponse>"
            return self.answer(start, missing.encode(), "text/xml", "404 Not Found")
        inner, tag = self.policies[name]
        if method == "DELETE":
            del self.policies[name]
            return self.answer(start, b"", "text/xml", "204 No Content")
        document = f"<{root}Config>{inner}</{root}Config>"
        if not config:
            document = f"<{root}><Id>{name}</Id><LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>{document}</{root}>"
        status = "201 Created" if method == "POST" else "200 OK"
        return self.answer(start, f'<?xml version="1.0"?>{document}'.encode(), "text/xml", status, [("ETag", tag)])


class RunningCloud:
    """The application on a port of loopback; the environment that sends the AWS command line and Terraform there."""

    def __init__(self, cloud: Cloud | None = None):
        self.cloud = cloud or Cloud()
        self.server = make_server("127.0.0.1", 0, self.cloud, threaded=True, request_handler=MotoRequestHandler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.environment = {
            "AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
