"""Addresses of runs."""

from __future__ import annotations

from django.urls import path

from runner.views import controls, runs

app_name = "runner"
urlpatterns = [
    path("p/<str:public_id>/runs/", runs.runs, name="runs"),
    path("p/<str:public_id>/runs/start/", controls.start, name="start"),
    path("runs/<str:public_id>/", runs.run, name="run"),
    path("runs/<str:public_id>/events/", runs.events, name="events"),
    path("runs/<str:public_id>/control/", controls.control, name="control"),
]
