"""Notices on the board."""

from django.db import models

from linli.disclosure import rules
from linli.kernel.models import UUIDModel


class Bulletin(UUIDModel):
    """公告: public to everybody, so it carries no personal data. Taken down, never deleted."""

    isolation = "reference"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=list(rules.KINDS.items()))
    number = models.CharField("文号", max_length=40, blank=True)
    title = models.CharField("题目", max_length=rules.MAX_TITLE)
    text = models.TextField("正文")
    happens_on = models.DateField("哪天", null=True, blank=True)
    hours = models.CharField("几点", max_length=40, blank=True)
    place = models.CharField("在哪里", max_length=80, blank=True)
    signer = models.CharField("落款", max_length=80)
    published_at = models.DateTimeField("什么时候贴的")
    until = models.DateField("贴到哪天", null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "公告"
        indexes = (models.Index(name="bulletin_board", fields=["region", "-published_at"]),)

    def __str__(self) -> str:
        return self.title
