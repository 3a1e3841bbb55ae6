"""Response headers that Django 5.2 does not set itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADER = "Content-Security-Policy"


class StyleNonce:
    """A random word that allows this one response's `<style>` elements.

    CodeMirror writes its theme into them. The word is made when a template asks for it
    (`{{ request.style_nonce }}`); every other page keeps the policy without one.
    """

    def __init__(self) -> None:
        self.value = ""

    def __str__(self) -> str:
        if not self.value:
            self.value = secrets.token_urlsafe(16)
        return self.value


def policy(nonce: StyleNonce) -> str:
    """The policy for a response; no inline script anywhere."""
    return POLICY.format(nonce=f" 'nonce-{nonce.value}'" if nonce.value else "")


@sync_and_async_middleware
def content_security_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Sets the policy; a view that needs another one sets the header itself."""
    if iscoroutinefunction(get_response):

        async def async_middleware(request: HttpRequest) -> HttpResponse:
            nonce = request.style_nonce = StyleNonce()  # type: ignore[attr-defined]
            response: HttpResponse = await get_response(request)
            response.headers.setdefault(HEADER, policy(nonce))
            return response

        return async_middleware

    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = request.style_nonce = StyleNonce()  # type: ignore[attr-defined]
        response = get_response(request)
        response.headers.setdefault(HEADER, policy(nonce))
        return response

    return middleware
