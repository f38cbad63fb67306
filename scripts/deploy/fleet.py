"""What the deployment scripts share: settings from the environment, the AWS command line, a sentence to standard error."""
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request


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


def cluster_now(url: str, seconds: float = 4) -> dict | None:
    """The answer of GET /api/cluster, None if there was none."""
    try:
        with urllib.request.urlopen(f"{url}/api/cluster", timeout=seconds) as answer:
            found = json.load(answer)
            return found if isinstance(found, dict) else None
    except (OSError, ValueError):
        return None
