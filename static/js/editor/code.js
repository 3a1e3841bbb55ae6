// The text editor: CodeMirror with what a playbook needs, behind the few calls that we use.
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  invertedEffects,
  isolateHistory,
  undo,
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
import { changesOf } from "./fixes.js";
import { mark, marks, openCard } from "./marks.js";
import { lineEnds, lineStarts, offsetOf, placeOf } from "./positions.js";
import { next } from "./problems.js";
import { highlight, theme } from "./theme.js";

const LABEL =
  "Text of the playbook, YAML. Escape, then Tab leaves the editor. " +
  "F8 goes to the next finding, Control and full stop opens its fixes.";

// How much of the text beside a place comes into sight with it.
const MARGIN = 64;

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
function documentOf(text, kind = lineEnds(text)) {
  return Text.of(text.split(kind === "mixed" ? "\n" : /\r\n|\r|\n/));
}

export class Code {
  #view;
  #clean;
  #checked = null;

  /**
   * `changed()` after each edit, `moved(line)` when the cursor gets to another line; `act` and
   * `rules` are for the marks in the text (marks.js).
   */
  constructor({ parent, text, nonce, ...told }) {
    this.#view = new EditorView({ parent, state: this.#state(text, nonce, told) });
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

  /** Mark the findings of the text as it is now. */
  mark(problems) {
    this.#checked = this.#view.state.doc;
    mark(this.#view, problems);
  }

  /** Whether the text is still the one whose findings were marked. */
  get checked() {
    return this.#checked !== null && this.#view.state.doc.eq(this.#checked);
  }

  /**
   * Make edits of the text that was checked, as one step of Undo, and show the first. False, and
   * nothing is done, when the text has changed since: their places would be others.
   */
  apply(edits) {
    const { state } = this.#view;
    const changes = this.checked ? changesOf(state.doc.toString(), edits) : null;
    if (!changes?.length) {
      return false;
    }
    const kind = state.field(ends);
    const made = state.changes(
      changes.map(({ from, to, insert }) => ({ from, to, insert: documentOf(insert, kind) })),
    );
    const anchor = made.mapPos(changes[0].to, 1);
    this.#view.dispatch({
      changes: made,
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: MARGIN, xMargin: MARGIN }),
      annotations: isolateHistory.of("full"),
      userEvent: "input.fix",
    });
    return true;
  }

  undo() {
    undo(this.#view);
  }

  /** Go to the next of these findings, or back to the last one, and say what stands there. */
  next(problems, back = false) {
    const { state } = this.#view;
    const text = state.doc.toString();
    const place = placeOf(text, lineStarts(text), state.selection.main.head);
    const found = next(problems, place, back);
    if (found) {
      this.jump(found.line, found.column);
      const here = problems.filter(({ line, column }) => line === found.line && column === found.column);
      openCard(this.#view, { problems: here });
    }
  }

  /** Go to a line and column and show it. */
  jump(line, column = 1, { focus = true } = {}) {
    const text = this.#view.state.doc.toString();
    const anchor = offsetOf(text, lineStarts(text), line, column);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center", xMargin: MARGIN }),
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

  #state(text, nonce, { changed, moved, act, rules }) {
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
        marks({ act, rules }),
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
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": LABEL, spellcheck: "false" }),
        theme,
        watch,
      ],
    });
  }
}
