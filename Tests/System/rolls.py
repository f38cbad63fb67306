"""Builds to roll to, and the roll itself, for tests."""
import os
import shutil
import subprocess
from pathlib import Path

from System.stack import Stack, tool, wait_for

QUIET = os.environ.get("ROLL_QUIET", "2")
PROGRAMS = [f"snaketron-{service}" for service in ("registry", "consensus", "simulation", "gateway")]


def own_build() -> Path:
    return Path(tool()).resolve().parent


def copy_of(folder: Path, target: Path, **scripts: str) -> Path:
    """The same programs in another folder: another build, as far as anybody can tell. `gateway="#!/bin/sh …"` has a script in the
    place of that program."""
    target.mkdir()
    for name in PROGRAMS:
        script = scripts.get(name.removeprefix("snaketron-"))
        if script is not None:
            (target / name).write_text(script)
            (target / name).chmod(0o755)
            continue
        try:
            os.link(folder / name, target / name)
        except OSError:
            shutil.copy2(folder / name, target / name)
    return target


def builds(stack: Stack) -> set:
    return {node["build"] for node in stack.status()}


def roll(stack: Stack, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
    done = stack.run("roll", *arguments, *quiet(arguments), check=check, timeout=900)
    print(done.stdout + done.stderr, flush=True)
    return done


def start_roll(stack: Stack, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen([tool(), "roll", *arguments, *quiet(arguments)], env=stack.env, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def quiet(arguments: tuple[str, ...]) -> list[str]:
    return [] if "--quiet" in arguments else ["--quiet", QUIET]


def equal_worlds(stack: Stack, stopped: int = 0) -> None:
    """Nobody plays any more: every node's world is the same, none was found to differ, and so many had stopped."""
    def whole() -> list[dict] | None:
        """Every node is caught up, learners too: of nine nodes not all vote."""
        nodes = stack.status()
        newest = max(n["commit"] or 0 for n in nodes)
        return nodes if all(n["ready"] and n["leader"] and (n["applied"] or 0) >= newest for n in nodes) else None

    nodes = wait_for(whole, 120, "every node whole and caught up")  # matches whose players left go on for a while
    assert not [found for node in nodes for found in node["divergences"]], nodes
    assert not [node["stopped"] for node in nodes if node["stopped"]]
    logs = [stack.log(n, service) for n in range(1, stack.nodes + 1) for service in ("consensus", "simulation")]
    assert not any("differs from the majority" in log for log in logs)
    assert sum("this build cannot go on" in log for log in logs) == stopped
