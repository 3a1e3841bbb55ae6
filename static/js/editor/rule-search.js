// <rule-search>: the list of rules, filtered while one types. Without it the form asks the server.
import { Widget } from "../lib/element.js";
import { hits } from "./words.js";

export class RuleSearch extends Widget {
  attach() {
    const query = this.part("query");
    if (query.defaultValue) {
      // The server has left rules out: typing on asks it again.
      return;
    }
    this.part("submit").hidden = true;
    this.listen(query, "input", () => this.#filter(query.value));
    this.listen(query.form, "submit", (event) => event.preventDefault());
    // A browser may bring back what was typed before the page was left.
    this.listen(window, "pageshow", () => this.#filter(query.value));
  }

  #filter(query) {
    let found = 0;
    let all = 0;
    for (const family of this.querySelectorAll(".rules-family")) {
      const title = family.querySelector("h2").textContent;
      let shown = 0;
      for (const row of family.querySelectorAll("tbody tr")) {
        row.hidden = !hits(query, `${title} ${row.textContent}`);
        shown += row.hidden ? 0 : 1;
        all += 1;
      }
      family.hidden = shown === 0;
      found += shown;
    }
    this.part("none").hidden = found > 0;
    this.part("said").textContent = found === all ? `${all} rules` : `${found} of ${all} rules`;
  }
}
