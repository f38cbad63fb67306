"""What the deployment scripts share: settings from the environment, the AWS command line, a sentence to standard error."""
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

#: What a node answers that lives, and one that takes players.
LIVES, READY = "/health", "/health/ready"


def fail(text: str, code: int = 1):
    print(f"deploy: {text}", file=sys.stderr)
    sys.exit(code)


def setting(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        fail(f"{name} is not set; `terraform output -json pipeline` of the environment has it", 64)
    return value


def say(text: str) -> None:
    print(text, flush=True)


def called(*arguments: str, document: dict | None = None) -> tuple[dict | None, str]:
    """One call: its answer, or None and what AWS says. The document that was sent is not shown."""
    command = ["aws", "--output", "json", *arguments]
    if document is not None:
        command += ["--cli-input-json", json.dumps(document)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return None, f"aws {' '.join(arguments[:2])}: {done.stderr.strip()}"
    return (json.loads(done.stdout) if done.stdout.strip() else {}), ""


def aws(*arguments: str, document: dict | None = None) -> dict:
    """One call, whose refusal ends the script."""
    answer, refusal = called(*arguments, document=document)
    if answer is None:
        fail(refusal)
    return answer


def service_now(cluster: str, service: str) -> dict:
    found = aws("ecs", "describe-services", "--cluster", cluster, "--services", service).get("services", [])
    if len(found) != 1 or found[0].get("status") != "ACTIVE":
        fail(f"there is no service {service} in the cluster {cluster}")
    return found[0]


def asked(*arguments: str, quiet: bool = False) -> dict | None:
    """Like `aws`, for a question that is asked again and again: None where it had no answer, which is said."""
    answer, refusal = called(*arguments)
    if answer is None and not quiet:
        print(f"deploy: {refusal}", file=sys.stderr)
    return answer


def has_ended(cluster: str, task: str) -> bool:
    """ECS forgets a task an hour after its end."""
    found = asked("ecs", "describe-tasks", "--cluster", cluster, "--tasks", task)
    return found is not None and all(one["lastStatus"] == "STOPPED" for one in found["tasks"])


def hold_scaling(cluster: str, service: str, held: bool) -> None:
    """Scale-in while nodes are replaced, or wait, could take one more. Scaling out stays possible."""
    aws("application-autoscaling", "register-scalable-target", "--service-namespace", "ecs", "--resource-id", f"service/{cluster}/{service}",
        "--scalable-dimension", "ecs:service:DesiredCount", "--suspended-state",
        json.dumps({"DynamicScalingInSuspended": held, "DynamicScalingOutSuspended": False, "ScheduledScalingSuspended": held}))


def are_held(name: str) -> bool:
    found = asked("elbv2", "describe-target-groups", "--names", f"{name}-game-ws", quiet=True)
    return found is not None and [one.get("HealthCheckPath") for one in found["TargetGroups"]] == [LIVES]


def hold_nodes(name: str, cluster: str, service: str, held: bool) -> None:
    """Held, the load balancer asks what a node answers that is not ready: ECS does not replace it. Nor does scaling take it: a node
    that waits has nothing to do."""
    group = aws("elbv2", "describe-target-groups", "--names", f"{name}-game-ws")["TargetGroups"][0]["TargetGroupArn"]
    # Scaling first and last: what is half done keeps too many nodes, not too few.
    if held:
        hold_scaling(cluster, service, True)
    aws("elbv2", "modify-target-group", "--target-group-arn", group, "--health-check-path", LIVES if held else READY)
    if not held:
        hold_scaling(cluster, service, False)
    say(f"the load balancer asks {LIVES if held else READY} now: nodes that are not ready are {'kept' if held else 'replaced'}, and scaling "
        f"{'takes none' if held else 'may take some'}")


def cluster_now(url: str, seconds: float = 4) -> dict | None:
    """The answer of GET /api/cluster, None if there was none."""
    try:
        with urllib.request.urlopen(f"{url}/api/cluster", timeout=seconds) as answer:
            found = json.load(answer)
            return found if isinstance(found, dict) else None
    except (OSError, ValueError):
        return None
