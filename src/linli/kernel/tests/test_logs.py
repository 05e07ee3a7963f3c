"""Log lines carry no telephone and no ID number."""

import json
import logging
import sys

from django.test import Client

from linli.kernel.ids import new_id
from linli.kernel.logs import JsonLines, correlation
from linli.kernel.masks import mask_digits, mask_id, mask_name, mask_phone

PHONE, NUMBER = "10000001234", "509999199001011237"


def test_masks() -> None:
    assert mask_name("王秀英") == "王**"
    assert mask_name("") == ""
    assert mask_phone(PHONE) == "100****1234"
    assert mask_phone("6288") == "**88"
    assert mask_id(NUMBER) == "509999**********37"
    assert mask_id("1234") == "****"


def test_numbers_are_masked_wherever_they_stand() -> None:
    assert mask_digits(f"电话{PHONE}，证件 {NUMBER}。") == "电话100****1234，证件 509999**********37。"
    assert mask_digits("50999919900101123X") == "509999**********3X"
    assert mask_digits("编号 12345678901234") == "编号 12345678901234"


def test_a_line_is_json_without_numbers() -> None:
    try:
        raise ValueError(PHONE)  # noqa: TRY301  # a bug that carries a number
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "call %s", (PHONE,), sys.exc_info())
    known = new_id()
    token = correlation.set(known)
    line = json.loads(JsonLines().format(record))
    correlation.reset(token)
    assert line["message"] == "call 100****1234"
    assert line["correlation_id"] == str(known)
    assert PHONE not in line["trace"]


def test_a_forged_host_fills_no_disk(client: Client) -> None:
    """400 is the answer; a stack trace for each would be written by whoever likes to."""
    assert client.get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400
    assert not logging.getLogger("django.security.DisallowedHost").isEnabledFor(logging.ERROR)
