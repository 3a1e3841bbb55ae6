"""What keyboards have, how it is spelt, and what browsers do with it. This file is a data table."""

from __future__ import annotations

MODIFIERS = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "alt": "alt",
    "altgraph": "alt",
    "opt": "alt",
    "option": "alt",
    "shift": "shift",
    "meta": "meta",
    "cmd": "meta",
    "command": "meta",
    "super": "meta",
    "win": "meta",
}
# Spellings of one key; a name for a character is that character.
SAME = {
    " ": "space",
    "spacebar": "space",
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "arrowup": "up",
    "arrowdown": "down",
    "arrowleft": "left",
    "arrowright": "right",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "plus": "+",
    "minus": "-",
    "period": ".",
    "dot": ".",
    "comma": ",",
    "slash": "/",
    "backslash": "\\",
    "equal": "=",
    "semicolon": ";",
    "quote": "'",
    "backquote": "`",
}
NAMES = {
    *SAME,
    *SAME.values(),
    *MODIFIERS,
    *(f"f{number}" for number in range(1, 25)),
    *("tab", "backtab", "backspace", "home", "end", "capslock", "numlock", "scrolllock", "printscreen"),
    *("print", "pause", "contextmenu", "menu", "help", "clear", "undo", "redo", "copy", "cut", "paste"),
    *(
        "find",
        "select",
        "play",
        "stop",
        "mediaplaypause",
        "mediastop",
        "mediatracknext",
        "mediatrackprevious",
    ),
    *("audiovolumeup", "audiovolumedown", "audiovolumemute", "volumeup", "volumedown", "mute"),
}
# Words that other readers of YAML take for true, false or nothing; no keyboard has such a key.
NO_KEYS = {"on", "off", "yes", "no", "true", "false", "null"}
# Keys that are held beside another.
HELD = ("ctrl", "alt", "meta")
# By canonical spelling, with what the browser does.
BROWSERS = {
    **dict.fromkeys(("ctrl+w", "meta+w", "ctrl+f4"), "closes the tab"),
    **dict.fromkeys(("ctrl+shift+w", "meta+shift+w", "alt+f4", "meta+q"), "closes the window"),
    **dict.fromkeys(("ctrl+t", "meta+t", "ctrl+shift+t", "meta+shift+t"), "opens a tab"),
    **dict.fromkeys(("ctrl+n", "meta+n", "ctrl+shift+n", "meta+shift+n"), "opens a window"),
    **dict.fromkeys(("ctrl+tab", "ctrl+shift+tab", "ctrl+pageup", "ctrl+pagedown"), "changes the tab"),
    **dict.fromkeys(("f5", "ctrl+r", "meta+r", "ctrl+f5", "ctrl+shift+r"), "loads the page again"),
    **dict.fromkeys(("ctrl+l", "meta+l", "f6", "alt+d"), "goes to the address bar"),
    "f1": "shows the browser's help",
    "f11": "fills the screen",
    "f12": "opens the developer tools",
}


def canonical(key: str) -> str:
    """One spelling of a key, so that `ctrl+X` and `Ctrl+x` are the same, and `c` and `C` are not."""
    if len(key) == 1:
        return SAME.get(key, key)
    *held, name = key.removesuffix("++").split("+") + (["+"] if key.endswith("++") else [])
    modifiers = {MODIFIERS.get(part.lower(), part.lower()) for part in held}
    if len(name) > 1:
        name = SAME.get(name.lower(), name.lower())
    elif modifiers == {"shift"} and name.isalpha():
        return name.upper()
    else:
        name = name.lower()
    return "+".join([*sorted(modifiers), name])
