"""docs/contexts says what the code says."""

import pytest
from django.apps import apps

from linli.web.context_docs import LAYERS, pages
from linli.web.management.commands.write_context_docs import FOLDER

WANTED = pages()


@pytest.mark.parametrize("name", sorted(WANTED))
def test_page_is_fresh(name: str) -> None:
    path = FOLDER / name
    assert path.exists(), "run ./linli write_context_docs"
    assert path.read_text() == WANTED[name], "run ./linli write_context_docs and commit the result"


def test_no_page_of_a_context_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(WANTED)


def test_every_context_has_its_page() -> None:
    documented = {name for _, names in LAYERS for name in names}
    assert {config.name.removeprefix("linli.") for config in apps.get_app_configs() if config.name.startswith("linli.")} == documented
