"""Builds the front-end bundle, with the machine's node or, where it has none, the wheel's.

`python -m tools.node --bundle` installs package-lock.json's packages and builds static/dist;
any other arguments are handed to node as they are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = 20
WHEEL = "requirements/node.txt"


def node_folder() -> Path:
    """The folder of a node that is new enough, with npm beside it."""
    for folder in (os.environ.get("NODE_HOME", ""), *os.environ.get("PATH", "").split(os.pathsep)):
        if folder and shutil.which("npm", path=folder) and _major(folder) >= OLDEST_NODE:
            return Path(folder)
    own = Path(sys.executable).parent
    if not shutil.which("npm", path=str(own)):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", WHEEL]
        subprocess.run(command, cwd=ROOT, check=True)
    return own


def _major(folder: str) -> int:
    program = shutil.which("node", path=folder)
    if program is None:
        return 0
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdecimal() else 0


def main(arguments: list[str]) -> int:
    folder = node_folder()
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    if arguments != ["--bundle"]:
        return subprocess.run([str(folder / "node"), *arguments], cwd=ROOT, env=environment).returncode
    npm = [str(folder / "npm")]
    subprocess.run([*npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, env=environment, check=True)
    subprocess.run([*npm, "run", "--silent", "build"], cwd=ROOT, env=environment, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
