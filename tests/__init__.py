"""Tests that look at more than one context, and what all tests share (support)."""
