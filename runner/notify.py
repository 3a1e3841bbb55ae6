"""The bell: "run N reached sequence number S". It may be lost; whoever hears it reads the database."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger(__name__)

GROUP = "runs"


def ring(run_id: int, seq: int) -> None:
    """Wake the web processes; a failure costs them a tick, so it is only logged.

    Without Redis there is no layer that crosses processes, and the tick alone does the work.
    """
    if not settings.REDIS_URL:
        return
    try:
        layer = get_channel_layer()
        async_to_sync(layer.group_send)(GROUP, {"type": "bell", "run": run_id, "seq": seq})
    except Exception as problem:
        logger.warning("the bell for run %s could not be rung: %s", run_id, problem)
