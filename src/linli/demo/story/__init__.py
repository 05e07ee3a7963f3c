"""The matters of one month in 金竹社区 and 青龙村. Pure data, everybody in it is made up."""

from linli.demo.story import jinzhu, qinglong
from linli.demo.story.shape import Matter, Step

MATTERS = (*jinzhu.MATTERS, *qinglong.MATTERS)

__all__ = ["MATTERS", "Matter", "Step"]
