"""The WSGI entry point that granian serves."""

from django.core.wsgi import get_wsgi_application
from django.db import connections

application = get_wsgi_application()

from linli.accounts.contract import refuse_demo_accounts  # noqa: E402  # models can be imported only once the application is set up

refuse_demo_accounts()
connections.close_all()
