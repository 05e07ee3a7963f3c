"""Users, their posts, how they sign in, and what is switched on where."""

from linli.accounts.models.entry import Guard, Invitation, RateCount, SignIn, SignInEvent
from linli.accounts.models.modules import ModuleSwitch
from linli.accounts.models.posts import Grant, Role, RolePermission
from linli.accounts.models.residents import NoticeAcceptance, PhoneCode, PrivacyNotice, SmsMessage
from linli.accounts.models.user import User

__all__ = [
    "Grant",
    "Guard",
    "Invitation",
    "ModuleSwitch",
    "NoticeAcceptance",
    "PhoneCode",
    "PrivacyNotice",
    "RateCount",
    "Role",
    "RolePermission",
    "SignIn",
    "SignInEvent",
    "SmsMessage",
    "User",
]
