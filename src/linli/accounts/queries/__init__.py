"""Reads of users, posts and stays."""
