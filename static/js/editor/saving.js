// Saving: one request at a time, and an answer to everything that can go wrong. The text stays in
// the editor whatever happens.
import { RequestFailed, post } from "../lib/http.js";

export class Saving {
  busy = false;
  leaving = false;
  base;
  #url;
  #code;
  #drafts;
  #notices;
  #message;
  #state;
  #problems;
  #done;
  #key;
  #send;

  /**
   * `state(text, kind)`, `problems(list, version)` and `done(answer)` show what happens. `key` names the wish
   * for a new playbook, so that asking twice makes one.
   */
  constructor({ url, base, key = "", code, drafts, notices, message, send = post, ...shows }) {
    this.base = base;
    this.#key = key;
    this.#url = url;
    this.#code = code;
    this.#drafts = drafts;
    this.#notices = notices;
    this.#message = message;
    this.#state = shows.state;
    this.#problems = shows.problems;
    this.#done = shows.done;
    this.#send = send;
  }

  async save() {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.#state("Saving…", "busy");
    const version = this.#code.version;
    const text = this.#code.text;
    const sent = { text, base: this.base, message: this.#message?.value ?? "", key: this.#key };
    let answer;
    try {
      answer = await this.#send(this.#url, sent);
    } catch (problem) {
      this.#drafts.keep(this.base, text);
      this.#failed(problem, version);
      return;
    } finally {
      this.busy = false;
    }
    this.#saved(answer, version);
  }

  #saved(answer, version) {
    this.#drafts.drop(this.base);
    this.#notices.clear();
    this.#code.clean = version;
    if (!answer.revision) {
      // A new playbook: it has an address of its own now.
      this.leaving = true;
      location.assign(answer.url);
      return;
    }
    this.base = answer.revision;
    this.#message.value = "";
    this.#done(answer);
  }

  #failed(problem, version) {
    this.#state("Not saved", "failed");
    if (!(problem instanceof RequestFailed)) {
      this.#notices.say("Not saved: this page failed. The text is kept in this browser.");
      throw problem;
    }
    if (problem.status === 422) {
      this.#problems(problem.body.problems, version);
      this.#notices.say(problem.message, { choices: [this.#close()] });
    } else if (problem.status === 409) {
      this.#conflict(problem.body);
    } else {
      const again = { label: "Try again", primary: true, act: () => this.save() };
      const text = `Not saved: ${problem.message} The text is kept here.`;
      this.#notices.say(text, { choices: [again, this.#close()] });
    }
  }

  #conflict(body) {
    const mine = () => {
      this.#drafts.drop(this.base);
      this.base = body.head;
      this.save();
    };
    const theirs = () => {
      // What was typed stays among the drafts of its own base, and one Undo away.
      this.#code.replace(body.text);
      this.#code.clean = this.#code.version;
      this.base = body.head;
      this.#done({ revision: body.head, message: `Revision ${body.head}` });
    };
    this.#notices.panel(body.panel, [
      { label: `Save mine on top of revision ${body.head}`, primary: true, act: mine },
      { label: "Take theirs", act: theirs },
      { label: "Decide later", act: () => {} },
    ]);
  }

  #close() {
    return { label: "Close", act: () => this.#code.focus() };
  }
}
