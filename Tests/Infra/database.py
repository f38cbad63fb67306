"""PostgreSQL on a host of its own, in RDS's place: TLS only, and its storage outlives the machine that serves it."""
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from network import Host, Share

POSTGRES = Path("/usr/lib/postgresql/15/bin")
ADDRESS = "10.77.0.3"


class Database:
    """It refuses to run as root, so it runs as `postgres`."""

    def __init__(self, password: str):
        self.folder = Path(tempfile.mkdtemp(prefix="rds-"))
        self.folder.chmod(0o755)
        shutil.chown(self.folder, "postgres")
        self.password = password
        (self.folder / "password").write_text(password + "\n")
        shutil.chown(self.folder / "password", "postgres")
        self.url = f"postgres://snaketron@{ADDRESS}:5432/postgres?sslmode=require"
        self.data = self.folder / "data"
        self.run("initdb", "-D", self.data, "-U", "snaketron", "-N", "--auth=scram-sha-256", f"--pwfile={self.folder / 'password'}")
        self.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=database",
                 "-keyout", self.data / "server.key", "-out", self.data / "server.crt", of="/usr/bin")
        (self.data / "pg_hba.conf").write_text("hostssl all,replication all 10.77.0.0/16 scram-sha-256\n")
        self.host, self.share = None, Share(f"snaketron-stand-in-{secrets.token_hex(4)}-database", 2, 1 << 30)
        self.start()

    def run(self, command: str, *arguments, of=POSTGRES, within=()) -> None:
        done = subprocess.run([*within, "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", f"{of}/{command}", *arguments],
                              cwd="/tmp", stdin=subprocess.DEVNULL, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"

    def asked(self, command: str, *arguments) -> str:
        """From outside, as its owner."""
        done = subprocess.run([POSTGRES / command, *arguments], capture_output=True, text=True, timeout=60, cwd="/tmp",
                              env={"PATH": os.environ["PATH"], "PGPASSWORD": self.password})
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        return done.stdout

    def copy(self) -> None:
        """What RDS's backups hold at this moment, for `restore`."""
        self.asked("pg_basebackup", "-D", self.folder / "copy", "-X", "fetch", "-c", "fast", "-d", self.url)

    def restore(self) -> None:
        """The copy takes the name: what was written after it is gone."""
        self.fail()
        shutil.rmtree(self.data)
        (self.folder / "copy").rename(self.data)
        for path in (self.data, *self.data.rglob("*")):
            shutil.chown(path, "postgres", "postgres")
        self.start()

    def rows(self, query: str) -> list[list[str]]:
        return [line.split("\t") for line in self.asked("psql", self.url, "-XAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", query).splitlines()]

    def change_password(self, password: str) -> None:
        """Connections that are open stay so."""
        self.asked("psql", self.url, "-Xq", "-v", "ON_ERROR_STOP=1", "-c", f"ALTER ROLE snaketron PASSWORD '{password}'")
        self.password = password

    def start(self) -> None:
        """On a new host under the same address: what a fail-over is to those who ask for the database by its name."""
        self.host = Host(ADDRESS)
        # fsync is off: no machine fails here, only processes.
        options = f"-c listen_addresses={ADDRESS} -c fsync=off -c ssl=on -k {self.folder}"
        self.process = subprocess.Popen(
            [*self.share.enter, *self.host.enter, "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", POSTGRES / "postgres", "-D", self.data,
             *options.split()], cwd="/tmp", stdin=subprocess.DEVNULL, stdout=(self.folder / "log").open("ab"), stderr=subprocess.STDOUT,
            start_new_session=True)

    def fail(self) -> None:
        """The machine is gone: nobody answers at its address, not even with a refusal."""
        if self.host is not None:
            while self.process.poll() is None:
                self.share.kill()
                time.sleep(0.01)
            self.host.remove()
            self.host = None

    def remove(self) -> None:
        self.fail()
        self.share.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
