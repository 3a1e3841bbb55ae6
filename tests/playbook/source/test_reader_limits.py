"""What is refused before a cost is paid (LANGUAGE.md section 1); the deadly ones first in a process apart."""

import subprocess
import sys

import pytest

from playbook.limits import MAX_DEPTH, MAX_KEY_CHARS, MAX_NODES, MAX_TEXT_BYTES
from playbook.source.reader import read

DEADLY = {
    "brackets": "'[' * 100_000",
    "braces": "'{a: ' * 100_000",
    "brackets in maps": "'a: ' + '[{a: ' * 50_000",
    "dashes": "'- ' * 100_000",
    "questions": "'? ' * 100_000",
    "indented maps": "''.join(' ' * i + 'a:\\n' for i in range(1_900))",
    "closed brackets": "'[' * 100_000 + ']' * 100_000",
}


def refusal(source):
    reading = read(source)
    assert reading.root is None
    (finding,) = reading.diagnostics
    return finding


def nested(depth):
    return "[" * depth + "]" * depth


@pytest.mark.parametrize("text", DEADLY.values(), ids=DEADLY)
def test_depth_does_not_kill_the_process(text):
    said = f"from playbook.source.reader import read; print(read({text}).diagnostics[0].id)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "PB008")


def test_the_deepest_that_is_allowed():
    assert read(nested(MAX_DEPTH)).root is not None
    finding = refusal(nested(MAX_DEPTH + 1))
    assert (finding.id, finding.span.column) == ("PB008", MAX_DEPTH + 1)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000])
def test_the_parsers_own_limit_is_told_as_ours(text):
    assert "nested deeper than 64 levels" in refusal(text).message


def test_depth_adds_up_along_aliases():
    half = MAX_DEPTH // 2
    text = f"- &a {nested(half)}\n- [[*a]]\n- &b [[*a]]\n- {'[' * half}*b{']' * half}\n"
    finding = refusal(text)
    assert (finding.id, finding.span.line) == ("PB008", 4)


def test_a_long_chain_of_deep_aliases_is_refused():
    lines = ["a0: &a0 " + nested(60)]
    lines += [f"a{i}: &a{i} {'[' * 60}*a{i - 1}{']' * 60}" for i in range(1, 70)]
    finding = refusal("\n".join(lines))
    assert (finding.id, finding.span.line) == ("PB008", 2)


def test_a_bomb_of_aliases_is_refused_where_it_passes_the_limit():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    finding = refusal("\n".join(lines))
    assert (finding.id, finding.span.line) == ("PB005", 6)
    assert f"{MAX_NODES:,}" in finding.message


def test_a_bomb_of_merge_keys_is_refused():
    text = "a: &a {" + ", ".join(f"k{i}: 1" for i in range(1_000)) + "}\nb: {<<: [" + "*a, " * 1_000 + "]}"
    reading = read(text)
    assert [d.id for d in reading.diagnostics] == ["PB005"]


def test_more_nodes_than_the_limit_are_refused():
    assert refusal("[" + "1," * MAX_NODES + "]").id == "PB005"


@pytest.mark.parametrize("kind", [str, bytes])
def test_a_text_over_the_limit_is_refused_where_the_limit_is_passed(kind):
    text = "a: b\n" * (MAX_TEXT_BYTES // 5 + 1)
    finding = refusal(text if kind is str else text.encode())
    assert (finding.id, finding.span.start) == ("PB008", MAX_TEXT_BYTES)


def test_the_limit_counts_bytes():
    assert read("#" + "é" * (MAX_TEXT_BYTES // 2)).diagnostics[0].id == "PB008"
    assert read("#" + "e" * (MAX_TEXT_BYTES // 2)).diagnostics == ()


def test_a_key_longer_than_the_limit_is_refused():
    assert read(f"? {'k' * MAX_KEY_CHARS}\n: 1\n").root is not None
    assert refusal(f"? {'k' * (MAX_KEY_CHARS + 1)}\n: 1\n").id == "PB008"


def test_bytes_that_are_not_utf_8_are_refused_with_the_offset():
    (finding,) = read(b"name: \xc3\xa9\nb: \xe9\n").diagnostics
    assert (finding.id, finding.span.line, finding.span.column) == ("PB001", 2, 4)
    assert "0xE9 at byte offset 12" in finding.message


def test_utf_16_is_refused():
    assert "not UTF-8" in refusal("a: 1".encode("utf-16")).message


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "NUL character U+0000"),
        ("\x1b", "U+001B"),
        ("\x9f", "U+009F"),
        ("\ud800", "lone surrogate U+D800"),
    ],
)
def test_characters_that_yaml_forbids_are_refused_at_their_place(character, name):
    (finding,) = read(f"a: 1\nb: x{character}\n").diagnostics
    assert (finding.id, finding.span.line, finding.span.column) == ("PB001", 2, 5)
    assert name in finding.message


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\x07", "\\u009b", "\\uFFFE"])
def test_an_escape_smuggles_no_control_character_in(escape):
    reading = read(f'a: "x{escape}y"\n')
    (finding,) = reading.diagnostics
    assert (finding.id, finding.span.column, finding.span.end_column) == ("PB001", 6, 6 + len(escape))
    assert reading.root.get("a").value == "x\ufffdy"


def test_escapes_of_ordinary_characters_are_fine():
    reading = read('a: "\\t\\n\\u00e9\\U0001F642\\N"\n')
    assert (reading.diagnostics, reading.root.get("a").value) == ((), "\t\né🙂\x85")


@pytest.mark.parametrize("digits", [4_000, 500_000])
def test_a_number_of_any_length_is_read_at_once(digits):
    assert isinstance(read("a: " + "9" * digits).root.get("a").value, str)
