// What a run's events come to; the twin of playbook/run/fold.py. Pure: no page, no clock.

const FACTS = new Set([
  "action",
  "emitted",
  "taken",
  "ignored",
  "ambiguous",
  "forbidden",
  "assertion",
  "captured",
  "problem",
]);

/** The state before the first event. */
export function blank() {
  return {
    scenario: "",
    system: "",
    seed: 0,
    machine: "",
    steps_total: 0,
    state: "",
    at_ms: 0,
    visited: [],
    taken: [],
    steps: [],
    panels: {},
    status: { left: "", center: "", right: "" },
    invariants: {},
    metrics: [],
    captured: {},
    thinned: "",
    problem: "",
    verdict: "",
    reasons: [],
    missing: [],
    remarks: [],
    notes: [],
  };
}

function pick(event, keys) {
  return Object.fromEntries(keys.map((key) => [key, event[key]]));
}

function enter(state, name) {
  state.state = name;
  if (name && !state.visited.includes(name)) {
    state.visited.push(name);
  }
}

const HANDLERS = {
  run_started(state, event) {
    Object.assign(state, pick(event, ["scenario", "system", "seed", "machine"]));
    state.steps_total = event.steps;
    enter(state, event.state);
  },
  step_started(state, event) {
    const last = state.steps.at(-1);
    if (last && last.index === event.index) {
      last.repetition = event.repetition;
      return;
    }
    const kept = pick(event, ["index", "path", "label", "repetition", "repeat"]);
    state.steps.push({ ...kept, phase: event.phase ?? "step", outcome: "running", message: "", facts: [] });
  },
  step_finished(state, event) {
    const step = state.steps.at(-1) ?? {};
    Object.assign(step, pick(event, ["outcome", "message"]));
    if (event.outcome === "passed") {
      // Not every repetition is told of; a step that passed has had them all.
      step.repetition = step.repeat;
    }
  },
  taken(state, event) {
    const kept = pick(event, ["path", "transition", "event", "source", "target"]);
    state.taken.push({ ...kept, step: state.steps.at(-1)?.index ?? -1 });
    enter(state, event.target);
  },
  invariant(state, event) {
    const keys = ["state", "description", "condition", "severity", "holds", "explanation"];
    state.invariants[event.path] = pick(event, keys);
  },
  panel(state, event) {
    state.panels[event.panel] = pick(event, ["title", "type", "columns", "rows"]);
  },
  status(state, event) {
    state.status = pick(event, ["left", "center", "right"]);
  },
  metric(state, event) {
    const kept = pick(event, ["path", "name", "band", "condition", "explanation", "reason"]);
    state.metrics.push({ ...kept, expected: event.expected ?? "" });
  },
  captured(state, event) {
    state.captured[event.var] = pick(event, ["known", "value"]);
  },
  thinned(state, event) {
    state.thinned = event.message;
  },
  problem(state, event) {
    state.problem = event.message;
  },
  verdict(state, event) {
    Object.assign(state, pick(event, ["verdict", "reasons", "missing"]));
    state.remarks = event.notes ?? [];
    enter(state, event.state || state.state);
  },
};

/** Take one event into the state, in place, and hand the state back. */
export function fold(state, event) {
  if (event.kind === "worker") {
    state.notes.push({ what: event.what ?? "", message: event.message ?? "" });
    return state;
  }
  state.at_ms = Math.max(state.at_ms, event.at_ms ?? 0);
  if (Object.hasOwn(HANDLERS, event.kind)) {
    HANDLERS[event.kind](state, event);
  }
  const violated = event.kind === "invariant" && event.holds === false;
  if ((FACTS.has(event.kind) || violated) && state.steps.length) {
    state.steps.at(-1).facts.push(event);
  }
  return state;
}
