"""The bar on standard error: for people at terminals only."""

from __future__ import annotations

import io
import sys

import pytest

from playbook.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal, on which a bar shows at once."""
    monkeypatch.setattr("playbook.commands.progress._DELAY_S", 0)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def test_on_a_terminal_there_is_a_bar(terminal):
    progress = Progress(4, terminal)
    progress.at("good in step 1")
    progress.done()
    progress.close()
    assert progress.shown and "0 of 4" in terminal.getvalue()


def test_the_bar_leaves_nothing_behind(terminal):
    progress = Progress(4, terminal)
    progress.at("good")
    shown = terminal.getvalue()
    progress.close()
    assert shown.strip() and terminal.getvalue().endswith(" \r")


def test_a_line_is_printed_without_the_bar_in_it(terminal, capsys):
    progress = Progress(4, terminal)
    progress.say("passed")
    progress.close()
    assert capsys.readouterr().out == "passed\n"


def test_no_colour_is_used(terminal):
    Progress(4, terminal).at("good")
    assert "0 of 4" in terminal.getvalue() and "\x1b" not in terminal.getvalue()


def test_a_terminal_that_cannot_is_left_alone(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert not Progress(4, terminal).shown and terminal.getvalue() == ""


def test_a_pipe_gets_none(capsys):
    stream = io.StringIO()
    progress = Progress(4, stream)
    progress.at("x")
    progress.done()
    progress.say("passed")
    progress.close()
    assert stream.getvalue() == "" and capsys.readouterr().out == "passed\n"


def test_nobody_who_wants_none_gets_one(terminal):
    assert not Progress(4, terminal, wanted=False).shown


def test_without_tqdm_there_is_none(terminal, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    progress = Progress(4, terminal)
    progress.say("passed")
    progress.close()
    assert not progress.shown and terminal.getvalue() == ""
