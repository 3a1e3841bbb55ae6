// The custom elements of the run pages.
import { define } from "../lib/element.js";
import { PlaybookRun } from "./run-page.js";
import { WishKey } from "./wish-key.js";

define("playbook-run", PlaybookRun);
define("wish-key", WishKey);
