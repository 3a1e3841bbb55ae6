"""The simulation that the language page shows runs as the page says."""

import re
from pathlib import Path

from playbook.analysis import analyse
from playbook.run.scenario import run_scenario

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text()
SHOWN = re.search(r"```yaml\n(simulation:.*?)```", PAGE, re.DOTALL)
AROUND = """\
version: "1.0"
machine:
  id: gateway
  initial: empty
  states: {empty: {}, ready: {}, open: {}, half_open: {final_state: true}}
  transitions:
    - {id: fill, from: empty, to: ready, event: model_registered}
    - {id: trip, from: ready, to: open, event: failure_threshold_exceeded}
    - {id: probe, from: open, to: half_open, event: reset_timeout_elapsed}
circuit_breaker: {failure_threshold: 2}
scenarios:
  - name: s
    description: "It trips and recovers"
    steps:
      - {action: register_model, params: {model: whisper, node: n}}
      - {action: record_failure, params: {node: n}, repeat: 2}
      - {assert: "state == 'open' && circuit_is_open(node='n') && catalog_count() == 1"}
      - {action: wait, params: {ms: 30000}}
      - {assert: "state == 'half_open'"}
"""


def test_it_validates_and_runs():
    assert SHOWN is not None
    analysis = analyse(AROUND + SHOWN[1])
    assert analysis.playbook is not None and analysis.ok
    assert list(run_scenario(analysis.playbook, "s"))[-1].verdict == "passed"
