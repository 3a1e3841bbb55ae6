"""Addresses of the library, the editor and the history."""

from __future__ import annotations

from django.urls import path

from editor.views import history, library, rules, workbench

app_name = "editor"
urlpatterns = [
    path("", library.library, name="library"),
    path("new/", library.new, name="new"),
    path("check/", workbench.check, name="check"),
    path("draw/", workbench.draw, name="draw"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:rule>/", rules.rule, name="rule"),
    path("p/<str:public_id>/", workbench.playbook, name="playbook"),
    path("p/<str:public_id>/element/", workbench.element, name="element"),
    path("p/<str:public_id>/edit/", workbench.edit, name="edit"),
    path("p/<str:public_id>/save/", workbench.save, name="save"),
    path("p/<str:public_id>/revisions/", history.revisions, name="revisions"),
    path("p/<str:public_id>/revisions/<int:number>/", history.revision, name="revision"),
    path("p/<str:public_id>/revisions/<int:old>/<int:new>/", history.diff, name="diff"),
]
