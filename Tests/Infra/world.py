"""All of production's game side on this machine: database, secrets, task definition, service, load balancer, players.

The containers are those of infra/modules/ecs, as Terraform has them; only addresses, secrets' names and images are this machine's.
"""
import concurrent.futures
import contextlib
import functools
import importlib.machinery
import importlib.util
import json
import logging
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
from cloud import RunningCloud
from control_plane import Driven
from database import Database
from fargate import Fargate
from rollout import IMAGES, RECOVER, SERVICES, TOOL, TOOL_LABEL

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests"))
from System.crowd import Crowd, Patience, Player, Socket  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)
PROGRAMS = ROOT / ".build" / "release"
NAMES = {"DEPLOY_NAME": "snaketron", "DEPLOY_CLUSTER": "snaketron-cluster", "DEPLOY_SERVICE": "snaketron-game-service",
         "DEPLOY_FAMILY": "snaketron-server"}


def wait_for(condition, seconds: float, what: str):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
    return value


#: The test of each module whose first run makes what production has.
MADE_BY = {"ecs": "settings", "load-balancing": "load_balancing", "monitoring": "monitoring", "web-client": "web_client"}


@functools.cache
def terraform(name: str) -> dict[str, dict]:
    """What a module makes, by address; evaluated anew when a module has changed: they use each other."""
    printed, module = ROOT / f".build/infra/made-{name}.json", ROOT / "infra/modules" / name
    newest = max(file.stat().st_mtime for folder in (ROOT / "infra/modules", ROOT / "infra/mocks") for file in folder.rglob("*.*") if file.is_file())
    if not printed.exists() or printed.stat().st_mtime < newest:
        printed.parent.mkdir(parents=True, exist_ok=True)
        mirror = os.environ.get("TF_PROVIDER_MIRROR")
        environment = {**os.environ, "TF_DATA_DIR": str(printed.parent / f"data-{name}")}
        subprocess.run(["terraform", f"-chdir={module}", "init", "-backend=false", "-input=false", *([f"-plugin-dir={mirror}"] if mirror else [])],
                       env=environment, check=True, capture_output=True)
        done = subprocess.run(["terraform", f"-chdir={module}", "test", "-json", "-verbose", f"-filter=tests/{MADE_BY[name]}.tftest.hcl"],
                              env=environment, check=True, capture_output=True)
        # The schema of the provider is 10 MB of it.
        whole = printed.with_suffix(".all")
        whole.write_bytes(done.stdout)
        whole.write_text(json.dumps(report().resources(str(whole))))
        # Whole or not at all, also when this run is cut off.
        whole.rename(printed)
        (module / ".terraform.lock.hcl").unlink(missing_ok=True)
    return json.loads(printed.read_text())


@functools.cache
def report():
    loader = importlib.machinery.SourceFileLoader("infra_report", str(ROOT / "scripts/infra/report"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("infra_report", loader))
    loader.exec_module(module)
    return module


class Page(ThreadingHTTPServer):
    """CloudFront before the bucket: a page with the headers that infra/modules/web-client has, and that scripts/deploy/client gives its files."""

    def __init__(self):
        [policy] = terraform("web-client")["aws_cloudfront_response_headers_policy.this"]["security_headers_config"]
        transport = policy["strict_transport_security"][0]["access_control_max_age_sec"]
        security = {"Content-Security-Policy": policy["content_security_policy"][0]["content_security_policy"],
                    "Strict-Transport-Security": f"max-age={transport}"}
        files = {"/": ("text/html; charset=utf-8", "no-cache, no-store, must-revalidate", b'<script type="module" src="/assets/main-A.js"></script>'),
                 "/assets/main-A.js": ("text/javascript", "public, max-age=31536000, immutable", b"play()")}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                kind, kept, body = files.get(self.path, files["/"])
                self.send_response(200)
                for name, value in {**security, "Content-Type": kind, "Cache-Control": kept, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Guest(Player):
    """A player behind a load balancer: it tries for its standby until that stands at another gateway (docs/decisions/0907)."""

    gateway = None
    waits = 0.25

    def _stand_by(self, now: float) -> None:
        if now - self.tried_standby >= self.waits:
            self.tried_standby = now
            self.standby = Socket(self, self.bases[0])
            self.standby.role = "standby"
            self.crowd.spawn(self.standby.connect())

    def _text(self, socket, message: dict) -> None:
        if message["type"] == "welcome" and socket is self.main:
            self.gateway = message["gateway"]
        if message["type"] == "standby" and socket is self.standby:
            if message["gateway"] == self.gateway:
                self.waits = min(8, self.waits * 2)
                self.standby = None
                socket.close()
                return
            self.waits = 0.25
        super()._text(socket, message)


class Guests(Crowd):
    """Each from an address of its own."""

    def __init__(self, url: str, count: int):
        super().__init__([url], count, patience=Patience.of_many(), kind=Guest, address=lambda number: f"198.18.{number // 200}.{number % 200 + 1}")

    def figures(self, began: float, ended: float) -> str:
        """The time between two Updates of a match, ms; one comes at least every 250 ms, and the crowd keeps those over 150."""
        gaps = sorted((length * 1000 for player in self.players for end, length, _ in list(player.gaps) if began < end < ended + 1), reverse=True)
        total = sum(player.updates for player in self.players)
        ranks = ", ".join(f"p{part} {gaps[rank]:.0f}" if (rank := int(total * (100 - part) / 100)) < len(gaps) else f"p{part} under 150"
                          for part in (50, 99, 99.9))
        return (f"{total} Updates in {ended - began:.0f} s, time between two: {ranks}, longest {max(gaps, default=150):.0f} ms; reconnects "
                f"{len(self.reconnects)}, takes {dict(self.takes)}, closes {dict(self.closes)}")


class Looks(threading.Thread):
    """Asks GET /api/cluster again and again, as an operator's page does."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.seen, self.over = url, [], threading.Event()
        self.start()

    def run(self) -> None:
        while not self.over.wait(0.5):
            self.seen.append((time.monotonic(), cluster(self.url)))

    def voters(self) -> list[int]:
        """How many voters were heard, at each look that a leader's node answered."""
        return [sum(one["voter"] and one["state"] not in ("unreachable", "joining") for one in found["nodes"])
                for _, found in self.seen if found and found["leader"]]


def cluster(url: str) -> dict | None:
    try:
        with urllib.request.urlopen(f"{url}/api/cluster", timeout=2) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


class World:
    """`pace`: of AWS's waits, see fargate.py."""

    def __init__(self, name: str = "world", nodes: int = 3, on_demand: int = 2, pace: float = 6, most: int | None = None):
        self.name, self.nodes, self.on_demand, self.pace, self.most = name, nodes, on_demand, pace, most
        self.folder = Path(tempfile.mkdtemp(prefix="stand-in-"))
        self.folder.chmod(0o755)  # the processes of tasks are no root
        self.images: dict[str, Path] = {}
        self.undo = contextlib.ExitStack()
        try:
            self.make()
        except BaseException:
            self.stop()
            raise

    def make(self) -> None:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(terraform, MADE_BY))
        self.fargate = Fargate(self.folder, self.images, self.secret, self.pace)
        self.undo.callback(self.fargate.stop)
        self.database = Database(secrets.token_hex(16))
        self.undo.callback(self.database.remove)
        self.cloud = RunningCloud(Driven(self.fargate))
        self.undo.callback(self.cloud.stop)
        urllib.request.urlopen(urllib.request.Request(f"{self.cloud.url}/moto-api/reset", method="POST"), timeout=10)
        self.page = Page()
        self.undo.callback(self.page.stop)
        self.make_secrets()
        self.books()

    @functools.cache
    def client(self, service: str):
        return boto3.client(service, endpoint_url=self.cloud.url, region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")

    def settings(self) -> dict[str, str]:
        """What the scripts of scripts/deploy are told: this cloud, and waits as short as its own."""
        hosts = f"{os.environ.get('NO_PROXY', '')},127.0.0.1,10.77.0.2"
        return {**os.environ, **self.cloud.environment, **NAMES, "API_URL": "http://10.77.0.2", "PAGE_URL": self.page.url, "DEPLOY_PAUSE": "1",
                "DEPLOY_LAST": str(15 / self.fargate.own_pace), "NO_PROXY": hosts, "no_proxy": hosts}

    def killed(self, after: str, name: str, *arguments) -> None:
        """Starts a script, and kills it (SIGKILL) with all that it has started once it has said `after`."""
        with subprocess.Popen([ROOT / "scripts/deploy" / name, *map(str, arguments)], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=self.settings(), start_new_session=True) as running:
            said = []
            for line in running.stdout:
                print(line, end="", flush=True)
                said.append(line)
                if after in line:
                    os.killpg(running.pid, signal.SIGKILL)
                    print("killed", flush=True)
                    return
        raise AssertionError(f"{name} ended with {running.returncode} and had not said {after!r}: {''.join(said)[-3000:]}")

    def script(self, name: str, *arguments, code: int | None = 0, **environment) -> str:
        done = subprocess.run([ROOT / "scripts/deploy" / name, *map(str, arguments)], cwd=ROOT, text=True, capture_output=True, timeout=900,
                              env={**self.settings(), **environment})
        print(done.stdout + done.stderr, flush=True)
        assert code is None or done.returncode == code, f"{name} ended with {done.returncode}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout + done.stderr

    def make_secrets(self) -> None:
        keeper = self.client("secretsmanager")
        pki = self.pki = self.folder / "pki"
        self.certs(pki)
        certificates = {f"{service}_{part}": (pki / f"{service}.{end}").read_text()
                        for service in SERVICES for part, end in (("certificate", "pem"), ("key", "key"))}
        values = {"tokens": {"current": secrets.token_hex(32), "previous": ""}, "database": {"password": self.database.password},
                  "certificates": {"ca": (pki / "ca.pem").read_text(), **certificates}}
        self.arns = {name: keeper.create_secret(Name=f"snaketron/{name}", SecretString=json.dumps(value))["ARN"] for name, value in values.items()}

    @staticmethod
    def certs(folder: Path, *options: str) -> None:
        subprocess.run([PROGRAMS / "snaketron", "certs", folder, *options], check=True, capture_output=True)

    def secret(self, reference: str) -> str:
        *name, key, _, _ = reference.split(":")
        try:
            text = self.client("secretsmanager").get_secret_value(SecretId=":".join(name))["SecretString"]
            return json.loads(text)[key]
        except (KeyError, ValueError) as problem:
            raise LookupError(f"ResourceInitializationError: {reference}: {problem}") from problem

    def build(self, name: str, **scripts: str) -> Path:
        """Makes an image of each service; `gateway="#!/bin/sh …"` has a script in that program's place. Returns what
        scripts/deploy/images would have written. A build is `.build/release` in another folder, or what SNAKETRON_NEXT_BUILD names."""
        named = os.environ.get("SNAKETRON_NEXT_BUILD")
        source = Path(named) if named and name == "next" else PROGRAMS
        folder = self.folder / "builds" / name
        folder.mkdir(parents=True)
        written = {}
        for service in SERVICES:
            program = folder / f"snaketron-{service}"
            if service in scripts:
                program.write_text(scripts[service])
                program.chmod(0o755)
            else:
                shutil.copy2((source / program.name).resolve(), program)
        shutil.copy2((source / "snaketron").resolve(), folder / "snaketron")
        shutil.copy2(ROOT / "infra/images/recover", folder / RECOVER)
        for image in IMAGES:
            written[image] = f"registry.example/{image}@sha256:{name.encode().hex():0<64}"
            self.images[written[image]] = folder
        file = folder / "images.json"
        file.write_text(json.dumps(written))
        return file

    def books(self) -> None:
        """What Terraform makes, as far as this side of production needs it."""
        first = json.loads(self.build("first").read_text())
        kinds = {"current": "tokens", "previous": "tokens", "password": "database"}
        told = {"DATABASE_URL": self.database.url, "DRAIN_DELAY_MS": str(int(15_000 / self.pace))}
        made = terraform("ecs")
        task, service = made["aws_ecs_task_definition.this"], made["aws_ecs_service.this"]
        definitions = json.loads(task["container_definitions"])
        for one in definitions:
            one["image"] = first[one["name"]]
            one["dockerLabels"] = {TOOL_LABEL: first[TOOL]}
            for pair in one["environment"]:
                pair["value"] = told.get(pair["name"], pair["value"])
            for pair in one["secrets"]:
                key = pair["valueFrom"].split(":")[-3]
                pair["valueFrom"] = f"{self.arns[kinds.get(key, 'certificates')]}:{key}::"
        ecs, elb = self.client("ecs"), self.client("elbv2")
        ec2 = self.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
        place = {"subnets": [ec2.create_subnet(VpcId=vpc, CidrBlock="10.77.0.0/16")["Subnet"]["SubnetId"]],
                 "securityGroups": [ec2.create_security_group(GroupName="game", Description="nodes", VpcId=vpc)["GroupId"]]}
        target = next(values for address, values in terraform("load-balancing").items() if address.startswith("aws_lb_target_group."))
        check = target["health_check"][0]
        group = elb.create_target_group(
            Name="snaketron-game-ws", Protocol="HTTP", Port=target["port"], VpcId=vpc, TargetType="ip", HealthCheckPath=check["path"],
            HealthCheckIntervalSeconds=check["interval"], HealthCheckTimeoutSeconds=check["timeout"], HealthyThresholdCount=check["healthy_threshold"],
            UnhealthyThresholdCount=check["unhealthy_threshold"])["TargetGroups"][0]
        self.cloud.cloud.group, self.cloud.cloud.deregistration = group, int(target["deregistration_delay"])
        self.errors()
        ecs.create_cluster(clusterName=NAMES["DEPLOY_CLUSTER"])
        ecs.register_task_definition(family=NAMES["DEPLOY_FAMILY"], networkMode=task["network_mode"], cpu=task["cpu"], memory=task["memory"],
                                     requiresCompatibilities=["FARGATE"], volumes=[{"name": "data"}], containerDefinitions=definitions)
        strategy = [{"capacityProvider": one["capacity_provider"], "weight": one["weight"],
                     **({"base": self.on_demand} if one["capacity_provider"] == "FARGATE" else {})} for one in service["capacity_provider_strategy"]]
        [breaker], [alarms] = service["deployment_circuit_breaker"], service["alarms"]
        ecs.create_service(
            cluster=NAMES["DEPLOY_CLUSTER"], serviceName=NAMES["DEPLOY_SERVICE"], taskDefinition=NAMES["DEPLOY_FAMILY"], desiredCount=self.nodes,
            capacityProviderStrategy=strategy, healthCheckGracePeriodSeconds=service["health_check_grace_period_seconds"],
            platformVersion=service["platform_version"],
            networkConfiguration={"awsvpcConfiguration": {**place, "assignPublicIp": "ENABLED"}},
            deploymentConfiguration={
                "maximumPercent": service["deployment_maximum_percent"], "minimumHealthyPercent": service["deployment_minimum_healthy_percent"],
                "deploymentCircuitBreaker": breaker,
                "alarms": {"alarmNames": alarms["alarm_names"], "enable": alarms["enable"], "rollback": alarms["rollback"]}})
        self.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="ecs", ResourceId=f"service/{NAMES['DEPLOY_CLUSTER']}/{NAMES['DEPLOY_SERVICE']}",
            ScalableDimension="ecs:service:DesiredCount", MinCapacity=self.nodes, MaxCapacity=self.most or made["aws_appautoscaling_target.this"]["max_capacity"])
        self.url = self.fargate.balancer.url
        # Before that nobody asks: answers of a balancer without targets would be errors that raise the alarm.
        wait_for(lambda: self.fargate.service.rollout == "COMPLETED", 120, f"the first deployment: {self.fargate.story}")
        self.until_whole(self.nodes, 120)

    def errors(self) -> None:
        """The alarm that turns deployments back, as infra/modules/monitoring has it."""
        rule, alarm = terraform("monitoring")["aws_cloudwatch_metric_alarm.error_rate"], self.fargate.alarm
        [rate] = [one["expression"] for one in rule["metric_query"] if one["id"] == "rate"]
        least = re.fullmatch(r"IF\(FILL\(requests, 0\) >= (\d+), 100 \* .* / requests, 0\)", rate)
        assert least and rule["comparison_operator"] == "GreaterThanThreshold", f"Tests/Infra/scaling.py judges another alarm than {rate}"
        alarm.threshold, alarm.periods, alarm.least = rule["threshold"], rule["evaluation_periods"], int(least[1])

    def guest(self) -> int:
        """The status of the answer to somebody new; 0 where there is none."""
        return self.new_guest()[0]

    def new_guest(self) -> tuple[int, int]:
        """The status, and the account's id; zeros where there is none."""
        request = urllib.request.Request(f"{self.url}/api/auth/guest", b'{"name":"Ada"}', {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, int(json.load(answer)["user"]["id"])
        except urllib.error.HTTPError as refused:
            return refused.code, 0
        except OSError:
            return 0, 0

    def rotate_password(self) -> None:
        """As RDS does it: the one user gets another password, then the secret has it."""
        self.database.change_password(secrets.token_hex(16))
        self.client("secretsmanager").put_secret_value(SecretId=self.arns["database"], SecretString=json.dumps({"password": self.database.password}))

    def replace_nodes(self) -> None:
        """The present revision again, as docs/runbooks/rotate-secrets.md has it: nodes read secrets when they start."""
        tasks = set(self.fargate.tasks)
        said = self.script("server", "--revision", self.service()["taskDefinition"].rsplit(":", 1)[-1])
        assert f"done: {self.nodes} nodes" in said, said
        # The last one is told to stop, and hands over.
        wait_for(lambda: not tasks & set(self.fargate.tasks), 60, "every node is new")
        self.until_whole(self.nodes)

    @contextlib.contextmanager
    def requests(self, path: str, each_second: float):
        """Many who read a page meanwhile, from two hundred addresses."""
        over = threading.Event()

        def ask() -> None:
            number = 0
            while not over.wait(1 / each_second):
                number += 1
                request = urllib.request.Request(self.url + path, headers={"X-Forwarded-For": f"198.19.0.{number % 200}"})
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(request, timeout=2).close()
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        yield
        over.set()
        thread.join()

    def scale_by(self, processor: float, memory: float) -> None:
        """The policies of infra/modules/ecs, with other targets: two hundred players are a fifth of what three nodes can do."""
        service = {"ServiceNamespace": "ecs", "ResourceId": f"service/{NAMES['DEPLOY_CLUSTER']}/{NAMES['DEPLOY_SERVICE']}",
                   "ScalableDimension": "ecs:service:DesiredCount"}
        made = terraform("ecs")
        for name, target in (("cpu", processor), ("memory", memory)):
            [out] = made[f'aws_appautoscaling_policy.this["{name}"]']["target_tracking_scaling_policy_configuration"]
            [metric] = out["predefined_metric_specification"]
            self.client("application-autoscaling").put_scaling_policy(
                **service, PolicyName=f"snaketron-{name}", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration={
                    "TargetValue": target, "ScaleOutCooldown": out["scale_out_cooldown"], "DisableScaleIn": out["disable_scale_in"],
                    "PredefinedMetricSpecification": {"PredefinedMetricType": metric["predefined_metric_type"]}})
        [away] = made["aws_appautoscaling_policy.in"]["step_scaling_policy_configuration"]
        self.client("application-autoscaling").put_scaling_policy(
            **service, PolicyName="snaketron-in", PolicyType="StepScaling", StepScalingPolicyConfiguration={
                "AdjustmentType": away["adjustment_type"], "Cooldown": away["cooldown"], "StepAdjustments": [
                    {"MetricIntervalUpperBound": float(one["metric_interval_upper_bound"]), "ScalingAdjustment": one["scaling_adjustment"]}
                    for one in away["step_adjustment"]]})

    def until_whole(self, nodes: int, seconds: float = 120) -> dict:
        def whole():
            found = cluster(self.url)
            # Members that are gone stay listed for a while, unreachable and without a vote.
            ready = [one for one in (found or {}).get("nodes", []) if one["ready"] and not one["draining"]]
            return found if found and found["mayTakeANode"] and len(ready) == nodes else None
        try:
            return wait_for(whole, seconds, f"{nodes} nodes, all whole")
        except AssertionError as late:
            raise AssertionError(f"{late}: {cluster(self.url)}") from None

    def scale(self, nodes: int) -> None:
        self.client("ecs").update_service(cluster=NAMES["DEPLOY_CLUSTER"], service=NAMES["DEPLOY_SERVICE"], desiredCount=nodes)
        self.until_whole(nodes)

    def service(self) -> dict:
        return self.client("ecs").describe_services(cluster=NAMES["DEPLOY_CLUSTER"], services=[NAMES["DEPLOY_SERVICE"]])["services"][0]

    def revisions(self) -> set[str]:
        """Of the tasks that run."""
        names = self.client("ecs").list_tasks(cluster=NAMES["DEPLOY_CLUSTER"])["taskArns"]
        found = self.client("ecs").describe_tasks(cluster=NAMES["DEPLOY_CLUSTER"], tasks=names)["tasks"]
        return {one["taskDefinitionArn"].rsplit(":", 1)[-1] for one in found}

    @contextlib.contextmanager
    def players(self, count: int, title: str):
        """They play during what is done within, and for two seconds more. No acknowledged input may be lost or told twice."""
        with Guests(self.url, count) as crowd:
            wait_for(lambda: crowd.playing() >= count * 0.9, 120, "nine tenths of the players in a match")
            wait_for(lambda: sum(bool(p.standby and p.standby.can_be_taken) for p in crowd.players) >= count * 0.9, 60, "they have standbys")
            crowd.reconnects.clear()
            looks, began = Looks(self.url), time.monotonic()
            yield looks
            time.sleep(2)
            looks.over.set()
            print(f"{title}: {count} players on {self.nodes} nodes: {crowd.figures(began, time.monotonic())}", flush=True)
            found = [f"stuck: {player}" for player in crowd.stuck(30)]
            found += [f"no outcome at the end: {player}" for player in crowd.settle(30)]
            found += crowd.review(8) + crowd.news() + crowd.misplaced() + self.fargate.faults
            print(crowd.summary(), flush=True)
            assert not found, "\n".join(found[:20])
            assert crowd.outcomes["accepted"] > count * 5, "they played"

    def stop(self) -> None:
        logs = ROOT / ".build" / "artifacts" / "stand-in" / self.name
        shutil.rmtree(logs, ignore_errors=True)
        if (self.folder / "logs").exists():
            shutil.copytree(self.folder / "logs", logs)
        self.undo.close()
        shutil.rmtree(self.folder)
