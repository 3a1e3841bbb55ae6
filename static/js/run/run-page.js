// <playbook-run>: one run, live: events in, the page follows.
import { paint, statePath } from "../diagram/paint.js";
import { jsonOf } from "../lib/dom.js";
import { Widget } from "../lib/element.js";
import { RequestFailed, post } from "../lib/http.js";
import { make, setText } from "./build.js";
import { blank, fold } from "./fold.js";
import { bindingOf, markKeys, showHelp } from "./keys.js";
import { showChecks, showNotes, showPanels, showPath, showStatus, showSteps, showVerdict } from "./show.js";
import { RunSocket } from "./socket.js";
import { standing } from "./standing.js";

export class PlaybookRun extends Widget {
  #data = null;
  #state = null;
  #info = {};
  #hidden = new Set();
  #socket = null;
  #connection = "connecting…";
  #frame = 0;
  #revealed = "";

  attach() {
    this.#data = jsonOf("run-data");
    this.#state = { ...blank(), ...this.#data.state };
    this.#info = this.#data.info;
    this.listen(document, "keydown", (event) => this.#key(event));
    this.listen(this, "click", (event) => this.#click(event));
    this.listen(this, "submit", (event) => this.#submit(event));
    this.#draw();
    this.#connect();
  }

  detach() {
    this.#socket?.close();
    cancelAnimationFrame(this.#frame);
  }

  #connect() {
    if (this.#info.status === "finished" && this.#data.seq >= this.#info.last_seq) {
      return;
    }
    this.#socket = new RunSocket({
      path: this.#data.urls.socket,
      pollUrl: this.#data.urls.events,
      seq: this.#data.seq,
      onEvents: (events) => {
        events.forEach((event) => fold(this.#state, event));
        this.#soon();
      },
      onRun: (info) => {
        this.#info = info;
        this.#soon();
      },
      onLive: (text) => {
        this.#connection = text;
        this.#live();
      },
    });
    this.#socket.open();
  }

  #live() {
    const live = this.part("live");
    const said = standing(this.#info, this.#state.verdict, this.#connection);
    setText(live, said.text);
    live.dataset.live = said.live ? "yes" : "no";
  }

  /** Draw once per frame, however many events came. */
  #soon() {
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  #draw() {
    const state = this.#state;
    this.#picture();
    showSteps(this.part("steps"), this.part("progress"), state, this.#data.planned);
    showPath(this.part("path"), state);
    showPanels(this.part("panels"), state, this.#hidden);
    showStatus(this.part("statusbar"), state);
    showChecks(this.part("invariants"), this.part("metrics"), state);
    showNotes(this.part("notes"), state);
    showVerdict(this.part("verdict"), state);
    setText(this.part("system"), state.system || "–");
    setText(this.part("clock"), `${state.at_ms.toLocaleString("en")} ms`);
    markKeys(this.part("keys"), this.#data.keys, this.#hidden);
    this.#controls();
    this.#live();
    if (this.#info.status === "finished" && state.verdict) {
      this.#socket?.close();
    }
  }

  /** The run in the diagram; a state is brought into sight once, so that a reader may look elsewhere. */
  #picture() {
    const diagram = this.querySelector("playbook-diagram");
    paint(diagram?.svg ?? this.querySelector("svg.machine"), this.#state);
    if (this.#revealed !== this.#state.state) {
      this.#revealed = this.#state.state;
      diagram?.reveal?.(statePath(this.#revealed));
    }
  }

  #controls() {
    const finished = this.#info.status === "finished";
    const paused = this.#info.wanted === "pause";
    for (const name of ["controls", "pace"]) {
      const form = this.part(name);
      if (form) {
        form.hidden = finished;
      }
    }
    for (const button of this.querySelectorAll("[data-wish]")) {
      const usable = { pause: !paused, continue: paused, step: true, cancel: true };
      button.disabled = !usable[button.dataset.wish];
    }
    for (const button of this.querySelectorAll("[data-pace]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.pace) === this.#info.pace));
    }
    this.querySelector(".run-again button")?.classList.toggle("primary", finished);
  }

  async #submit(event) {
    const button = event.submitter;
    if (!button || button.value === "again" || event.target.method === "dialog") {
      return;
    }
    event.preventDefault();
    const data = new URLSearchParams(new FormData(event.target));
    data.set(button.name, button.value);
    await this.#send(data);
  }

  async #send(data) {
    const place = this.part("problem");
    try {
      this.#info = { ...this.#info, ...(await post(this.#data.urls.control, data, { signal: this.signal })) };
      place.replaceChildren();
      this.#soon();
    } catch (problem) {
      if (!(problem instanceof RequestFailed)) {
        throw problem;
      }
      place.replaceChildren(make("p", { class: "notice error", role: "alert" }, problem.message));
    }
  }

  #click(event) {
    const button = event.target.closest("[data-key]");
    const binding = button && this.#data.keys.find((key) => key.key === button.dataset.key);
    if (binding && button.closest("[data-part='keys']")) {
      this.#act(binding);
    }
  }

  #key(event) {
    const binding = bindingOf(event, this.#data.keys);
    if (binding && !this.part("help").open) {
      event.preventDefault();
      this.#act(binding);
    }
  }

  #act(binding) {
    switch (binding.verb) {
      case "quit":
        location.assign(this.#data.urls.runs);
        break;
      case "refresh":
        location.reload();
        break;
      case "reset":
        this.#hidden.clear();
        this.#soon();
        break;
      case "pause":
        this.#send(new URLSearchParams({ wish: this.#info.wanted === "pause" ? "continue" : "pause" }));
        break;
      case "panel":
        this.#toggle(binding.panel);
        break;
      case "help":
        showHelp(this.part("help"), this.#data.keys);
        break;
      default:
        this.part("problem").replaceChildren(make("p", { class: "notice" }, `Nothing is bound to "${binding.action}".`));
    }
  }

  #toggle(panel) {
    if (!this.#hidden.delete(panel)) {
      this.#hidden.add(panel);
    }
    this.#soon();
  }
}
