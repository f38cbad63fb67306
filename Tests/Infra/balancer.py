"""HAProxy in the place of the load balancer, fed like a target group.

Rules from AWS's documentation: [G] load-balancer-target-groups, [K] target-group-health-checks. What differs: without any healthy
target AWS sends requests to all of them, this one to none.
"""
import csv
import socket
import subprocess
import time
from pathlib import Path

from network import Host

ADDRESS = "10.77.0.2"
#: Targets at most, those that drain included.
SLOTS = 40

CONFIGURATION = """
global
    stats socket {socket} mode 600 level admin
    maxconn 8000
    nbthread 1
    # A variable, since a path in the configuration could not be changed while it runs.
    set-var proc.path str({path})
defaults
    mode http
    timeout connect 2s
    timeout client 120s
    timeout server 120s
    timeout tunnel 120s
    timeout http-request 10s
    timeout check {timeout}s
    # Players of the tests say which address they come from: two hundred of one address would be too many.
    option forwardfor if-none
frontend public
    bind {address}:80
    http-request deny deny_status 404 if {{ path /metrics }} || {{ path_beg /metrics/ }}
    default_backend game
backend game
    balance leastconn
    option httpchk
    http-check send meth GET uri-lf "%[var(proc.path)]"
    http-check expect status 200
    default-server check inter {interval}ms fall {fall} rise {rise}
    server-template t 1-{slots} 0.0.0.0:8080 disabled
"""


class Balancer:
    """`rule`: the health check of the target group, as AWS describes it. `pace`: how many times as often it is made."""

    def __init__(self, folder: Path, rule: dict, pace: float):
        self.host = Host(ADDRESS)
        self.url = f"http://{ADDRESS}:80"
        self.control = str(folder / "haproxy.sock")
        file = folder / "haproxy.cfg"
        file.write_text(CONFIGURATION.format(
            socket=self.control, address=ADDRESS, slots=SLOTS, path=rule["HealthCheckPath"], rise=rule["HealthyThresholdCount"],
            fall=rule["UnhealthyThresholdCount"], timeout=rule["HealthCheckTimeoutSeconds"], interval=int(1000 * rule["HealthCheckIntervalSeconds"] / pace)))
        self.log = (folder / "haproxy.log").open("wb")
        self.process = subprocess.Popen([*self.host.enter, "haproxy", "-db", "-f", file], stdout=self.log, stderr=self.log, start_new_session=True)
        self.slots: dict[str, int] = {}
        deadline = time.monotonic() + 10
        while not Path(self.control).exists():
            assert self.process.poll() is None and time.monotonic() < deadline, (folder / "haproxy.log").read_text()
            time.sleep(0.02)

    def tell(self, *commands: str) -> str:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(self.control)
            connection.sendall(("; ".join(commands) + "\n").encode())
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts).decode()

    def register(self, target: str, address: str) -> None:
        """It gets no requests before it has passed its checks. [K]"""
        slot = next(n for n in range(1, SLOTS + 1) if n not in self.slots.values())
        self.slots[target] = slot
        self.tell(f"set server game/t{slot} addr {address} port 8080", f"set server game/t{slot} state ready", f"set server game/t{slot} health down")

    def check_path(self, path: str) -> None:
        """Of the health check, from now on."""
        assert not self.tell("experimental-mode on", f"set var proc.path str({path})").strip()

    def drain(self, target: str) -> None:
        """No new connections; those that are open stay for the deregistration delay. [G]"""
        if target in self.slots:
            self.tell(f"set server game/t{self.slots[target]} state drain")

    def remove(self, target: str) -> None:
        """What is still open is closed. [G]"""
        if (slot := self.slots.pop(target, None)) is not None:
            self.tell(f"set server game/t{slot} state maint", f"shutdown sessions server game/t{slot}")

    def statistics(self) -> list[dict]:
        return list(csv.DictReader(self.tell("show stat").lstrip("# ").splitlines()))

    def healthy(self) -> dict[str, bool]:
        states = {row["svname"]: row["status"] for row in self.statistics() if row["pxname"] == "game"}
        return {target: states[f"t{slot}"].startswith("UP") for target, slot in self.slots.items()}

    def answers(self) -> tuple[int, int]:
        """Requests so far, and those that were answered with 5xx, by gateways or by itself."""
        row = next(row for row in self.statistics() if (row["pxname"], row["svname"]) == ("public", "FRONTEND"))
        return int(row["req_tot"]), int(row["hrsp_5xx"])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()
        self.host.remove()
