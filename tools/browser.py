"""Sees to it that the browser tests find a Chromium: the system's, or one that apt-get installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    if chromium():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "--quiet=2", *command], env=environment, check=False, stdout=subprocess.DEVNULL
            )
    if not chromium():
        print("No Chromium here and none could be installed: the browser tests will be skipped.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
