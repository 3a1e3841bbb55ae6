// <playbook-inspector>: a diagram with a panel beside it that shows the selected element.
import { fromServer } from "../lib/dom.js";
import { Widget } from "../lib/element.js";
import { RequestFailed, get } from "../lib/http.js";

export class PlaybookInspector extends Widget {
  #path = "";
  #sequence = 0;

  attach() {
    this.#path = new URLSearchParams(location.search).get("path") ?? "";
    this.#mark();
    if (this.#path) {
      customElements.whenDefined("playbook-diagram").then(() => this.#diagram?.select(this.#path));
    }
    this.listen(this, "diagram-select", (event) => this.#show(event.detail?.path ?? ""), {
      capture: true,
    });
    this.listen(this, "click", (event) => {
      const link = event.target.closest("a[data-path]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
        return;
      }
      event.preventDefault();
      this.#diagram?.select(link.dataset.path);
      this.#show(link.dataset.path, { focus: true });
    });
  }

  get #diagram() {
    return this.querySelector("playbook-diagram");
  }

  async #show(path, { focus = false } = {}) {
    if (path === this.#path && !focus) {
      return;
    }
    this.#path = path;
    this.#sequence += 1;
    const sequence = this.#sequence;
    const panel = this.part("panel");
    this.#address();
    this.#mark();
    if (!path) {
      panel.replaceChildren(this.part("nothing").content.cloneNode(true));
      return;
    }
    panel.setAttribute("aria-busy", "true");
    const content = await this.#fetch(path);
    if (sequence !== this.#sequence) {
      return;
    }
    panel.removeAttribute("aria-busy");
    panel.replaceChildren(content);
    panel.scrollTop = 0;
    if (focus) {
      panel.scrollIntoView({ block: "nearest" });
      this.part("title")?.focus({ preventScroll: true });
    }
  }

  async #fetch(path) {
    const query = new URLSearchParams({ path });
    if (this.dataset.revision) {
      query.set("revision", this.dataset.revision);
    }
    try {
      return fromServer(await get(`${this.dataset.url}?${query}`, { signal: this.signal }));
    } catch (problem) {
      if (!(problem instanceof RequestFailed)) {
        throw problem;
      }
      const text = document.createElement("p");
      text.className = "notice error";
      text.textContent = problem.message;
      return text;
    }
  }

  #address() {
    const url = new URL(location.href);
    if (this.#path) {
      url.searchParams.set("path", this.#path);
    } else {
      url.searchParams.delete("path");
    }
    history.replaceState(history.state, "", url);
  }

  #mark() {
    for (const row of this.querySelectorAll("tbody tr")) {
      const link = row.querySelector("th a[data-path]");
      row.classList.toggle("is-selected", Boolean(link) && link.dataset.path === this.#path);
    }
  }
}
