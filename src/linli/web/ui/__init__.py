"""Pieces of pages as typed functions; the template tags in `templatetags/ui.py` are their door."""
