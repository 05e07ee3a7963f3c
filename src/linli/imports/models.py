"""Batches of an import and their rows."""

from typing import Self
from uuid import UUID

from django.db import models

from linli.kernel.fields import SealedTextField
from linli.kernel.models import RegionQuerySet, UUIDModel


class ImportBatchQuerySet(RegionQuerySet["ImportBatch"]):
    """Files are the community's: no grid has one."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # none, whichever
        """None."""
        return self.none()


class ImportBatch(UUIDModel):
    """One uploaded file of one kind: its checks, its load, its roll-back."""

    isolation = "region"

    class State(models.TextChoices):
        """Where the batch stands."""

        CHECKING = "checking", "正在核对"
        REFUSED = "refused", "错行太多，整份没导"
        READY = "ready", "核对好了，等您定"
        LOADING = "loading", "正在导入"
        STOPPED = "stopped", "导入停在半路"
        DONE = "done", "导完了"
        UNDOING = "undoing", "正在撤回"
        UNDONE = "undone", "已撤回"
        DROPPED = "dropped", "没有导入"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    kind = models.CharField("导入什么", max_length=40, default="people.ledger", help_text="key of the importer")
    file_name = models.CharField("文件", max_length=160)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKING)
    progress_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField(null=True)
    uploader = models.CharField("谁传的", max_length=80, default="", blank=True)
    uploaded_at = models.DateTimeField("何时传的")
    finished_at = models.DateTimeField("何时导完", null=True)
    erased_at = models.DateTimeField("内容何时删的", null=True)
    unread = models.JSONField("没用上的列", default=list)
    total = models.PositiveIntegerField("行数", default=0)
    bad = models.PositiveIntegerField("错行", default=0)
    loaded = models.PositiveIntegerField("已导入", default=0)
    undone = models.PositiveIntegerField("已撤回", default=0)
    kept = models.PositiveIntegerField("撤不了", default=0)
    error_file = SealedTextField("错行文件", null=True, blank=True, help_text="base64 of the .xlsx")

    objects = ImportBatchQuerySet.as_manager()

    @property
    def outcome(self) -> str:
        """Where the batch stands; a check that broke off found no wrong row."""
        broken_off = self.state == self.State.REFUSED and not self.bad
        return "没核对成，登记没有动" if broken_off else self.get_state_display()

    class Meta:
        db_table = "people_importbatch"  # sealed values are bound to the name of their table (ADR 0017)
        verbose_name = "导入批次"
        indexes = (models.Index(fields=["region", "uploaded_at"], name="batch_newest"),)


class ImportRowQuerySet(RegionQuerySet["ImportRow"]):
    """Rows of files: no grid has one."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # none, whichever
        """None."""
        return self.none()


class ImportRow(UUIDModel):
    """One row of a batch. The values are sealed, because they hold certificate numbers before anything is checked."""

    isolation = "region"

    class State(models.TextChoices):
        """What became of the row."""

        WAITING = "waiting", "待核对"
        BAD = "bad", "要改"
        GOOD = "good", "可以导"
        DONE = "done", "已导入"
        UNDONE = "undone", "已撤回"
        KEPT = "kept", "后来改过，没撤"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="批次")
    number = models.PositiveIntegerField("行号")
    values = SealedTextField("内容")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    problems = models.JSONField("要改的", default=list, help_text="[[column title, sentence]]; no personal value in it")
    hints = models.JSONField("提示", default=list)
    made = models.JSONField("做了什么", default=dict, help_text="ids and versions, for the roll-back")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        db_table = "people_importrow"  # as above
        verbose_name = "导入行"
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),)
        indexes = (models.Index(fields=["batch", "state", "number"], name="import_row_next"),)
