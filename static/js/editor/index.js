// The custom elements of the playbook, editing and history pages.
import { define } from "../lib/element.js";
import { PlaybookInspector } from "./inspector.js";
import { RuleSearch } from "./rule-search.js";
import { SourceText } from "./source.js";
import { PlaybookWorkbench } from "./workbench.js";

define("playbook-inspector", PlaybookInspector);
define("playbook-workbench", PlaybookWorkbench);
define("rule-search", RuleSearch);
define("source-text", SourceText);
