"""The small drawn map: published shapes around a pin, fit for a strict content security policy."""

import re

import pytest
from django.template import Context, Template

from linli.insight.tests.builders import LAT, LON, build_town

pytestmark = pytest.mark.django_db


def drawn(tag: str, **values: object) -> str:
    return Template("{% load mini_map %}{% " + tag + " %}").render(Context(values))


def test_a_building_stands_in_the_middle() -> None:
    town = build_town()
    svg = drawn('mini_map building label="金竹苑 1 号楼"', building=town.building)
    assert svg.count("mm-here") == 1
    assert 'aria-label="地图，标着金竹苑 1 号楼"' in svg
    assert re.search(r'class="mm-word-here"[^>]*>1<', svg)
    assert re.search(r'class="mm-word-compound"[^>]*>金竹苑<', svg)


def test_no_style_and_no_script() -> None:
    town = build_town()
    svg = drawn("mini_map building", building=town.building)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", svg)


def test_a_bare_point() -> None:
    build_town()
    svg = drawn("mini_map lon=lon lat=lat", lon=LON, lat=LAT)
    assert "mm-pin" in svg
    assert "mm-here" not in svg


def test_where_nothing_is_drawn_words_stand() -> None:
    assert "还没有画图" in drawn("mini_map")
