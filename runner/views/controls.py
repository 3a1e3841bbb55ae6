"""What a person may do to runs: start, pause, step, speed, cancel, again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from editor.access import author_of, playbook_or_404
from playbook.api import MAX_SEED
from runner import services
from runner.access import run_or_404
from runner.contexts import standing
from runner.models import Run
from runner.views.runs import runs_response

MAX_SEED_DIGITS = 16


@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Queue a run of a scenario and go to its page."""
    playbook = playbook_or_404(request, public_id)
    scenario = request.POST.get("scenario", "")
    try:
        wanted = services.Request(
            scenario=scenario,
            seed=_seed(request.POST.get("seed", "")),
            pace=_pace(request.POST.get("pace", "1")),
            key=request.POST.get("key", ""),
        )
        run = services.start(playbook, wanted, author_of(request))
    except services.CannotStart as problem:
        return runs_response(request, playbook, problem=str(problem), chosen=scenario, status=422)
    return redirect("runner:run", run.public_id)


@require_POST
def control(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of: pause, continue, step, cancel, pace, again."""
    run = run_or_404(request, public_id)
    wish = request.POST.get("wish", "")
    if wish == "again":
        copy = services.again(run, request.POST.get("key", ""), author_of(request))
        return redirect("runner:run", copy.public_id)
    simple = {
        "pause": services.pause,
        "continue": services.resume,
        "step": services.step,
        "cancel": services.cancel,
    }
    if wish in simple:
        simple[wish](run)
    elif wish == "pace":
        try:
            services.set_pace(run, _pace(request.POST.get("pace", "")))
        except services.CannotStart as problem:
            return JsonResponse({"message": str(problem)}, status=400)
    else:
        return JsonResponse({"message": f'a run cannot be asked to "{wish[:40]}"'}, status=400)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(standing(Run.objects.get(pk=run.pk)))
    return redirect("runner:run", run.public_id)


def _pace(text: str) -> float:
    if text not in services.PACES:
        raise services.CannotStart(f"the speed must be one of {', '.join(services.PACES)}")
    return services.PACES[text]


def _seed(text: str) -> int | None:
    """The seed that is asked for; None leaves it to the scenario."""
    given = text.strip()
    if not given:
        return None
    number = int(given) if given.isascii() and given.isdecimal() and len(given) <= MAX_SEED_DIGITS else -1
    if not 0 <= number <= MAX_SEED:
        raise services.CannotStart(f"the seed must be a whole number from 0 to {MAX_SEED}")
    return number
