"""The cookie of a stay that ended is taken away by a page, never by a part of one that was still on its way."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("mode", "taken"), [("navigate", True), ("", True), ("cors", False), ("no-cors", False), ("same-origin", False)])
def test_only_a_page_takes_the_cookie_away(client: Client, mode: str, *, taken: bool) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "e" * 32
    headers = {"Sec-Fetch-Mode": mode} if mode else {}
    answer = client.get("/phones/", headers=headers)
    gone = answer.cookies.get(settings.SESSION_COOKIE_NAME)
    assert (gone is not None and gone.value == "") is taken
