// <playbook-diagram>: pan, zoom, fit, select, and the layer of forbidden pairs, for the SVG inside.
import { fromServer } from "../lib/dom.js";
import { Widget } from "../lib/element.js";
import { centred, fit, pan, shows, zoom } from "./view.js";

const STEP = 1.25;
const NUDGE = 60;
const REMEMBERED = "playbooks-diagram-forbidden";
const LEAST_ON_A_PHONE = 0.6;
const ICONS = {
  closer: "M8 3.5v9M3.5 8h9",
  farther: "M3.5 8h9",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
};

export class PlaybookDiagram extends Widget {
  #view = null;
  #touched = false;
  #pointers = new Map();
  #moved = 0;
  #selected = "";

  attach() {
    if (!this.svg) {
      return;
    }
    this.classList.add("is-live");
    this.#toolbar();
    this.#showForbidden(this.#remembered());
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this);
    this.signal.addEventListener("abort", () => observer.disconnect());
    this.listen(this, "pointerdown", (event) => this.#down(event));
    this.listen(this, "pointermove", (event) => this.#drag(event));
    this.listen(this, "pointerup", (event) => this.#up(event));
    this.listen(this, "pointercancel", (event) => this.#up(event));
    this.listen(this, "wheel", (event) => this.#wheel(event), { passive: false });
    this.listen(this, "keydown", (event) => this.#key(event));
    this.listen(this, "focusin", (event) => this.#reveal(this.#element(event.target)));
    this.#reset();
  }

  get svg() {
    return this.querySelector("svg.machine");
  }

  /** Select the element of a path ("" for none) without telling anybody. */
  select(path) {
    this.#selected = path;
    for (const element of this.svg?.querySelectorAll("[data-path]") ?? []) {
      const hit = path !== "" && element.dataset.path === path;
      element.classList.toggle("is-selected", hit);
      element.setAttribute("aria-pressed", String(hit));
      if (hit) {
        this.#reveal(element);
      }
    }
  }

  /** Show another picture; the view stays where the size is about the same. */
  setSvg(markup) {
    const before = this.svg ? this.#picture : null;
    this.svg?.remove();
    this.prepend(fromServer(markup));
    if (!this.classList.contains("is-live")) {
      this.attach();
      return;
    }
    const after = this.#picture;
    const near = (a, b) => Math.abs(a - b) < 0.2 * Math.max(a, b);
    const alike = before && near(before.width, after.width) && near(before.height, after.height);
    if (this.#touched && alike) {
      this.#apply();
    } else {
      this.#reset();
    }
    this.select(this.#selected);
  }

  /** Bring a state into sight; used by a run that moves on. */
  reveal(path) {
    const element = [...(this.svg?.querySelectorAll(".state") ?? [])].find((e) => e.dataset.path === path);
    this.#reveal(element);
  }

  get #picture() {
    const [width, height] = ["width", "height"].map((name) => Number(this.svg.getAttribute(name)));
    return { width: width || 1, height: height || 1 };
  }

  get #window() {
    const { width, height } = this.svg.getBoundingClientRect();
    return { width: width || 1, height: height || 1 };
  }

  #reset() {
    this.#touched = false;
    const size = this.#window;
    if (size.height < 2) {
      // Not laid out yet: the resize observer calls again.
      return;
    }
    const narrow = size.width < 600;
    const whole = fit(this.#picture, size);
    this.#view = whole;
    if (narrow && size.width / whole.width < LEAST_ON_A_PHONE) {
      const [first] = [".is-current", ".initial", ""].map((kind) => this.svg.querySelector(`.state${kind}`)).filter(Boolean);
      const box = first?.getBBox();
      if (box) {
        this.#view = centred(box.x + box.width / 2, box.y + size.height * 0.5, LEAST_ON_A_PHONE, size);
      }
    }
    this.#apply();
  }

  #resized() {
    if (!this.svg) {
      return;
    }
    if (!this.#touched) {
      this.#reset();
      return;
    }
    const { x, y, width, height } = this.#view;
    const size = this.#window;
    this.#view = centred(x + width / 2, y + height / 2, Math.min(size.width / width, size.height / height), size);
    this.#apply();
  }

  #apply() {
    if (!this.#view) {
      return;
    }
    const { x, y, width, height } = this.#view;
    this.svg.setAttribute("viewBox", [x, y, width, height].map((n) => n.toFixed(2)).join(" "));
  }

  #zoom(factor, x = this.#window.width / 2, y = this.#window.height / 2) {
    this.#touched = true;
    this.#view = zoom(this.#view, this.#window, factor, x, y);
    this.#apply();
  }

  #pan(dx, dy) {
    this.#touched = true;
    this.#view = pan(this.#view, this.#picture, this.#window, dx, dy);
    this.#apply();
  }

  #reveal(element) {
    const box = element?.getBBox?.();
    if (!box || !this.#view || shows(this.#view, box)) {
      return;
    }
    const size = this.#window;
    this.#view = centred(box.x + box.width / 2, box.y + box.height / 2, size.width / this.#view.width, size);
    this.#apply();
  }

  #element(target) {
    return target instanceof Element ? target.closest("svg.machine [data-path]") : null;
  }

  #down(event) {
    if (event.button !== 0 || event.target.closest("[data-part='tools']")) {
      return;
    }
    this.#pointers.set(event.pointerId, event);
    this.#moved = 0;
  }

  #drag(event) {
    const last = this.#pointers.get(event.pointerId);
    if (!last) {
      return;
    }
    const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
    const other = [...this.#pointers.values()].find((p) => p.pointerId !== event.pointerId);
    this.#moved += Math.hypot(dx, dy);
    this.#pointers.set(event.pointerId, event);
    if (other) {
      const apart = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      const frame = this.getBoundingClientRect();
      const x = (event.clientX + other.clientX) / 2 - frame.x;
      const y = (event.clientY + other.clientY) / 2 - frame.y;
      this.#zoom(apart(event) / apart(last), x, y);
    }
    if (this.#moved > 4) {
      this.setPointerCapture(event.pointerId);
      this.classList.add("is-dragged");
      this.#pan(other ? dx / 2 : dx, other ? dy / 2 : dy);
    }
  }

  #up(event) {
    const known = this.#pointers.delete(event.pointerId);
    this.classList.remove("is-dragged");
    if (known && event.type === "pointerup" && this.#moved <= 4) {
      this.#choose(this.#element(event.target));
    }
  }

  #wheel(event) {
    // A wheel over the picture scrolls the page, unless the picture is in use or ctrl says zoom.
    if (!event.ctrlKey && !event.metaKey && !this.contains(document.activeElement)) {
      return;
    }
    event.preventDefault();
    const frame = this.getBoundingClientRect();
    this.#zoom(Math.exp(-event.deltaY / 400), event.clientX - frame.x, event.clientY - frame.y);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const moves = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const element = this.#element(event.target);
    if ((event.key === "Enter" || event.key === " ") && element) {
      this.#choose(element);
    } else if (event.key === "Escape" && this.#selected) {
      this.#choose(null);
    } else if (event.key === "+" || event.key === "=") {
      this.#zoom(STEP);
    } else if (event.key === "-") {
      this.#zoom(1 / STEP);
    } else if (event.key === "0") {
      this.#reset();
    } else if (event.key === "f") {
      this.#showForbidden(this.classList.contains("hides-forbidden"));
    } else if (moves[event.key]) {
      this.#pan(...moves[event.key].map((direction) => direction * NUDGE));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(element) {
    const path = element?.dataset.path ?? "";
    this.select(path);
    const kind = ["state", "transition", "forbidden"].find((name) => element?.classList.contains(name)) ?? "";
    const id = element?.dataset.state ?? element?.dataset.transition ?? "";
    this.dispatchEvent(new CustomEvent("diagram-select", { bubbles: true, detail: { path, kind, id } }));
  }

  #remembered() {
    try {
      return localStorage.getItem(REMEMBERED) !== "hidden";
    } catch {
      return true;
    }
  }

  #showForbidden(shown) {
    this.classList.toggle("hides-forbidden", !shown);
    this.part("forbidden")?.setAttribute("aria-pressed", String(shown));
    try {
      localStorage.setItem(REMEMBERED, shown ? "shown" : "hidden");
    } catch {
      // Then it lasts as long as this page.
    }
  }

  #toolbar() {
    this.part("tools")?.remove();
    const tools = document.createElement("div");
    tools.dataset.part = "tools";
    tools.className = "diagram-tools";
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", "Diagram");
    tools.append(
      this.#button("Zoom in (+)", "closer", () => this.#zoom(STEP)),
      this.#button("Zoom out (-)", "farther", () => this.#zoom(1 / STEP)),
      this.#button("Fit to the window (0)", "fit", () => this.#reset()),
    );
    if (this.svg.querySelector(".forbidden")) {
      const toggle = document.createElement("button");
      toggle.type = "button";
      toggle.dataset.part = "forbidden";
      toggle.className = "diagram-layer";
      toggle.title = "Show or hide the forbidden pairs (f)";
      toggle.textContent = "Forbidden";
      this.listen(toggle, "click", () => this.#showForbidden(this.classList.contains("hides-forbidden")));
      tools.append(toggle);
    }
    this.append(tools);
  }

  #button(name, icon, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = name;
    button.setAttribute("aria-label", name);
    const markup = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[icon]}" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>`;
    button.append(fromServer(markup));
    this.listen(button, "click", act);
    return button;
  }
}
