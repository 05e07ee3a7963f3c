"""Tables of 一口受理."""

from linli.requests.models.answers import Answer, Evaluation, Notice, Photo
from linli.requests.models.request import DayCounter, MapPoint, Request, RequestHandler, RequestKey, RequestQuerySet, regions_of_account
from linli.requests.models.work import Alarm, Decision, Draft, Likeness, Proposal, RequestEvent, StaffAlert, StaffNote

__all__ = [
    "Alarm",
    "Answer",
    "DayCounter",
    "Decision",
    "Draft",
    "Evaluation",
    "Likeness",
    "MapPoint",
    "Notice",
    "Photo",
    "Proposal",
    "Request",
    "RequestEvent",
    "RequestHandler",
    "RequestKey",
    "RequestQuerySet",
    "StaffAlert",
    "StaffNote",
    "regions_of_account",
]
