"""The API in front of real tasks: what the deployment scripts ask of ECS and of Application Auto Scaling; all else is moto's."""
import json
import urllib.parse
from io import BytesIO

from cloud import Cloud
from fargate import Fargate
from scaling import MEMORY, PROCESSOR

ECS = "AmazonEC2ContainerServiceV20141113."
SCALING = "AnyScaleFrontendService."
LOGS = "Logs_20140328."
#: What target tracking follows.
FIGURES = {"ECSServiceAverageCPUUtilization": PROCESSOR, "ECSServiceAverageMemoryUtilization": MEMORY}


class Driven(Cloud):
    """`fargate` starts the tasks of the one service that there is."""

    def __init__(self, fargate: Fargate):
        super().__init__()
        self.fargate = fargate

    def __call__(self, environ, start):
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        if not target.startswith((ECS, SCALING, LOGS)):
            if body.startswith(b"Action=ModifyTargetGroup&") and (path := urllib.parse.parse_qs(body.decode()).get("HealthCheckPath")):
                self.fargate.balancer.check_path(path[0])
            return super().__call__(environ, start)
        request = json.loads(body or b"{}")
        with self.lock:
            match target.removeprefix(ECS).removeprefix(SCALING).removeprefix(LOGS):
                case "CreateService":
                    return self.reply(start, *self.created(environ, request))
                case "UpdateService":
                    return self.reply(start, *self.updated(environ, request))
                case "DescribeServices":
                    status, answer = self.ask(environ)
                    for service in answer.get("services", []):
                        self.fargate.describe(service)
                    return self.reply(start, status, answer)
                case "ListTasks":
                    return self.reply(start, "200 OK", {"taskArns": self.fargate.listed(request.get("family"))})
                case "RunTask":
                    return self.reply(start, *self.run(environ, request))
                case "GetLogEvents":
                    return self.reply(start, *self.log(request))
                case "DescribeTasks":
                    return self.reply(start, "200 OK", {"tasks": self.fargate.described(request["tasks"]), "failures": []})
                case "StopTask":
                    found = self.fargate.described([request["task"]])
                    if not found:
                        return self.reply(start, "400 Bad Request", {"__type": "InvalidParameterException", "message": "The referenced task was not found."})
                    self.fargate.stop_task(request["task"].rsplit("/", 1)[-1])
                    return self.reply(start, "200 OK", {"task": found[0]})
                case "RegisterScalableTarget":
                    self.scalable(request)
                case "PutScalingPolicy":
                    self.policy(request)
        return super().__call__(environ, start)

    def reply(self, start, status: str, answer: dict):
        return self.answer(start, json.dumps(answer).encode(), status=status)

    def ask(self, environ, target: str | None = None, request: dict | None = None) -> tuple[str, dict]:
        """Moto's answer to this request, or to another one in its place."""
        if target is not None:
            body = json.dumps(request).encode()
            environ = {**environ, "HTTP_X_AMZ_TARGET": target, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        told = {}
        parts = self.moto(environ, lambda status, headers, *_: told.update(status=status) or (lambda _: None))
        return told["status"], json.loads(b"".join(parts) or b"{}")

    def definition(self, environ, name: str) -> dict:
        return self.ask(environ, ECS + "DescribeTaskDefinition", {"taskDefinition": name})[1]["taskDefinition"]

    def created(self, environ, request: dict) -> tuple[str, dict]:
        status, answer = self.ask(environ)
        if "service" in answer:
            kept = next(one for one in request["capacityProviderStrategy"] if one["capacityProvider"] == "FARGATE")
            definition = self.definition(environ, answer["service"]["taskDefinition"])
            self.fargate.create(
                definition, request["desiredCount"], request["deploymentConfiguration"], self.group, self.deregistration,
                {"on_demand": kept["base"], "grace": request["healthCheckGracePeriodSeconds"],
                 "stop_timeout": definition["containerDefinitions"][0]["stopTimeout"]})
            self.fargate.describe(answer["service"])
        return status, answer

    def run(self, environ, request: dict) -> tuple[str, dict]:
        if request.get("launchType") != "FARGATE" or not request.get("networkConfiguration", {}).get("awsvpcConfiguration", {}).get("subnets"):
            return "400 Bad Request", {"__type": "InvalidParameterException", "message": "Network Configuration must be provided on Fargate."}
        name = self.fargate.run_task(self.definition(environ, request["taskDefinition"]), request.get("startedBy", ""))
        return "200 OK", {"tasks": self.fargate.described([name]), "failures": []}

    def log(self, request: dict) -> tuple[str, dict]:
        lines = self.fargate.log(request["logStreamName"]) if request["logGroupName"] == "/snaketron/recovery" else None
        if lines is None:
            return "400 Bad Request", {"__type": "ResourceNotFoundException", "message": "The specified log stream does not exist."}
        return "200 OK", {"events": [{"timestamp": 1, "ingestionTime": 1, "message": line} for line in lines]}

    #: Of the target group, as infra/modules/load-balancing has it.
    group: dict = {}
    deregistration = 60

    def updated(self, environ, request: dict) -> tuple[str, dict]:
        status, answer = self.ask(environ)
        if "service" in answer:
            definition = self.definition(environ, request["taskDefinition"]) if "taskDefinition" in request else self.fargate.primary.definition
            self.fargate.update(definition, request.get("desiredCount"), request.get("deploymentConfiguration"),
                                request.get("forceNewDeployment", False))
            self.fargate.describe(answer["service"])
        return status, answer

    def policy(self, request: dict) -> None:
        """The step policy's alarm is judged as what it is by Terraform: all figures a tenth below their targets."""
        with self.fargate.lock:
            scaling = self.fargate.scaling
            if step := request.get("StepScalingPolicyConfiguration"):
                scaling.in_step, scaling.in_cooldown = -step["StepAdjustments"][0]["ScalingAdjustment"], step["Cooldown"]
                return
            rule = request["TargetTrackingScalingPolicyConfiguration"]
            kind = FIGURES[rule["PredefinedMetricSpecification"]["PredefinedMetricType"]]
            scaling.track(kind, rule["TargetValue"], rule["ScaleOutCooldown"])

    def scalable(self, request: dict) -> None:
        with self.fargate.lock:
            scaling = self.fargate.scaling
            scaling.least, scaling.most = request.get("MinCapacity", scaling.least), request.get("MaxCapacity", scaling.most)
            if "SuspendedState" in request:
                scaling.in_suspended = request["SuspendedState"]["DynamicScalingInSuspended"]
                scaling.out_suspended = request["SuspendedState"]["DynamicScalingOutSuspended"]
            if self.fargate.service:
                self.fargate.service.scale(min(scaling.most, max(scaling.least, self.fargate.service.desired)))
