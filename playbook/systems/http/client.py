"""The protocol's messages, asked and answered; which of them may be sent again (docs/systems.md)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from playbook.limits import MAX_HTTP_BODY_BYTES, MAX_HTTP_MESSAGES
from playbook.machine.port import SystemProblem
from playbook.systems.http import answers
from playbook.systems.http.problems import BadAnswer, Declined, Lost, OutcomeUnknown, Unreached
from playbook.systems.http.transport import Reply
from playbook.values import Value

VERSION = 1
# Seconds before the second and the third try.
BACK_OFF_S = (0.1, 0.4)
_HIDDEN = "***"
# Statuses of a server, or of what stands before it, that may be gone in a moment.
_PASSING = (502, 503, 504)
_ABSENT = (404, 405, 501)


class Carrier(Protocol):
    """What takes a message there and brings an answer back."""

    def post(self, message: str, body: bytes) -> Reply:
        """Raises Unreached, or Lost."""

    def close(self) -> None:
        """Give the connection back."""


class Client:
    """One session with a system; `pause` waits before a message is sent again."""

    def __init__(
        self,
        carrier: Carrier,
        session: str,
        *,
        secrets: Sequence[str] = (),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._carrier, self.session, self._pause = carrier, session, pause
        # As they stand in JSON too, where a quote of theirs is written with a backslash.
        self._secrets = sorted({form for s in secrets for form in (s, json.dumps(s)[1:-1])}, reverse=True)
        self.sent = 0
        self.acts = 0

    def describe(self) -> dict[str, Value] | None:
        """What the system says that it offers; None where it does not know the message."""
        reply = self._sent("describe", {}, again=True)
        return None if reply.status in _ABSENT else self._answer("describe", reply)

    def ask(self, message: str, content: Mapping[str, object]) -> dict[str, Value]:
        """A message that may be sent again when its answer is lost. Raises SystemProblem."""
        return self._answer(message, self._sent(message, content, again=True))

    def once(self, message: str, content: Mapping[str, object], what: str, *, again: bool) -> answers.Answer:
        """A message with an effect; it is sent again only where the system knows its key again.

        Raises OutcomeUnknown where the answer was lost, so that nobody can tell whether it had its effect.
        """
        self.acts += 1
        keyed = {"key": f"{self.session}:{self.acts}", **content}
        try:
            reply = self._sent(message, keyed, again=again)
        except Lost as problem:
            raise OutcomeUnknown(f"the outcome of {what} is unknown: {problem}") from None
        if reply.status in _PASSING:
            raise OutcomeUnknown(f"the outcome of {what} is unknown: {self._status(message, reply)}")
        return self._answer(message, reply)

    def close(self) -> None:
        """Give the connection back; the session is not spoken of any more."""
        self._carrier.close()

    def _sent(self, message: str, content: Mapping[str, object], *, again: bool) -> Reply:
        body = self._body(message, content)
        for wait in BACK_OFF_S:
            try:
                reply = self._post(message, body)
                if reply.status not in _PASSING or not again:
                    return reply
            except Unreached:
                # Nothing was sent, so any message may be sent again.
                pass
            except Lost:
                if not again:
                    raise
            self._pause(wait)
        return self._post(message, body)

    def _body(self, message: str, content: Mapping[str, object]) -> bytes:
        try:
            whole = {"protocol": VERSION, "session": self.session, **content}
            body = json.dumps(whole, allow_nan=False).encode()
        except (TypeError, ValueError) as problem:
            raise SystemProblem(f'"{message}" cannot be sent as JSON: {problem}') from None
        if len(body) > MAX_HTTP_BODY_BYTES:
            raise SystemProblem(f'"{message}" would be larger than {MAX_HTTP_BODY_BYTES:,} bytes')
        return body

    def _post(self, message: str, body: bytes) -> Reply:
        self.sent += 1
        if self.sent > MAX_HTTP_MESSAGES:
            raise SystemProblem(f"the run sent more than {MAX_HTTP_MESSAGES:,} messages to its system")
        reply = self._carrier.post(message, body)
        found = reply.body
        for secret in self._secrets:
            found = found.replace(secret.encode(), _HIDDEN.encode())
        return Reply(reply.status, found)

    def _answer(self, message: str, reply: Reply) -> dict[str, Value]:
        if reply.status != 200:
            raise BadAnswer(self._status(message, reply))
        answer = answers.read(message, reply.body)
        error = answer.get("error")
        if error is not None:
            raise Declined(answers.shortened(error if isinstance(error, str) else json.dumps(error)))
        return answer

    def _status(self, message: str, reply: Reply) -> str:
        told = f'the system answered "{message}" with status {reply.status}'
        if 300 <= reply.status < 400:
            return f"{told}: a redirect, which is not followed; write the url that it leads to"
        try:
            error = answers.read(message, reply.body).get("error")
        except BadAnswer:
            error = None
        return f"{told}: {answers.shortened(error)}" if isinstance(error, str) and error else told
