"""`make run`: prepares the database, then keeps a web process and a worker alive until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from playbooks_web import sqlite  # noqa: F401  (takes sqlite3's place before Django loads it)

from django.core.exceptions import ImproperlyConfigured  # isort: skip
from django.core.management import execute_from_command_line  # isort: skip

from playbooks_web import env

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        host = env.text("HOST", "127.0.0.1")
        port = env.integer("PORT", 8000, minimum=1, maximum=65535)
    except ImproperlyConfigured as problem:
        return refuse(str(problem))
    if problem_with_port := busy(host, port):
        return refuse(
            f"Port {port} on {host} cannot be used ({problem_with_port}). "
            f"Choose another one: make run PORT={port + 1 if port < 65535 else 8000}"
        )
    environment = prepare(port)
    return supervise(environment)


def refuse(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 1


def busy(host: str, port: int) -> str:
    """Why the address cannot be listened on, or nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            return problem.strerror or str(problem)
    return ""


def prepare(port: int) -> dict[str, str]:
    """Bring the database up to date and add the demo playbooks that it lacks."""
    var = Path(os.environ.get("PLAYBOOKS_VAR") or ROOT / "var").resolve()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="playbooks_web.settings",
        PLAYBOOKS_VAR=str(var),
        PORT=str(port),
        PYTHON=sys.executable,
    )
    execute_from_command_line(["manage.py", "migrate", "--verbosity=0"])
    execute_from_command_line(["manage.py", "load_demos", "--verbosity=0"])
    return dict(os.environ)


def supervise(environment: dict[str, str]) -> int:
    """Run the supervisor in a process group of its own; every signal of ours stops it cleanly."""
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c"]
    command.append(str(ROOT / "deploy" / "supervisord.conf"))
    if os.geteuid() == 0:
        command += ["-u", "root"]
    supervisor = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)

    def stop(number: int, frame: object) -> None:
        supervisor.send_signal(signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    supervisor.wait()
    return 0 if supervisor.returncode in (0, -signal.SIGTERM) else 1


if __name__ == "__main__":
    sys.exit(main())
