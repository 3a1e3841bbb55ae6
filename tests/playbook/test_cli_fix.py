"""`playbook fix`: only what was asked for is written, to the byte."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from playbook.cli import main
from playbook.limits import MAX_TEXT_BYTES
from tests.playbook.texts import LAMP, lamp

UNQUOTED = lamp('version: "1.0"', "version: 1.0")
MISSPELT = lamp("to: bright", "to: brigth")


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "a.yaml"


def fix(file: Path, *arguments: str) -> int:
    return main(["fix", file.name, *arguments])


def test_a_safe_fix_is_written_and_told(file, capsys):
    file.write_text(UNQUOTED)
    assert fix(file) == 0
    assert file.read_text() == LAMP
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "a.yaml: 1 fix: PB102\n")


def test_what_is_left_is_told_and_exits_with_1(file, capsys):
    file.write_text(UNQUOTED.replace("to: bright", "to: brigth"))
    assert fix(file) == 1
    assert file.read_text() == MISSPELT
    assert capsys.readouterr().err == "a.yaml: 1 fix: PB102; 1 error is left\n"


def test_what_was_done_and_what_is_left_are_counted(file, capsys):
    ignores = "# playbook: ignore PB303 -- x\n# a\n# playbook: ignore PB304 -- x\n"
    file.write_text(ignores + LAMP.replace("to: bright", "to: brigth").replace("to: dark", "to: drak"))
    assert fix(file, "--diff") == 1
    assert capsys.readouterr().err == "a.yaml: would apply 2 fixes: PB991 (2); 2 errors are left\n"


def test_an_unsafe_fix_is_only_written_on_request(file):
    file.write_text(MISSPELT)
    assert fix(file) == 1 and file.read_text() == MISSPELT
    assert fix(file, "--unsafe", "--select", "PB201") == 0
    assert file.read_text() in (LAMP, lamp("to: bright", 'to: "bright"'))


def test_only_the_selected_rules_are_mended(file):
    text = "# playbook: ignore PB303 -- nothing\n" + UNQUOTED
    file.write_text(text)
    assert fix(file, "--select", "PB2", "--diff") == 1
    assert file.read_text() == text
    assert fix(file, "--ignore", "PB99") == 0
    assert file.read_text() == "# playbook: ignore PB303 -- nothing\n" + LAMP


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"# \xe5\x90\x8d \t", b"\n\n"])
def test_every_other_byte_stays(file, mark, end, last):
    before = mark + (UNQUOTED.replace('"Lamp"', '"名 Lamp"   # x')).encode().replace(b"\n", end) + last
    file.write_bytes(before)
    assert fix(file) == 0
    assert file.read_bytes() == before.replace(b"version: 1.0", b'version: "1.0"')


def test_a_good_file_is_not_touched(file, capsys):
    file.write_text(LAMP)
    before = file.stat()
    assert fix(file) == 0
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert capsys.readouterr().err == "a.yaml: nothing to fix\n"


def test_a_diff_is_shown_and_nothing_written(file, capsys):
    file.write_text(UNQUOTED)
    assert fix(file, "--diff") == 1
    assert file.read_text() == UNQUOTED
    told = capsys.readouterr()
    assert told.out.startswith(
        '--- a.yaml\n+++ a.yaml\n@@ -1,4 +1,4 @@\n-version: 1.0\n+version: "1.0"\n name:'
    )
    assert told.err == "a.yaml: would apply 1 fix: PB102\n"
    file.write_text(LAMP)
    assert fix(file, "--diff") == 0 and capsys.readouterr().out == ""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_diff_can_be_applied_also_where_the_last_line_does_not_end(file, end, capsys):
    text = (lamp('version: "1.0"\n', "") + "version: 1.0").replace("\n", end)
    file.write_bytes(text.encode())
    fix(file, "--diff")
    diff = capsys.readouterr().out.encode()
    applying = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
    subprocess.run(applying, input=diff, cwd=file.parent, check=True)
    assert file.read_bytes() == text.replace("version: 1.0", 'version: "1.0"').encode()


def test_standard_input_goes_mended_to_standard_output(monkeypatch, capsysbinary):
    text = b"\xef\xbb\xbf" + UNQUOTED.encode().replace(b"\n", b"\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["fix", "-"]) == 0
    assert capsysbinary.readouterr().out == text.replace(b"version: 1.0", b'version: "1.0"')


def test_permissions_stay_and_no_other_file_is_left(file):
    file.write_text(UNQUOTED)
    file.chmod(0o640)
    fix(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(Path().iterdir()) == [Path("a.yaml")]


def test_a_link_stays_a_link(file):
    Path("real.yaml").write_text(UNQUOTED)
    file.symlink_to("real.yaml")
    assert fix(file) == 0
    assert file.is_symlink() and Path("real.yaml").read_text() == LAMP


def test_a_write_that_fails_leaves_the_old_text_and_no_other(file, monkeypatch, capsys):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file.write_text(UNQUOTED)
    monkeypatch.setattr(Path, "replace", full)
    assert fix(file) == 2
    assert capsys.readouterr().err == "playbook: cannot write a.yaml: No space left on device\n"
    assert list(Path().iterdir()) == [Path("a.yaml")] and file.read_text() == UNQUOTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfev\0e\0", "not UTF-8"),
        (b"version: 1.0\nname: \xff\n", "not UTF-8"),
        (b"version: 1.0\n" + b"#" * MAX_TEXT_BYTES, "larger than"),
    ],
    ids=["utf-16", "broken", "huge"],
)
def test_what_cannot_be_read_is_not_written(file, content, said, capsys):
    file.write_bytes(content)
    assert fix(file, "--unsafe") == 2
    told = capsys.readouterr().err
    assert told.startswith("playbook: cannot fix a.yaml: ") and said in told
    assert file.read_bytes() == content


def test_a_file_that_is_gone_does_not_keep_the_others_back(file, capsys):
    file.write_text(UNQUOTED)
    assert main(["fix", "gone.yaml", "a.yaml"]) == 2
    assert file.read_text() == LAMP
    assert "cannot read gone.yaml" in capsys.readouterr().err


def test_what_is_no_file_is_not_replaced(tmp_path, capsys, monkeypatch):
    os.mkfifo("pipe")
    monkeypatch.setattr("playbook.commands.rewriting.read", lambda name: UNQUOTED.encode())
    assert main(["fix", "pipe"]) == 2
    assert "cannot write pipe" in capsys.readouterr().err
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)
