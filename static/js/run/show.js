// A run's state on the page: steps, path, panels, checks, verdict.
import { make, reconcile, setText } from "./build.js";
import { pieces, ticked } from "./facts.js";
import { notable } from "./standing.js";

// A run may take ten thousand transitions, in one step; runner/contexts.py shows as many.
const FACTS_SHOWN = 200;
const STOPS_SHOWN = 200;

const VERDICTS = {
  passed: "Passed",
  failed: "Failed",
  inconclusive: "Inconclusive",
  error: "Error",
  cancelled: "Cancelled",
  lost: "Lost",
};

/** Pieces of text as nodes, the code among them marked. */
function said(parts) {
  return parts.map(([text, code]) => (code ? make("code", {}, text) : text));
}

function factLine(fact) {
  const kind = make("span", { class: "fact-kind" }, fact.kind);
  return make("li", { class: `fact ${fact.kind}` }, kind, " ", ...said(pieces(fact)));
}

/** A step's newest facts, and how many came before them. */
export function newestFacts(facts) {
  return { facts: facts.slice(-FACTS_SHOWN), earlier: Math.max(0, facts.length - FACTS_SHOWN) };
}

function factLines(step) {
  const { facts, earlier } = newestFacts(step.facts);
  const gap = make("li", { class: "fact muted" }, `${earlier.toLocaleString("en")} earlier ones are not shown`);
  // What the step's own message says already is not said twice.
  const further = facts.filter((fact) => !step.message || fact.explanation !== step.message);
  return [...(earlier ? [gap] : []), ...further.map(factLine)];
}

/** The steps that ran, then the ones that are planned. */
export function allSteps(state, planned) {
  const rest = planned.slice(state.steps.length);
  return [...state.steps, ...rest.map((step) => ({ ...step, outcome: "", message: "", facts: [], repetition: 0 }))];
}

function stepItem(step, old) {
  const item = old ?? make("li", {}, make("details", {}, make("summary")));
  const stamp = `${step.outcome}|${step.repetition}|${step.facts.length}|${step.message}`;
  if (item.dataset.stamp === stamp) {
    return item;
  }
  const outcome = step.outcome || "planned";
  const changed = item.dataset.outcome !== outcome;
  Object.assign(item.dataset, { stamp, outcome });
  item.className = `step ${outcome}`;
  const details = item.firstElementChild;
  const count = step.repeat > 1 ? make("span", { class: "badge" }, `${step.repetition}/${step.repeat}`) : "";
  // The summary itself stays, for it may have the focus.
  const summary = details.firstElementChild;
  summary.replaceChildren(
    make("span", { class: "step-mark", "aria-hidden": "true" }),
    make("span", { class: "visually-hidden" }, `${outcome}: `),
    ...(step.phase === "step" ? [] : [make("span", { class: "badge" }, step.phase), " "]),
    make("span", { class: "step-label" }, step.label),
    ...(count ? [count] : []),
  );
  while (summary.nextSibling) {
    summary.nextSibling.remove();
  }
  if (step.message) {
    details.append(make("p", { class: "step-message" }, ...said(ticked(step.message))));
  }
  details.append(make("ul", { class: "facts" }, ...factLines(step)));
  if (changed && (outcome === "failed" || outcome === "error")) {
    details.open = true;
  }
  return item;
}

export function showSteps(list, progress, state, planned) {
  const steps = allSteps(state, planned);
  reconcile(list, steps, (step) => step.index, stepItem);
  setText(progress, `${state.steps.length} of ${steps.length}`);
  const running = list.querySelector(".step.running");
  // Once per step, so that a reader may scroll in the meantime.
  if (running && list.dataset.followed !== running.dataset.key) {
    list.dataset.followed = running.dataset.key;
    list.scrollTop = running.offsetTop - list.offsetTop - list.clientHeight / 2;
  }
}

/** The states that the run passed through, the newest ones where there are too many to show. */
export function pathOf(state) {
  if (!state.taken.length) {
    return [state.state];
  }
  const newest = state.taken.slice(-STOPS_SHOWN);
  const first = newest.length === state.taken.length ? newest[0].source : "…";
  return newest.map(({ target }, index) => (index ? `→ ${target}` : `${first} → ${target}`));
}

export function showPath(list, state) {
  const stops = pathOf(state);
  reconcile(list, stops.map((text, index) => ({ text, index })), (stop) => stop.index, (stop, old) => {
    const item = old ?? make("li", {}, make("span", { class: "mono" }));
    setText(item.firstElementChild, stop.text);
    return item;
  });
  // The newest stop comes into sight, once, so that a reader may look back.
  const length = String(state.taken.length);
  if (list.dataset.followed !== length) {
    list.dataset.followed = length;
    list.parentElement.scrollLeft = list.parentElement.scrollWidth;
  }
}

function cells(row, tag = "td") {
  return row.map((cell) => (tag === "th" ? make("th", { scope: "col" }, cell) : make("td", {}, cell)));
}

function panelBox(panel, old) {
  const stamp = JSON.stringify([panel.columns, panel.rows]);
  const box = old ?? make("section", { class: "panel", "data-panel": panel.id, "data-type": panel.type, "aria-label": panel.title },
    make("h3", {}, panel.title),
    make("div", { class: "panel-scroll", tabindex: "0", role: "region", "aria-label": panel.title }, make("table")));
  if (box.dataset.stamp !== stamp) {
    box.dataset.stamp = stamp;
    const head = panel.type === "table" ? [make("thead", {}, make("tr", {}, ...cells(panel.columns, "th")))] : [];
    const body = make("tbody", {}, ...panel.rows.map((row) => make("tr", {}, ...cells(row))));
    box.querySelector("table").replaceChildren(...head, body);
  }
  return box;
}

export function showPanels(parent, state, hidden) {
  const panels = Object.entries(state.panels).map(([id, panel]) => ({ id, ...panel }));
  reconcile(parent, panels, (panel) => panel.id, (panel, old) => {
    const box = panelBox(panel, old);
    box.hidden = hidden.has(panel.id);
    return box;
  });
}

export function showStatus(bar, state) {
  ["left", "center", "right"].forEach((side, index) => setText(bar.children[index], state.status[side]));
}

function check(kind, title, text, condition, explanation) {
  const mark = make("span", { class: "step-mark", "aria-hidden": "true" });
  const body = make("span", {}, make("strong", {}, title), `: ${text} `, make("code", {}, condition));
  if (explanation) {
    body.append(make("br"), make("span", { class: "muted small" }, ...said(ticked(explanation))));
  }
  return make("li", { class: `check ${kind}` }, mark, body);
}

/** Fill a list anew, but only where it says something new. */
function refill(list, items, render) {
  const stamp = JSON.stringify(items);
  if (items.length && list.dataset.stamp !== stamp) {
    list.dataset.stamp = stamp;
    list.replaceChildren(...items.map(render));
  }
}

/** How a measured band looks: one that the scenario expects is right, any other is not. */
function toneOf({ band, expected }) {
  return !expected || band === "unknown" ? band : band === expected ? "met" : "breached";
}

/** A measured band, and what the scenario expects of it. */
export function bandInWords({ band, expected }) {
  return expected ? `${band}, ${band === expected ? "as expected" : `expected: ${expected}`}` : band;
}

export function showChecks(invariants, metrics, state) {
  refill(invariants, Object.values(state.invariants), (c) => {
    const kind = c.holds === null ? "unknown" : c.holds ? "passed" : "failed";
    return check(kind, c.state, c.description, c.condition, c.explanation);
  });
  refill(metrics, state.metrics, (m) => check(toneOf(m), m.name, bandInWords(m), m.condition, m.explanation));
  if (state.verdict && !state.metrics.length) {
    setText(metrics.firstElementChild, "None was judged.");
  }
}

export function showNotes(list, state) {
  const thinned = state.thinned ? [{ message: state.thinned }] : [];
  reconcile(list, [...notable(state.notes, state.verdict), ...thinned].map((note, index) => ({ ...note, index })), (note) => note.index, (note, old) => {
    const item = old ?? make("li", { class: "notice" });
    setText(item, note.message);
    return item;
  });
}

export function showVerdict(section, state) {
  if (!state.verdict || section.dataset.verdict === state.verdict) {
    return;
  }
  section.dataset.verdict = state.verdict;
  const word = make("span", { class: `verdict ${state.verdict}` },
    make("span", { class: "verdict-mark", "aria-hidden": "true" }), VERDICTS[state.verdict] ?? state.verdict);
  const banner = make("div", { class: `banner ${state.verdict}` }, make("p", { class: "banner-word" }, word));
  if (state.reasons.length) {
    banner.append(make("ul", {}, ...state.reasons.map((reason) => make("li", {}, ...said(ticked(reason))))));
  } else if (state.verdict === "passed") {
    banner.append(make("p", {}, "Every assertion holds; the machine ended in ", make("code", {}, state.state), "."));
  }
  if (state.missing.length) {
    banner.append(make("p", {}, "Nothing provides: ", ...state.missing.flatMap((name) => [make("code", {}, name), " "])));
  }
  if (state.remarks.length) {
    banner.append(make("p", {}, "Noted:"), make("ul", {}, ...state.remarks.map((note) => make("li", {}, ...said(ticked(note))))));
  }
  section.replaceChildren(banner);
}
