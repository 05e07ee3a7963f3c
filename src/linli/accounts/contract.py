"""What other contexts may ask of accounts: who holds which post, what is switched on, demo accounts."""

from linli.accounts.operations.demo import create_demo_user
from linli.accounts.operations.roles import sync_roles
from linli.accounts.queries.acting import actor_of_user
from linli.accounts.queries.demo import DemoAccount, demo_accounts

__all__ = ["DemoAccount", "actor_of_user", "create_demo_user", "demo_accounts", "sync_roles"]
