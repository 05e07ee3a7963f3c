"""Cells and columns that name what is never stored."""

import pytest

from linli.kernel.errors import Invalid
from linli.people.tests.conftest import World
from linli.people.tests.test_ledger import TITLES, checked, csv_file, good, line, problems


def test_a_cell_that_names_what_is_never_stored_is_told_by_row_and_column(world: World) -> None:
    batch = checked(world, csv_file([line(1), line(2, 姓名="李某（社区矫正）"), *good(40)]))
    assert [(number, title) for number, title, _ in problems(batch)] == [(3, "姓名")]
    assert "不登记、不导入" in problems(batch)[0][2]
    with pytest.raises(Invalid, match="第 13 列"):
        checked(world, csv_file([[*line(1), "是"]], (*TITLES, "是否吸毒人员")))
