// <theme-toggle>: a button that switches between light and dark and remembers it.
import { Widget } from "./element.js";

export class ThemeToggle extends Widget {
  attach() {
    const button = this.querySelector("button");
    this.#label(button);
    this.listen(button, "click", () => {
      const theme = this.#isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try {
        localStorage.setItem("playbooks-theme", theme);
      } catch {
        // Then it lasts as long as this page.
      }
      this.#label(button);
    });
    this.listen(matchMedia("(prefers-color-scheme: dark)"), "change", () => this.#label(button));
  }

  #isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  #label(button) {
    const text = this.#isDark() ? "Use the light theme" : "Use the dark theme";
    button.setAttribute("aria-label", text);
    button.title = text;
  }
}
