"""A node whose database cannot be reached."""
from System.stack import Stack


def test_an_unreachable_database_is_named_without_its_password(tmp_path):
    stack = Stack(tmp_path / "home", nodes=1, env={"DATABASE_URL": "postgres://snake:hunter2@127.0.0.1:1/tron"})
    done = stack.run("up", "--nodes", "1", "--detach", "--patience", "4", check=False)
    assert done.returncode != 0
    log = stack.log(1, "registry")
    assert "127.0.0.1" in log and "database" in log.lower(), log
    everything = done.stdout + done.stderr + "".join(p.read_text() for p in stack.home.glob("node-*/*.log"))
    assert "hunter2" not in everything
