import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from playbooks_web.headers import HEADER, StyleNonce, content_security_policy, policy


def answered(view):
    return content_security_policy(view)(RequestFactory().get("/"))


def test_no_inline_script_or_style_is_allowed():
    directives = answered(lambda request: HttpResponse()).headers[HEADER].split("; ")
    assert "default-src 'none'" in directives
    assert "script-src 'self'" in directives
    assert "style-src 'self'" in directives


def test_a_nonce_that_was_asked_for_is_allowed_and_only_for_styles():
    asked = []

    def view(request):
        asked.append(str(request.style_nonce))
        return HttpResponse()

    sent = answered(view).headers[HEADER]
    assert f"style-src 'self' 'nonce-{asked[0]}';" in sent
    assert sent.count("nonce-") == 1


def test_every_response_has_a_nonce_of_its_own():
    assert str(StyleNonce()) != str(StyleNonce())


def test_a_nonce_stays_what_it_is():
    nonce = StyleNonce()
    assert str(nonce) == str(nonce)
    assert nonce.value in policy(nonce)


def test_a_views_own_policy_stands():
    own = HttpResponse(headers={HEADER: "sandbox"})
    assert answered(lambda request: own).headers[HEADER] == "sandbox"


@pytest.mark.asyncio
async def test_asynchronous_views_get_it_too():
    async def view(request):
        return HttpResponse()

    answer = await content_security_policy(view)(RequestFactory().get("/"))
    assert "default-src 'none'" in answer.headers[HEADER]
