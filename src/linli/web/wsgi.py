"""The WSGI entry point that granian serves."""

import django
from django.db import connections

from linli.web.handler import Handler

django.setup(set_prefix=False)
application = Handler()

from linli.accounts.contract import refuse_demo_accounts  # noqa: E402  # models can be imported only once the application is set up

refuse_demo_accounts()
connections.close_all()
