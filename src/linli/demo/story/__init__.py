"""The matters of one month in 金竹社区 and 青龙村. Pure data, everybody in it is made up."""

from linli.demo.story import at_the_desk, jinzhu, partners, qinglong
from linli.demo.story.shape import Matter, Step

MATTERS = (*jinzhu.MATTERS, *at_the_desk.MATTERS, *partners.MATTERS, *qinglong.MATTERS)

__all__ = ["MATTERS", "Matter", "Step"]
