"""The rules of the validator: the list, and a page for each. They belong to no playbook and to nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from editor import contexts
from playbook.api import CATALOGUE


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules by family; `?q=` keeps those in which all its words occur."""
    return render(request, "editor/rules.html", {"page": contexts.rules_page(request.GET.get("q", ""))})


@require_safe
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule; where there is none of this id, the nearest ones."""
    if rule in CATALOGUE:
        return render(request, "editor/rule.html", {"page": contexts.rule_page(rule)})
    if rule.upper() in CATALOGUE:
        return redirect("editor:rule", rule.upper(), permanent=True)
    return render(request, "editor/no_rule.html", {"page": contexts.no_rule_page(rule)}, status=404)
