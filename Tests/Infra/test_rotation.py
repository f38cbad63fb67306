"""Each secret of production is rotated by docs/runbooks/rotate-secrets.md while many play: scripts/infra-test Tests/Infra/test_rotation.py

Nobody is signed out, nobody new is refused, and no acknowledged input is lost.
"""
import json
import os
import ssl
import threading
import time
import urllib.error
import urllib.request

from world import wait_for

PLAYERS = int(os.environ.get("FLEET_PLAYERS", "200"))


class Visitors(threading.Thread):
    """From an address of its own each time somebody new comes, and then renews both the first token that was given and the last one.
    Each answer but 200 is kept."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.number, self.refused, self.over = url, 0, [], threading.Event()
        self.first = self.last = self.guest()
        assert self.first, self.refused

    def guest(self) -> str | None:
        self.number += 1
        return self.post("guest", {"name": "Ada"}, True)

    def renewed(self, token: str, counts: bool = False) -> str | None:
        return self.post("renew", {"token": token}, counts)

    def post(self, path: str, body: dict, counts: bool) -> str | None:
        """The token of the answer."""
        address = f"198.19.{self.number // 200}.{self.number % 200 + 1}"
        request = urllib.request.Request(f"{self.url}/api/auth/{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json", "X-Forwarded-For": address})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["token"]
        except urllib.error.HTTPError as refused:
            problem = f"{refused.code} {refused.read().decode(errors='replace')[:200]}"
        except OSError as error:
            problem = repr(error)
        if counts:
            self.refused.append(f"{time.strftime('%H:%M:%S')} {path}: {problem}")
        return None

    def run(self) -> None:
        while not self.over.wait(0.2):
            self.renewed(self.first, True)
            self.renewed(self.last, True)
            self.last = self.guest() or self.last

    def __enter__(self) -> "Visitors":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.join()
        print(f"{self.number} guests, refused {self.refused}", flush=True)


def test_keys_of_tokens_rotate_and_every_token_is_taken_all_the_while(world):
    keeper = world.client("secretsmanager")

    def keys() -> dict:
        return json.loads(keeper.get_secret_value(SecretId=world.arns["tokens"])["SecretString"])
    before = keys()["current"]
    with Visitors(world.url) as visitors, world.players(PLAYERS, "the tokens' keys are rotated: prepare, switch") as looks:
        for step in ("prepare", "switch"):
            world.script("secrets", "tokens", step)
            world.replace_nodes()
    assert visitors.refused == [] and visitors.number > 50
    assert keys()["current"] != before and min(looks.voters()) >= 2
    # A week later every token that is valid is of the new key: these players' are.
    with Visitors(world.url) as later, world.players(PLAYERS, "the tokens' keys are rotated: finish") as looks:
        world.script("secrets", "tokens", "finish")
        world.replace_nodes()
    assert later.refused == [] and min(looks.voters()) >= 2
    assert later.renewed(visitors.last), "a token of the new key"
    assert later.renewed(visitors.first) is None, "the former key is worth nothing any more"


def test_the_databases_password_rotates_and_somebody_new_is_let_in_all_the_while(world):
    before = world.database.password
    with Visitors(world.url) as visitors, world.players(PLAYERS, "the database's password is rotated") as looks:
        world.rotate_password()
        wait_for(lambda: visitors.number > 20, 60, "open connections stay")
        world.replace_nodes()
    assert visitors.refused == [] and visitors.number > 50
    assert min(looks.voters()) >= 2
    # Whoever has to connect again knows the new one.
    world.database.fail()
    world.database.start()
    wait_for(lambda: world.guest() == 200, 30, "a new guest")
    nodes = {row[0] for row in wait_for(lambda: world.database.rows("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                                                                     "AND client_addr <> '10.77.0.1'"), 30, "connections of nodes")}
    assert len(nodes) >= 3
    world.database.password, current = before, world.database.password
    try:
        world.database.rows("SELECT 1")
    except AssertionError as refused:
        assert "password authentication failed" in str(refused)
    else:
        raise AssertionError("the former password is taken still")
    finally:
        world.database.password = current


def shown(world) -> set[bytes]:
    """The certificates that the nodes' consensus shows, DER."""
    return {ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((task.host.address, 50052), timeout=10)) for task in world.fargate.tasks.values()}


def made(folder) -> set[bytes]:
    return {ssl.PEM_cert_to_DER_cert((folder / "consensus.pem").read_text())}


def test_certificates_of_nodes_are_renewed_by_the_same_authority(world):
    before = made(world.pki)
    assert shown(world) == before
    with Visitors(world.url) as visitors, world.players(PLAYERS, "the nodes' certificates are renewed") as looks:
        world.certs(world.pki, "--renew", "--days", "190")
        world.script("secrets", "certificates", world.pki)
        world.replace_nodes()
        assert shown(world) == made(world.pki) != before
    assert visitors.refused == [] and min(looks.voters()) >= 2


def test_the_authority_of_the_nodes_certificates_is_replaced_in_three_rounds(world):
    new = world.folder / "pki-new"
    with Visitors(world.url) as visitors, world.players(PLAYERS, "the authority of the nodes' certificates is replaced") as looks:
        world.certs(new, "--days", "190")
        for folder, other in ((world.pki, new), (new, world.pki), (new, None)):
            world.script("secrets", "certificates", folder, *([other / "ca.pem"] if other else []))
            world.replace_nodes()
            assert shown(world) == made(folder)
    assert visitors.refused == [] and min(looks.voters()) >= 2
