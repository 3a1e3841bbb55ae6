// The text editor: CodeMirror with what a playbook needs, behind the few calls that we use.
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  invertedEffects,
} from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField, Text } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { lineEnds, lineStarts, offsetOf } from "./positions.js";
import { highlight, theme } from "./theme.js";

const LABEL = "Text of the playbook, YAML. Escape, then Tab leaves the editor.";

// How the lines of the text end ("lf", "crlf", "mixed"): part of the state, so that Undo knows it.
const setEnds = StateEffect.define();
const ends = StateField.define({
  create: () => "lf",
  update: (value, transaction) =>
    transaction.effects.find((effect) => effect.is(setEnds))?.value ?? value,
});
const undoEnds = invertedEffects.of((transaction) =>
  transaction.effects
    .filter((effect) => effect.is(setEnds))
    .map(() => setEnds.of(transaction.startState.field(ends))),
);

/** The text as a document; where line ends are mixed, a CR stays a (visible) character. */
function documentOf(text) {
  return Text.of(text.split(lineEnds(text) === "mixed" ? "\n" : /\r\n|\r|\n/));
}

export class Code {
  #view;
  #clean;

  /** `changed()` after each edit, `moved(line)` when the cursor gets to another line. */
  constructor({ parent, text, nonce, changed, moved }) {
    this.#view = new EditorView({ parent, state: this.#state(text, nonce, changed, moved) });
    this.#clean = this.#view.state.doc;
  }

  /** The text exactly: the line ends that it came with. */
  get text() {
    const { state } = this.#view;
    return state.doc.sliceString(0, undefined, state.field(ends) === "crlf" ? "\r\n" : "\n");
  }

  /** A mark that names the text as it is now, for `clean` later. */
  get version() {
    return this.#view.state.doc;
  }

  /** From now on this version is what counts as saved. */
  set clean(version) {
    this.#clean = version;
  }

  get dirty() {
    return !this.#view.state.doc.eq(this.#clean);
  }

  get line() {
    const { doc, selection } = this.#view.state;
    return doc.lineAt(selection.main.head).number;
  }

  /** Put another text in; Undo brings the old one back. */
  replace(text) {
    const { state } = this.#view;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: documentOf(text) },
      effects: setEnds.of(lineEnds(text)),
      selection: { anchor: 0 },
      scrollIntoView: true,
      userEvent: "input.replace",
    });
  }

  /** Mark findings in the text. */
  mark(problems) {
    const text = this.#view.state.doc.toString();
    const starts = lineStarts(text);
    const end = text.length;
    const marks = problems.map((problem) => {
      const from = offsetOf(text, starts, problem.line, problem.column);
      const to = offsetOf(text, starts, problem.end_line, problem.end_column);
      return {
        from,
        to: Math.min(Math.max(to, from), end),
        severity: problem.severity,
        source: problem.id,
        message: problem.message,
      };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  /** Go to a line and column and show it. */
  jump(line, column = 1, { focus = true } = {}) {
    const text = this.#view.state.doc.toString();
    const anchor = offsetOf(text, lineStarts(text), line, column);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    if (focus) {
      this.#view.focus();
    }
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    this.#view.destroy();
  }

  #state(text, nonce, changed, moved) {
    let line = 1;
    const watch = EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        changed();
      }
      if (update.selectionSet || update.docChanged) {
        const now = update.state.doc.lineAt(update.state.selection.main.head).number;
        if (now !== line) {
          line = now;
          moved(now);
        }
      }
    });
    return EditorState.create({
      doc: documentOf(text),
      extensions: [
        ends.init(() => lineEnds(text)),
        undoEnds,
        nonce ? EditorView.cspNonce.of(nonce) : [],
        lineNumbers(),
        lintGutter(),
        codeFolding(),
        foldGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(),
        highlightSelectionMatches(),
        drawSelection(),
        history(),
        indentOnInput(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        bracketMatching(),
        search({ top: true }),
        yaml(),
        syntaxHighlighting(highlight),
        keymap.of([
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": LABEL, spellcheck: "false" }),
        theme,
        watch,
      ],
    });
  }
}
