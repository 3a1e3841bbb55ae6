// The custom elements of the run pages.
import { define } from "../lib/element.js";
import { PlaybookRun } from "./run-page.js";

define("playbook-run", PlaybookRun);
