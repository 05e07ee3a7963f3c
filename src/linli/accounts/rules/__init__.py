"""Pure rules of accounts: roles, posts, passwords (domain/roles_indicators.md §2, data_security.md §6 and §8)."""
