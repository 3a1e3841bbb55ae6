import json

from runner.sizes import MAX_EVENT_BYTES, bounded


def test_an_event_that_fits_is_left_as_it_is():
    body = {"kind": "action", "name": "a", "params": {"x": [1, "two", None]}}
    assert bounded(body) == body


def test_a_long_text_is_cut_and_says_how_long_it_was():
    body = bounded({"kind": "action", "params": {"x": "y" * 1_000_000}})
    assert body["params"]["x"].endswith("… (1,000,000 characters)")


def test_whatever_the_event_it_fits():
    rows = [["x" * 3_000] * 50] * 500
    assert len(json.dumps(bounded({"kind": "panel", "rows": rows}))) <= MAX_EVENT_BYTES


def test_tuples_come_back_as_lists():
    assert bounded({"kind": "x", "rows": ((1, 2),)})["rows"] == [[1, 2]]


def test_a_number_that_json_does_not_know_goes_by_its_name():
    body = bounded({"kind": "action", "params": {"x": float("inf"), "y": [float("nan")]}})
    assert body["params"] == {"x": "inf", "y": ["nan"]}
