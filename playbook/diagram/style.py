"""The style that a picture carries when it stands alone; pages use static/css/diagram.css."""

STANDALONE_STYLE = (
    "svg{--paper:#fff;--ink:#1f2733;--soft:#5b6675;--line:#7c8796;--fill:#f5f7fa;--ban:#c4314b;"
    "--badge:#e4e9f1;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14181f;--ink:#e8ecf2;--soft:#a7b1bf;--line:#8290a2;"
    "--fill:#1e242e;--ban:#ff7a8e;--badge:#303947}}"
    ".paper{fill:var(--paper)}.shape{fill:var(--fill);stroke:var(--line);stroke-width:1.5}"
    ".inner{fill:none;stroke:var(--line)}.wildcard .shape{fill:none;stroke-dasharray:5 4}"
    ".undeclared .shape{stroke:var(--ban);stroke-dasharray:3 3}.initial .shape{stroke-width:2.2}"
    "text{fill:var(--ink);text-anchor:middle}.name{font-size:13px;font-weight:600}"
    ".edge{fill:none;stroke:var(--line);stroke-width:1.5}.head{fill:var(--line)}.reach,.hit{fill:none;stroke:none}"
    ".start circle{fill:var(--ink)}.label{font-size:12px;paint-order:stroke;stroke:var(--paper);"
    "stroke-width:4px;stroke-linejoin:round}.guard{font-size:11px;fill:var(--soft)}"
    ".badge circle{fill:var(--badge)}.badge text{font-size:10px}"
    ".forbidden .edge{stroke:var(--ban);stroke-dasharray:6 5}.forbidden .head{fill:var(--ban)}"
    ".ban circle{fill:var(--paper);stroke:var(--ban);stroke-width:1.5}"
    ".ban path{stroke:var(--ban);stroke-width:1.5}"
)
