"""A matching task as a township post would ask for it."""

from datetime import timedelta
from uuid import UUID

from linli.exchange.operations import NewTask
from linli.kernel import clock


def new(region_id: UUID, title: str = "退役军人名册比对") -> NewTask:
    """A task of thirty days by name and number."""
    return NewTask(
        region_id, title, "区退役军人局", "核对优抚对象是否还住在本社区", "duty", "退役军人保障法第 4 条", ("name", "id_number"), "veteran",
        clock.today() + timedelta(days=30),
    )  # fmt: skip
