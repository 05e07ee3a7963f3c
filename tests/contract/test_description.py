"""Whatever is sent, the API answers as its description says: no failure, no undocumented status, no unexpected shape."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from linli.requests import api
from tests.contract.conftest import SESSION, TOKEN

# That a sound call may still be refused (a community nobody knows) is what the refusals are for.
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, negative_data_rejection]
NOTHING_TO_GET_WRONG = {"GET /api/v1/me"}
OPERATIONS = {"GET /api/v1/me", "POST /api/v1/requests", "GET /api/v1/requests/{request_id}"}


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "FILES", 100_000)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_description_is_kept(described: OpenApiSchema, mode: schemathesis.GenerationMode) -> None:
    """Sound and unsound calls of every operation, made from the description alone."""
    seen = set()
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        seen.add(operation.label)
        if mode is schemathesis.GenerationMode.NEGATIVE and operation.label in NOTHING_TO_GET_WRONG:
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        def kept(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS, headers={"X-CSRFToken": TOKEN}, cookies={"csrftoken": TOKEN, "sessionid": SESSION})

        kept()
    assert seen >= OPERATIONS
