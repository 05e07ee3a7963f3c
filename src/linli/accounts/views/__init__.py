"""Pages of accounts: signing in, one's own post and stays, user management, modules, rule profiles."""
