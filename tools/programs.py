"""Sees to it that the tests find a Chromium and a Redis: the system's, or what apt-get installs.

Without them `make test` still passes; the tests that need them are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
REDIS = ("redis-server", "valkey-server")
PACKAGES = {CHROMIUM: "chromium", REDIS: "redis-server"}


def program(names: tuple[str, ...]) -> str | None:
    """The path of the first of these programs that this machine has."""
    return next((path for name in names if (path := shutil.which(name))), None)


def main() -> int:
    missing = [package for names, package in PACKAGES.items() if not program(names)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
            subprocess.run(
                ["apt-get", "--quiet=2", *command], env=environment, check=False, stdout=subprocess.DEVNULL
            )
    for names, package in PACKAGES.items():
        if not program(names):
            print(f"No {package} here and none could be installed: the tests that need it are skipped.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
