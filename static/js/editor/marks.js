// Findings in the text: marks, what they say on hover, and the card that F8 and Mod-. open at the
// cursor, with the same buttons as the list.
import { forEachDiagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip } from "@codemirror/view";
import { lineStarts, offsetOf } from "./positions.js";
import { listed, word } from "./problems.js";
import { offers, rulePage } from "./rows.js";

const MOST = 5;

const setCard = StateEffect.define();
const card = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setCard)) {
        return effect.value;
      }
    }
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/**
 * The extension. `act` is what the buttons ask for: `jump(line, column)` and `fix(problem, fix)`;
 * `rules` is the address that the rules' pages lie below.
 */
export function marks({ act, rules }) {
  return [
    lintGutter(),
    card,
    config.init(() => ({ act, rules })),
    keymap.of([
      { key: "Mod-.", run: openFixes, preventDefault: true },
      { key: "Alt-Enter", run: openFixes, preventDefault: true },
      { key: "Escape", run: closeCard },
    ]),
    EditorView.domEventObservers({ blur: (event, view) => left(view) }),
  ];
}

const config = StateField.define({ create: () => null, update: (value) => value });

/** Mark the findings in the text. */
export function mark(view, problems) {
  const text = view.state.doc.toString();
  const starts = lineStarts(text);
  const found = problems.map((problem) => {
    const from = offsetOf(text, starts, problem.line, problem.column);
    const to = offsetOf(text, starts, problem.end_line, problem.end_column);
    return {
      from,
      to: Math.max(to, from),
      severity: problem.severity,
      message: problem.message,
      renderMessage: () => content(view, problem),
      problem,
    };
  });
  view.dispatch(setDiagnostics(view.state, found));
}

/** Show these findings, or what is found at the cursor, else on its line; `focus` goes to a button. */
export function openCard(view, { focus = false, problems = atCursor(view.state) } = {}) {
  if (!problems.length) {
    view.dispatch({ effects: EditorView.announce.of("No finding on this line") });
    return true;
  }
  const create = () => {
    const dom = cardOf(view, problems);
    return { dom, mount: () => focus && focusFirst(dom) };
  };
  const said = problems.map(({ severity, message }) => `${word(severity)}: ${message}`).join(". ");
  view.dispatch({
    effects: [
      setCard.of({ pos: view.state.selection.main.head, above: false, create }),
      EditorView.announce.of(focus ? "" : said),
    ],
  });
  return true;
}

function openFixes(view) {
  return openCard(view, { focus: true });
}

function closeCard(view) {
  if (!view.state.field(card)) {
    return false;
  }
  view.dispatch({ effects: setCard.of(null) });
  return true;
}

/** The focus may have gone from the text to the card, or back: that is known a moment later. */
function left(view) {
  setTimeout(() => {
    if (view.dom.isConnected && !view.dom.contains(document.activeElement)) {
      closeCard(view);
    }
  });
}

function atCursor(state) {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const at = [];
  const near = [];
  forEachDiagnostic(state, (found, from, to) => {
    if (from <= head && head <= to) {
      at.push(found.problem);
    } else if (from >= line.from && from <= line.to) {
      near.push(found.problem);
    }
  });
  return listed(at.length ? at : near).slice(0, MOST);
}

function cardOf(view, problems) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  list.className = "cm-tooltip-lint";
  box.dataset.part = "card";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", "Findings here");
  for (const problem of problems) {
    const item = document.createElement("li");
    item.className = `cm-diagnostic cm-diagnostic-${problem.severity}`;
    item.append(content(view, problem));
    list.append(item);
  }
  box.append(list);
  box.addEventListener("keydown", (event) => walk(view, box, event));
  box.addEventListener("focusout", () => left(view));
  // A click must not take the focus from the text, or the card would be gone before it arrives.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  return box;
}

/** The message, the rule's page, and what can be done: for the card and for the marks' tooltips. */
function content(view, problem) {
  const { act, rules } = view.state.field(config);
  const box = document.createElement("div");
  box.className = "finding-card";
  const message = document.createElement("p");
  const link = document.createElement("a");
  link.className = "problem-id mono";
  link.href = rulePage(rules, problem.id);
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = problem.id;
  message.append(problem.message, " ", link);
  box.append(message);
  const buttons = offers(problem);
  if (buttons.length) {
    const more = document.createElement("div");
    more.className = "problem-more";
    more.append(...buttons);
    box.append(more);
  }
  box.addEventListener("click", (event) => {
    const target = event.target.closest("button");
    if (!target) {
      return;
    }
    view.focus();
    closeCard(view);
    if (target.dataset.fix) {
      act.fix(problem, problem.fixes[target.dataset.fix]);
    } else {
      act.jump(Number(target.dataset.line), Number(target.dataset.column));
    }
  });
  return box;
}

function focusFirst(box) {
  (box.querySelector(".problem-fix") ?? box.querySelector("a, button")).focus();
}

function walk(view, box, event) {
  const controls = [...box.querySelectorAll("a, button")];
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") {
    view.focus();
    closeCard(view);
  } else if (by) {
    const at = controls.indexOf(document.activeElement) + by;
    controls[(at + controls.length) % controls.length].focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
