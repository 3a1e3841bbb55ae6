// <playbook-workbench>: the editing page. The text, its findings and its diagram kept together, and
// saving that never loses a text.
import { jsonOf } from "../lib/dom.js";
import { Widget } from "../lib/element.js";
import { RequestFailed, post } from "../lib/http.js";
import { Checker } from "./checker.js";
import { Code } from "./code.js";
import { Drafts, storageOf } from "./drafts.js";
import { takeFile } from "./files.js";
import { Findings } from "./findings.js";
import { Fixing } from "./fixing.js";
import { Notices } from "./notices.js";
import { innermost, lineOf } from "./outline.js";
import { Pictures } from "./pictures.js";
import { tooLarge } from "./positions.js";
import { Saving } from "./saving.js";

const DRAFT_PAUSE_MS = 400;
// A text that can be read only in part is mostly one in the middle of a word: the picture stays a while.
const RECOVERED_PAUSE_MS = 1000;

export class PlaybookWorkbench extends Widget {
  #code;
  #checker;
  #pictures;
  #findings;
  #drafts;
  #notices;
  #saving;
  #fixing;
  #outline = [];
  #selected = "";
  #draftTimer = null;
  #pictureTimer = null;

  attach() {
    const sent = jsonOf("sent-text", "");
    const saved = jsonOf("saved-text", "");
    this.#drafts = new Drafts(storageOf(), this.dataset.playbook);
    this.#notices = new Notices(this.part("notices"), this.part("notice-pattern"));
    this.#code = this.#editor(sent);
    this.#findings = new Findings(this.part("problems"), this.#acts, this.signal);
    this.#saving = new Saving({
      url: this.dataset.saveUrl,
      base: Number(this.dataset.base),
      key: this.part("key")?.value,
      code: this.#code,
      drafts: this.#drafts,
      notices: this.#notices,
      message: this.part("message"),
      state: (text, kind) => this.#state(text, kind),
      problems: (problems, version) => version === this.#code.version && this.#problems(problems),
      done: (answer) => this.#saved(answer),
    });
    this.#checker = new Checker({
      ask: (text, signal) => this.#ask(text, signal),
      found: (answer, text) => this.#checked(answer, text),
      failed: (problem) => this.#notChecked(problem),
    });
    this.#pictures = new Pictures({
      ask: (text) => post(this.dataset.drawUrl, { text }, { signal: this.signal }),
      arrived: (answer) => this.#drawn(answer),
      failed: (problem) => this.#notDrawn(problem),
      shown: this.dataset.picture,
    });
    this.#fixing = new Fixing({
      code: this.#code,
      check: () => this.#checker.now(this.#code.text),
    });
    this.#outline = jsonOf("outline", []);
    this.#problems(jsonOf("found-problems", []));
    this.#wire();
    if (this.dataset.base !== "0" && sent !== saved) {
      this.#markAsUnsaved(saved);
    }
    this.#offerDrafts(sent);
    this.#openLine();
  }

  detach() {
    this.#checker?.cancel();
    clearTimeout(this.#draftTimer);
    clearTimeout(this.#pictureTimer);
    this.#code?.destroy();
  }

  #editor(text) {
    const parent = this.part("code");
    parent.replaceChildren();
    return new Code({
      parent,
      text,
      nonce: document.querySelector('meta[name="style-nonce"]')?.content,
      changed: () => this.#changed(),
      moved: (line) => this.#moved(line),
      act: this.#acts,
      rules: this.dataset.rulesUrl,
    });
  }

  /** What the buttons of a finding do, in the list and in the text. */
  get #acts() {
    return {
      jump: (line, column) => this.#code.jump(line, column),
      fix: (problem, fix) => this.#fixing.fix(problem, fix),
      fixAll: () => this.#fixing.fixAll(this.#findings.all),
      undo: () => this.#code.undo(),
      leave: () => this.#code.focus(),
    };
  }

  #wire() {
    this.listen(this.part("form"), "submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.listen(document, "keydown", (event) => this.#key(event));
    this.listen(this, "diagram-select", (event) => this.#chosen(event.detail?.path ?? ""), {
      capture: true,
    });
    this.listen(window, "beforeunload", (event) => {
      if (this.#code.dirty && !this.#saving.leaving) {
        event.preventDefault();
      }
    });
    this.listen(window, "pagehide", () => this.#keepDraft());
    this.listen(document, "visibilitychange", () => this.#keepDraft());
    const file = this.part("file");
    if (file) {
      this.listen(file, "change", () => this.#file(file));
    }
  }

  // Checking

  #ask(text, signal) {
    const large = tooLarge(text, Number(this.dataset.maxBytes));
    if (large) {
      return Promise.resolve({ problems: [large], picture: "", recovered: false, outline: [] });
    }
    return post(this.dataset.checkUrl, { text }, { signal });
  }

  #checked(answer, text) {
    this.#outline = answer.outline;
    this.#problems(answer.problems);
    this.part("stale").hidden = answer.picture !== "" || !this.part("no-picture").hidden;
    this.part("recovered").hidden = !answer.recovered || answer.picture === "";
    this.#wantPicture(answer, text);
    this.#moved(this.#code.line);
    this.#showState();
    this.#fixing.checked(answer.problems);
  }

  #notChecked(problem) {
    this.#fixing.cancel();
    this.#state(`Not checked: ${problem.message}`, "failed");
  }

  #problems(problems) {
    this.#code.mark(problems);
    this.#findings.show(problems);
  }

  // Drawing

  #wantPicture({ picture, recovered }, text) {
    clearTimeout(this.#pictureTimer);
    if (recovered) {
      this.#pictures.want("", text);
      this.#pictureTimer = setTimeout(() => this.#pictures.want(picture, text), RECOVERED_PAUSE_MS);
    } else {
      this.#pictures.want(picture, text);
    }
  }

  #drawn(answer) {
    this.part("no-picture").hidden = true;
    this.#drawingNotice(answer.notice);
    if (answer.svg !== null) {
      this.part("diagram").setSvg(answer.svg);
      this.#selected = "";
      this.#moved(this.#code.line);
    }
  }

  #notDrawn(problem) {
    if (problem.name === "RequestFailed") {
      this.#drawingNotice(`This is an earlier picture; the new one could not be drawn. ${problem.message}`);
    } else if (problem.name !== "AbortError") {
      throw problem;
    }
  }

  #drawingNotice(text) {
    this.part("drawing-notice").hidden = !text;
    this.part("drawing-notice").textContent = text;
  }

  #changed() {
    this.#fixing?.cancel();
    clearTimeout(this.#pictureTimer);
    this.#checker.schedule(() => this.#code.text);
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#keepDraft(), DRAFT_PAUSE_MS);
    this.#showState();
  }

  // The diagram and the text point at each other

  #moved(line) {
    const path = innermost(this.#outline, line);
    if (this.#pictures?.current && path !== this.#selected) {
      this.#selected = path;
      this.part("diagram").select(path);
    }
  }

  #chosen(path) {
    const line = lineOf(this.#outline, path);
    if (path !== this.#selected && line) {
      this.#selected = path;
      this.#code.jump(line, 1, { focus: false });
    }
  }

  #openLine() {
    const line = Number(new URLSearchParams(location.search).get("line"));
    if (Number.isInteger(line) && line > 0) {
      this.#code.jump(line);
    }
  }

  // The keyboard

  #key(event) {
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (control && key === "s") {
      this.#save();
    } else if (control && event.shiftKey && key === "m") {
      this.#findings.focus();
    } else if (!control && key === "f8") {
      this.#code.next(this.#findings.shown, event.shiftKey);
    } else {
      return;
    }
    event.preventDefault();
  }

  // Saving

  #save() {
    const large = tooLarge(this.#code.text, Number(this.dataset.maxBytes));
    if (large) {
      this.#problems([large]);
      this.#notices.say(`Not saved: ${large.message} (line ${large.line}). The text is kept here.`);
      return;
    }
    this.#saving.save();
  }

  #saved(answer) {
    if (answer.revision) {
      this.part("base").value = answer.revision;
      const heading = document.querySelector("h1");
      heading.textContent = answer.name ?? heading.textContent;
      const count = document.querySelector(".tabs [data-part=newest]");
      if (count) {
        count.textContent = answer.revision;
      }
    }
    this.#showState(answer.message);
  }

  #state(text, kind) {
    const state = this.part("state");
    state.dataset.state = kind;
    if (state.textContent !== text) {
      state.textContent = text;
    }
  }

  #showState(said = "") {
    if (this.#saving?.busy) {
      return;
    }
    if (this.#code.dirty) {
      this.#state("Unsaved changes", "changed");
    } else if (this.#saving.base) {
      this.#state(said || `Revision ${this.#saving.base}`, "saved");
    } else {
      this.#state("Not saved yet", "new");
    }
  }

  // What was typed and not saved

  #keepDraft() {
    clearTimeout(this.#draftTimer);
    if (this.#saving.leaving) {
      return;
    }
    if (!this.#code.dirty) {
      this.#drafts.drop(this.#saving.base);
    } else if (!this.#drafts.keep(this.#saving.base, this.#code.text)) {
      this.#state("Unsaved changes (this browser keeps no copy)", "changed");
    }
  }

  #markAsUnsaved(saved) {
    const current = this.#code.text;
    this.#code.replace(saved);
    this.#code.clean = this.#code.version;
    this.#code.replace(current);
  }

  #offerDrafts(shown) {
    for (const draft of this.#drafts.all()) {
      if (draft.text === shown) {
        this.#drafts.discard(draft);
        continue;
      }
      const when = new Date(draft.at).toLocaleString();
      const from = draft.base ? `changes to revision ${draft.base}` : "a new playbook";
      this.#notices.say(`This browser has kept ${from} that were not saved (${when}).`, {
        kind: "info",
        keep: true,
        choices: [
          { label: "Restore", primary: true, act: () => this.#restore(draft) },
          { label: "Discard", act: () => this.#drafts.discard(draft) },
        ],
      });
    }
  }

  #restore(draft) {
    this.#code.replace(draft.text);
    // The base comes with the text: if others saved since, saving this one shows the difference.
    this.#saving.base = draft.base;
    this.#keepDraft();
    this.#drafts.discard(draft);
    this.#code.focus();
    this.#showState();
  }

  async #file(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) {
      return;
    }
    try {
      this.#code.replace(
        await takeFile(file, Number(this.dataset.maxBytes), (bytes) =>
          post(this.dataset.checkUrl, bytes),
        ),
      );
      this.#notices.clear();
    } catch (problem) {
      if (!(problem instanceof RequestFailed || problem.name === "NotTaken")) {
        throw problem;
      }
      this.#notices.say(`${file.name} was not taken: ${problem.message}`);
    }
  }
}
