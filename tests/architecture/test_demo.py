"""The demonstration has one account a role, and nobody in it holds what one person may not hold."""

import pytest

from linli.accounts.rules import roles
from linli.demo.ledger import DAUGHTER, STARS
from linli.demo.staff import POSTS, Post

LEVEL_OF = {
    "city": roles.CITY,
    "district": roles.DISTRICT,
    "jinzhu_town": roles.TOWNSHIP,
    "qinglong_town": roles.TOWNSHIP,
    "jinzhu": roles.COMMUNITY,
    "qinglong": roles.COMMUNITY,
}
SEEDS = {seed.code: seed for seed in roles.ROLES}


def level_of(post: Post) -> str:
    return LEVEL_OF.get(post.where) or (roles.GRID if post.where.endswith("网格") else roles.GROUP)


def test_every_role_has_a_demo_account() -> None:
    assert {post.role for post in POSTS} | {roles.RESIDENT, roles.FAMILY} == roles.CODES


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.key)
def test_each_post_is_held_where_the_role_can_be_held(post: Post) -> None:
    assert level_of(post) in SEEDS[post.role].levels


def test_nobody_holds_two_posts_and_every_name_is_one_persons() -> None:
    names = [*(post.name for post in POSTS), *(star.name for star in STARS), DAUGHTER.name]
    assert len(names) == len(set(names))
    keys = [*(post.key for post in POSTS), *(star.key for star in STARS), DAUGHTER.key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.key)
def test_a_line_of_the_printed_list_fits_a_terminal(post: Post) -> None:
    """12 columns for the level, 16 for the role, 8 for the name, two spaces between: the unit has the rest of 80."""
    assert len(post.name) <= 4
    assert len(SEEDS[post.role].label) <= 8
    assert 2 + 12 + 2 + 16 + 2 + 8 + 2 + 2 * len(post.unit) <= 80
