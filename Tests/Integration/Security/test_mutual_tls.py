"""A cluster whose nodes trust certificates only: it plays, fails over, and lets nobody else in."""
import asyncio
import subprocess
from pathlib import Path

import grpc
import pytest
from System.player import Player, check, play_during
from System.protos import contract
from System.stack import Stack, tool, wait_for


def openssl(*arguments) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def authority(folder: Path, name: str) -> Path:
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")
    return folder / f"{name}.pem"


def certificate(folder: Path, service: str, signer: str = "ca", file: str | None = None) -> None:
    file = file or service
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={service}", "-keyout", folder / f"{file}.key",
            "-out", folder / f"{file}.csr")
    (folder / f"{file}.ext").write_text(f"subjectAltName=DNS:{service}\n")
    openssl("x509", "-req", "-days", "2", "-in", folder / f"{file}.csr", "-CA", folder / f"{signer}.pem",
            "-CAkey", folder / f"{signer}.key", "-CAcreateserial", "-extfile", folder / f"{file}.ext",
            "-out", folder / f"{file}.pem")


@pytest.fixture(scope="module")
def pki(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pki")
    subprocess.run([tool(), "certs", folder], check=True, capture_output=True)
    authority(folder, "stranger-ca")
    certificate(folder, "gateway", signer="stranger-ca", file="stranger")
    return folder


@pytest.fixture(scope="module")
def stack(tmp_path_factory, pki):
    stack = Stack(tmp_path_factory.mktemp("tls") / "home", env={
        "TLS_CA": str(pki / "ca.pem"), "TLS_CERT": str(pki / "{service}.pem"), "TLS_KEY": str(pki / "{service}.key")})
    stack.up()
    yield stack
    stack.keep_logs("test_mutual_tls")
    stack.down()


def test_a_match_survives_the_loss_of_a_players_simulation_and_of_the_leader(stack):
    """The player on the node without a simulation plays through another node's: gateway to simulation over TLS."""
    leader = stack.leader()["node"]
    first, second = (n for n in (1, 2, 3) if n != leader)

    async def game():
        players = [Player([stack.gateway(first)], "Ada"), Player([stack.gateway(second)], "Grace")]
        for player in players:
            await player.__aenter__()

        def trouble():
            stack.kill(first, "simulation")
            wait_for(lambda: players[0].status and players[0].status[-1][1] == "ok", 20, "another simulation")
            stack.kill_node(leader)

        await play_during(trouble, players, longer=100)
        assert check(players) == []
        for player in players:
            await player.__aexit__()

    asyncio.run(game())


def call(service: str, address: str, credentials) -> grpc.StatusCode:
    """What a call of that service gets as answer; UNAVAILABLE when there is no connection."""
    channel = (grpc.insecure_channel(address) if credentials is None else grpc.secure_channel(
        address, credentials, options=[("grpc.ssl_target_name_override", service), ("grpc.enable_retries", 0)]))
    with channel:
        try:
            if service == "consensus":
                messages, stubs = contract("raft")
                stubs.RaftStub(channel).Forward(messages.ForwardRequest(cluster_id=1), timeout=5)
            else:
                messages, stubs = contract("play")
                stubs.PlayStub(channel).Summary(messages.SummaryRequest(), timeout=5)
            return grpc.StatusCode.OK
        except grpc.RpcError as error:
            return error.code()


def credentials(pki: Path, file: str | None):
    return grpc.ssl_channel_credentials(
        (pki / "ca.pem").read_bytes(), *(((pki / f"{file}.key").read_bytes(), (pki / f"{file}.pem").read_bytes()) if file else ()))


@pytest.mark.parametrize("service, port, welcome, misnamed", [
    ("consensus", 50052, "consensus", "gateway"),
    ("simulation", 50051, "gateway", "consensus"),
])
def test_a_port_lets_in_the_service_it_is_for_and_nobody_else(stack, pki, service, port, welcome, misnamed):
    nodes = {n["node"]: n for n in stack.status() if n["role"] != "down"}
    node = min(n for n in nodes if all(p["alive"] for p in nodes[n]["processes"]))
    address = f"127.0.0.{node}:{port}"

    def complaints(node: int, service: str) -> list[str]:
        return [line for line in stack.log(node, service).splitlines() if line.split()[1] in ("warning", "error")]

    def everywhere() -> dict:
        return {(n, s): complaints(n, s) for n in nodes for s in ("registry", "consensus", "simulation", "gateway")}

    for what, secret, reason in [
            ("plain text", None, "wrong version number"),
            ("no certificate", credentials(pki, None), "did not return a certificate"),
            ("another authority's", credentials(pki, "stranger"), "unable to get local issuer certificate"),
            ("another service's", credentials(pki, misnamed), "not allowed here")]:
        before = everywhere()
        assert call(service, address, secret) == grpc.StatusCode.UNAVAILABLE, f"{what} was let in"
        wait_for(lambda: everywhere() != before, 5, f"a log line about {what}")
        after = everywhere()
        new = after.pop((node, service))[len(before.pop((node, service))):]
        assert len(new) == 1 and reason in new[0], f"{what}: one line that says why, not {new}"
        assert after == before, f"{what}: nobody else notices"
    assert call(service, address, credentials(pki, welcome)) != grpc.StatusCode.UNAVAILABLE, "the right certificate is let in"
    now = {n["node"]: n for n in stack.status() if n["role"] != "down"}
    assert {k: (n["role"], n["term"]) for k, n in now.items()} == {k: (n["role"], n["term"]) for k, n in nodes.items()}
