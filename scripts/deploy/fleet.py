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


def aws(*arguments: str, document: dict | None = None) -> dict:
    """One call. What AWS says when it refuses is shown; the document that was sent is not."""
    command = ["aws", "--output", "json", *arguments]
    if document is not None:
        command += ["--cli-input-json", json.dumps(document)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"aws {' '.join(arguments[:2])}: {done.stderr.strip()}")
    return json.loads(done.stdout) if done.stdout.strip() else {}


def asked(*arguments: str) -> dict | None:
    """Like `aws`, for a question that is asked again and again: None where it had no answer, which is said."""
    try:
        return aws(*arguments)
    except SystemExit:
        return None


def cluster_now(url: str, seconds: float = 4) -> dict | None:
    """The answer of GET /api/cluster, None if there was none."""
    try:
        with urllib.request.urlopen(f"{url}/api/cluster", timeout=seconds) as answer:
            found = json.load(answer)
            return found if isinstance(found, dict) else None
    except (OSError, ValueError):
        return None
