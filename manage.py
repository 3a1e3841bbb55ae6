#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playbooks_web.settings")
    from playbooks_web import sqlite  # noqa: F401, I001  (takes sqlite3's place before Django loads it)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
