// Lights up a picture of the machine with what a run has done: classes by path, nothing else.

const CLASSES = ["is-current", "is-visited", "is-taken", "is-last"];

/** A state's path in the playbook, as the picture's `data-path` has it. */
export function statePath(name) {
  return `/machine/states/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Which element (by index) a taken transition lit: its own source's edge, or the wildcard's. */
export function edgeOf(edges, taken) {
  const own = edges.findIndex((e) => e.path === taken.path && e.from === taken.source);
  return own >= 0 ? own : edges.findIndex((e) => e.path === taken.path);
}

/** Show a run's state on the picture. */
export function paint(svg, run) {
  if (!svg) {
    return;
  }
  for (const element of svg.querySelectorAll(CLASSES.map((name) => `.${name}`).join(","))) {
    element.classList.remove(...CLASSES);
  }
  const states = new Map();
  for (const element of svg.querySelectorAll(".state")) {
    states.set(element.dataset.path, element);
  }
  for (const name of run.visited) {
    states.get(statePath(name))?.classList.add("is-visited");
  }
  states.get(statePath(run.state))?.classList.add("is-current");
  const elements = [...svg.querySelectorAll(".transition")];
  const edges = elements.map((e) => ({ path: e.dataset.path, from: e.dataset.from }));
  run.taken.forEach((taken, index) => {
    const element = elements[edgeOf(edges, taken)];
    element?.classList.add("is-taken");
    if (index === run.taken.length - 1) {
      element?.classList.add("is-last");
    }
  });
}
