"""`{{ sentence|ticked }}`: what stands between backticks is shown as code."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def ticked(text: str) -> SafeString:
    """The sentence with its code marked; everything in it is escaped."""
    pieces = [
        format_html("<code>{}</code>", piece) if index % 2 else conditional_escape(piece)
        for index, piece in enumerate(str(text).split("`"))
    ]
    return mark_safe("".join(pieces))
