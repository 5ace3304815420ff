"""A throw-away PostgreSQL: private, on a socket alone, gone afterwards, as that of
`tests/support/postgres.rs` is for the tests in Rust.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

# The user of the databases, and of the system if this runs as root, whom PostgreSQL refuses.
USER = "postgres"
# It has to survive nothing. Each line of its log begins with the database and the error's code.
SETTINGS = ["listen_addresses=", "fsync=off", "full_page_writes=off", "shared_buffers=16MB",
            "max_connections=100", "log_line_prefix=%d %e "]


class Cluster:
    """A cluster that runs."""

    def __init__(self, folder, programs):
        self.folder, self.programs = folder, programs

    @classmethod
    @contextlib.contextmanager
    def start(cls):
        found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        programs = max((it.parent for it in found), key=lambda it: int(it.parent.name))
        # Not below the folder of the test, which is closed to the other user.
        folder = Path(tempfile.mkdtemp(prefix="piaojue-postgres-"))
        if os.getuid() == 0:
            shutil.chown(folder, USER, USER)
        cluster = cls(folder, programs)
        try:
            cluster._own("initdb", "--no-sync", "--auth=trust", "--encoding=UTF8",
                         "--locale=C.UTF-8", "--username", USER, "--pgdata", folder / "data")
            settings = [*SETTINGS, f"unix_socket_directories={folder}"]
            options = " ".join(f"-c '{it}'" for it in settings)
            control = ("pg_ctl", "--pgdata", folder / "data", "--silent", "--wait")
            cluster._own(*control, "--log", folder / "log", "--options", options, "start")
            try:
                yield cluster
            finally:
                cluster._own(*control, "--mode", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _own(self, program, *arguments):
        """Runs a program of the server's, as its user."""
        command = [self.programs / program, *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--",
                       *command]
        # What is left of the server must not hold the output of this.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, cwd="/", timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}")

    def database(self, name):
        """Makes an empty database; its URL."""
        self.ask("postgres", f'create database "{name}"')
        return f"postgres://{USER}@{str(self.folder).replace('/', '%2F')}/{name}"

    def ask(self, database, statement=None, text=None):
        """What `psql` says to a statement, or to a text of many."""
        command = [self.programs / "psql", "-XqtA", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                   "-U", USER, "-d", database, *(["-c", statement] if statement else [])]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=True,
                              timeout=60).stdout

    def moved(self, day):
        """A database with what the SQLite file of a day holds; its URL."""
        name = day.folder.name
        url = self.database(name)
        # The program makes its tables, and something of its own in them. It is asked to stop when
        # it has answered: before, it might not listen to that yet.
        with day.serve("--database", url) as site:
            site.ask("GET", "/health")
        with contextlib.closing(sqlite3.connect(day.folder / "piaojue.db")) as file:
            tables = [it for (it,) in file.execute(
                "select name from sqlite_master where type = 'table' and name not like '%sql%'")]
            # The rows were looked at when they were written: no trigger asks again.
            lines = ["set session_replication_role = replica;", f"truncate {', '.join(tables)};"]
            for table in tables:
                rows = file.execute(f"select * from {table}")
                columns = ", ".join(it[0] for it in rows.description)
                lines.append(f"copy {table} ({columns}) from stdin;")
                lines += ["\t".join(map(written, row)) for row in rows]
                lines.append("\\.")
        self.ask(name, text="\n".join(lines) + "\n")
        return url

    def refused(self, database):
        """The errors that the server has answered in a database: their codes and words."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        begins = f"{database} "
        return [it.removeprefix(begins) for it in lines
                if it.startswith(begins) and (" ERROR: " in it or " FATAL: " in it)]


def written(value):
    """A value as `copy` reads it."""
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    text = str(value).replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
