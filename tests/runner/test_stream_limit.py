"""The validator's figure for how often viewers are told of news is the runner's own."""

from playbook.limits import STREAM_TICK_MS
from runner.tail import TICK_S


def test_the_validator_knows_the_stream_limit():
    assert round(TICK_S * 1000) == STREAM_TICK_MS
