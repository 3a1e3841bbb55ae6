"""Generated playbooks whose size scales, always the same for the same number."""

from __future__ import annotations

import random


def text(states: int) -> str:
    """A valid playbook of so many states: a ring with short forward jumps, invariants and scenarios."""
    rng = random.Random(states)
    lines = ['version: "1.0"', f'name: "Generated {states}"', "machine:", "  id: generated"]
    lines += ["  initial: state_0", "  states:"]
    for i in range(states):
        lines += [f"    state_{i}:", f"      id: state_{i}", "      invariants:"]
        lines += [f'        - description: "Level {i}"', f'          condition: "level_{i}() >= {i}"']
    lines.append("  transitions:")
    for i in range(states):
        jump = (i + rng.randrange(2, 6)) % states
        for name, target in (("next", (i + 1) % states), ("jump", jump)):
            lines += [f"    - id: {name}_{i}", f"      from: state_{i}", f"      to: state_{target}"]
            lines += [f"      event: {name}", f'      guard: "ready_{i}() && load() < {i + 1}"']
    lines += ["  forbidden: []", "scenarios:", "  - name: walk", "    description: Walk on", "    steps:"]
    lines += ["      - action: next", "      - assert: \"state == 'state_1'\""]
    return "\n".join(lines) + "\n"


def ring(states: int) -> str:
    """A playbook that the bare machine can walk round without end: no functions, one scenario."""
    lines = ['version: "1.0"', 'name: "Ring"', "machine:", "  id: ring", "  initial: s0", "  states:"]
    for i in range(states):
        lines += [f"    s{i}:", f"      id: s{i}", "      invariants:"]
        lines += ["        - description: We are where we are", f"          condition: \"state == 's{i}'\""]
    lines.append("  transitions:")
    for i in range(states):
        lines += [f"    - id: t{i}", f"      from: s{i}", f"      to: s{(i + 1) % states}", "      event: go"]
        lines += [f"      guard: \"state == 's{i}' && state != 'elsewhere'\""]
    lines += ["  forbidden: []", "scenarios:", "  - name: round", "    description: Round and round"]
    lines += ["    steps:", "      - action: go", "        repeat: 2000"]
    return "\n".join(lines) + "\n"
