"""ECS's agent, as the processes of a task see it: metadata, and the task's protection.

Paths and answers from AWS: "Amazon ECS task metadata endpoint version 4", "Task scale-in protection endpoint".
"""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from network import AGENT


class Agents:
    """`address(task)`, None where there is no such task; `protect(task, minutes)`, None lets go; `protected(task)`."""

    def __init__(self, address, protect, protected):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                match self.path.strip("/").split("/"):
                    case ["v4", task, *rest] if rest in ([], ["task"]) and address(task):
                        container = {"DockerId": task, "KnownStatus": "RUNNING",
                                     "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": [address(task)]}]}
                        self.answer(200, {"TaskARN": arn(task), "Containers": [container]} if rest else container)
                    case ["api", task, "task-protection", "v1", "state"] if address(task):
                        self.answer(200, {"protection": {"ProtectionEnabled": protected(task), "TaskArn": arn(task)}})
                    case _:
                        self.answer(404, {})

            def do_PUT(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                match self.path.strip("/").split("/"):
                    case ["api", task, "task-protection", "v1", "state"] if address(task):
                        enabled = body["ProtectionEnabled"]
                        try:
                            protect(task, body.get("ExpiresInMinutes", 120) if enabled else None)
                        except (KeyError, ValueError) as problem:
                            return self.answer(400, {"error": {"Arn": arn(task), "Code": "InvalidParameterException", "Message": str(problem)}})
                        self.answer(200, {"protection": {"ProtectionEnabled": enabled, "TaskArn": arn(task)}})
                    case _:
                        self.answer(404, {})

            def answer(self, status, body):
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer((AGENT, 80), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def arn(task: str) -> str:
    return f"arn:aws:ecs:eu-central-1:123456789012:task/snaketron-cluster/{task}"
