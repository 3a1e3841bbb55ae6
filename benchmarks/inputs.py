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


def large(states: int) -> str:
    """A valid playbook that still fits into the limits at 10,000 states: 19 nodes and 200 bytes a state."""
    lines = ['version: "1.0"', f'name: "Large {states}"', "machine:", "  id: large", "  initial: state_0"]
    lines.append("  states:")
    for i in range(states):
        lines += [f"    state_{i}:", "      invariants:", f'        - description: "Level {i}"']
        lines.append(f'          condition: "level() >= {i}"')
    lines.append("  transitions:")
    for i in range(states):
        lines += [f"    - id: go_{i}", f"      from: state_{i}", f"      to: state_{(i + 1) % states}"]
        lines.append("      event: next")
        if i % 2:
            lines.append(f'      guard: "load() < {i + 1}"')
    lines += ['    - {id: stop, from: "*", except: [stopped], to: stopped, event: stop}', "  forbidden:"]
    lines += ["    - {from: stopped, to: state_0, reason: It has stopped}", "scenarios:", "  - name: walk"]
    lines += ["    description: Walk on", "    steps:", "      - action: next"]
    lines += ["      - assert: \"state == 'state_1'\""]
    text = "\n".join(lines) + "\n"
    return text.replace("  states:\n", "  states:\n    stopped: {final_state: true}\n", 1)
