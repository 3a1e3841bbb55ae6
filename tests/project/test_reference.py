"""Documentation that can drift is generated and compared."""

from __future__ import annotations

import re
from pathlib import Path

from tools.reference import PAGE, reference

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_is_up_to_date():
    assert PAGE.read_text() == reference(), "run: python -m tools.reference"


def test_every_setting_is_documented():
    source = (ROOT / "playbooks_web" / "settings.py").read_text() + (
        ROOT / "playbooks_web" / "serve.py"
    ).read_text()
    settings = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "operating.md").read_text()))
    assert len(settings) > 10
    assert settings <= documented


def test_no_page_links_to_a_file_that_is_not_there():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
