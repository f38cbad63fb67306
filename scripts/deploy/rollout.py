"""What a deployment decides, without I/O: the percentages, the next task definition, and when to go on, to wait or to turn back."""
from dataclasses import dataclass, field

SERVICES = ("registry", "consensus", "simulation", "gateway")
#: No node runs it: the recovery task does.
TOOL = "tool"
IMAGES = (*SERVICES, TOOL)
#: Of the containers of a node: the image of the tool of the same build.
TOOL_LABEL = "snaketron.tool"
#: The container of the tool.
RECOVER = "recover"
#: What describe-task-definition tells and register-task-definition does not take.
TOLD = ("taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy",
        "deregisteredAt")


def percentages(tasks: int) -> tuple[int, int]:
    """(maximum, minimum) for a deployment of `tasks`: exactly one more may start, and none goes before that one is healthy.

    ECS rounds the maximum down and the minimum up. With a minimum under 100 it stops an old task at once."""
    if tasks < 1:
        raise ValueError("a service without tasks has nothing to replace")
    return -(-100 * (tasks + 1) // tasks), 100


def next_definition(described: dict, images: dict[str, str]) -> dict:
    """The same task definition with other images. Every container gets one, by digest, and names that of the tool."""
    if sorted(images) != sorted(IMAGES):
        raise ValueError(f"images are needed for {', '.join(IMAGES)}, not {', '.join(sorted(images)) or 'none'}")
    for service, image in images.items():
        if "@sha256:" not in image:
            raise ValueError(f"the image of {service} is not named by its digest: {image}")
    containers = described["containerDefinitions"]
    if sorted(one["name"] for one in containers) != sorted(SERVICES):
        raise ValueError(f"the task definition has the containers {', '.join(one['name'] for one in containers)}")
    changed = {key: value for key, value in described.items() if key not in TOLD}
    changed["containerDefinitions"] = [
        {**one, "image": images[one["name"]], "dockerLabels": {**one.get("dockerLabels", {}), TOOL_LABEL: images[TOOL]}} for one in containers]
    return changed


def recovery_definition(described: dict, family: str, logs: str, confirmed: str | None = None) -> dict:
    """The task that rebuilds the cluster on its own disk, from the task definition of the nodes: the same images, settings and
    secrets, and the tool. `logs` is the tool's log group.

    Without `confirmed` it has the registry and the tool alone, and ends with the tool, which changes nothing. With it consensus starts
    once the tool has succeeded, so the rebuilt node runs where its disk is."""
    node = {one["name"]: one for one in described["containerDefinitions"]}
    if sorted(node) != sorted(SERVICES):
        raise ValueError(f"the task definition has the containers {', '.join(node)}")
    consensus = node["consensus"]
    image = consensus.get("dockerLabels", {}).get(TOOL_LABEL)
    if not image:
        raise ValueError(f"the task definition that runs names no image of the tool (label {TOOL_LABEL}): it is of a build before there was one")
    options = consensus["logConfiguration"]["options"]
    tool = {
        "name": RECOVER, "image": image, "command": [] if confirmed is None else ["--confirm", confirmed], "essential": confirmed is None,
        **{key: consensus[key] for key in ("user", "readonlyRootFilesystem", "linuxParameters", "mountPoints") if key in consensus},
        "environment": [pair for pair in consensus["environment"] if pair["name"] == "DATA_DIR"],
        # It asks the nodes that answer, as a consensus.
        "secrets": [pair for pair in consensus["secrets"] if pair["name"] in ("TLS_CA", "TLS_CERT", "TLS_KEY")],
        "dependsOn": [{"containerName": "registry", "condition": "HEALTHY"}],
        # Seconds that those which depend on it wait.
        "startTimeout": 120, "stopTimeout": 30,
        # A person decides by what it prints: no line may be dropped.
        "logConfiguration": {"logDriver": "awslogs", "options": {
            "awslogs-group": logs, "awslogs-region": options["awslogs-region"], "awslogs-stream-prefix": RECOVER, "mode": "blocking"}},
    }
    containers = [{**node["registry"], "startTimeout": 120}, tool]
    if confirmed is not None:
        first = [*consensus.get("dependsOn", []), {"containerName": RECOVER, "condition": "SUCCESS"}]
        containers += [{**consensus, "dependsOn": first}, node["simulation"], node["gateway"]]
    changed = {key: value for key, value in described.items() if key not in TOLD}
    return {**changed, "family": family, "containerDefinitions": containers}


@dataclass
class Limits:
    """Seconds."""
    #: For the whole deployment.
    deployment: float = 3600
    #: Without a leader, or with a world that differs.
    leaderless: float = 15
    #: That the API may not answer.
    silence: float = 60
    #: That the last old node may stay when all new ones run: ECS leaves it alone while it leads.
    last: float = 15


@dataclass
class Watch:
    """One deployment, watched. Feed it what ECS and the cluster say; it answers what to do."""
    deployment: str
    began: float
    limits: Limits = field(default_factory=Limits)
    leaderless_since: float | None = None
    silent_since: float | None = None
    last_since: float | None = None

    def step(self, now: float, service: dict, cluster: dict | None) -> tuple[str, str]:
        """`wait`, `done`, `failed` (ECS has turned back by itself), `back` (turn back now) or `last` (stop the last old node), and why.

        `service` is one of describe-services, `cluster` the answer of GET /api/cluster, None if there was none."""
        mine = [one for one in service.get("deployments", []) if one.get("id") == self.deployment]
        if not mine:
            return "failed", "the deployment is gone: another one has taken its place"
        state, reason = mine[0].get("rolloutState", "IN_PROGRESS"), mine[0].get("rolloutStateReason", "")
        if state == "FAILED":
            return "failed", reason or "ECS gave it up"
        trouble = self.trouble(now, cluster)
        if trouble:
            return "back", trouble
        if state == "COMPLETED":
            if cluster is None or cluster.get("leader") is None:
                return "wait", "replaced; waiting for the cluster's answer"
            return "done", f"{mine[0].get('runningCount', 0)} nodes, node {cluster['leader']} leads"
        if now - self.began > self.limits.deployment:
            return "back", f"not done within {self.limits.deployment:.0f} s"
        if self.last_leads(now, service, mine[0], cluster):
            self.last_since = now
            return "last", "all nodes but one are new; that one leads and is stopped, so that it hands over"
        return "wait", f"{mine[0].get('runningCount', 0)} of {mine[0].get('desiredCount', 0)} nodes are new" + (
            "" if cluster is None or cluster.get("mayTakeANode") else f"; {(cluster or {}).get('whyNot')}")

    def last_leads(self, now: float, service: dict, mine: dict, cluster: dict | None) -> bool:
        """One old node is left, any node may be taken, and ECS has not taken that one for a while: it is protected, since it leads."""
        old = sum(one.get("runningCount", 0) for one in service["deployments"] if one.get("id") != self.deployment)
        new = mine.get("runningCount", 0) >= max(1, mine.get("desiredCount", 1)) and not mine.get("pendingCount", 0)
        if old != 1 or not new or cluster is None or not cluster.get("mayTakeANode"):
            self.last_since = None
            return False
        self.last_since = now if self.last_since is None else self.last_since
        return now - self.last_since >= self.limits.last

    def trouble(self, now: float, cluster: dict | None) -> str | None:
        if cluster is None:
            self.silent_since = now if self.silent_since is None else self.silent_since
            if now - self.silent_since >= self.limits.silence:
                return f"the API has not answered for {self.limits.silence:.0f} s"
            return None
        self.silent_since = None
        quarantined = [one["node"] for one in cluster.get("nodes", []) if one.get("quarantined")]
        if cluster.get("leader") is None or quarantined:
            self.leaderless_since = now if self.leaderless_since is None else self.leaderless_since
            if now - self.leaderless_since >= self.limits.leaderless:
                return f"the world of node {quarantined[0]} differs" if quarantined else f"no node has led for {self.limits.leaderless:.0f} s"
            return None
        self.leaderless_since = None
        return None
