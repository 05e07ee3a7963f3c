"""Doors of 登记质量."""
