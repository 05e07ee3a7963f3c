"""What other contexts may ask of accounts: who holds which post, what is switched on, messages, residents' accounts."""

from linli.accounts.checks import refuse_to_start as refuse_demo_accounts
from linli.accounts.operations.binding import DeskBinding, bind_resident, choose_community
from linli.accounts.operations.demo import create_demo_user
from linli.accounts.operations.notices import ensure_notice
from linli.accounts.operations.posts import NewPost
from linli.accounts.operations.profiles import load_profiles
from linli.accounts.operations.roles import sync_roles
from linli.accounts.operations.sms import send as send_sms
from linli.accounts.operations.staff_accounts import NewPerson, invite
from linli.accounts.queries.acting import actor_of_user
from linli.accounts.queries.demo import DemoAccount, demo_accounts
from linli.accounts.queries.holders import Holder, holders, phone_of, phones_of_person, users_of_person, who
from linli.accounts.queries.modules import ModuleState, module_on, modules_off, shut_paths
from linli.accounts.queries.modules import states as module_states
from linli.accounts.queries.own_post import OwnModule, OwnPost, own_module, own_post
from linli.accounts.queries.service import open_in

__all__ = [
    "DemoAccount",
    "DeskBinding",
    "Holder",
    "ModuleState",
    "NewPerson",
    "NewPost",
    "OwnModule",
    "OwnPost",
    "actor_of_user",
    "bind_resident",
    "choose_community",
    "create_demo_user",
    "demo_accounts",
    "ensure_notice",
    "holders",
    "invite",
    "load_profiles",
    "module_on",
    "module_states",
    "modules_off",
    "open_in",
    "own_module",
    "own_post",
    "phone_of",
    "phones_of_person",
    "refuse_demo_accounts",
    "send_sms",
    "shut_paths",
    "sync_roles",
    "users_of_person",
    "who",
]
