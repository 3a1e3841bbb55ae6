"""One started web process for the tests that need no worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.product import Product, started


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with started(tmp_path_factory.mktemp("web"), "-m", "playbooks_web.serve") as product:
        yield product
