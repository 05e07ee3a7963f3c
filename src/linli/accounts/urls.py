"""Addresses of the pages of this context."""

from django.urls import URLPattern, URLResolver, path

from linli.accounts.views import bind, demo, modules, own, profiles, residents, staff, users, welcome

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/sign-in/", staff.sign_in, name="staff_sign_in"),
    path("staff/second-step/", staff.second_step, name="second_step"),
    path("staff/second-step/set/", staff.second_step_set, name="second_step_set"),
    path("staff/second-step/done/", staff.second_step_done, name="second_step_done"),
    path("staff/new-password/", staff.new_password, name="new_password"),
    path("staff/post/", own.posts, name="posts"),
    path("staff/password/", own.change_password, name="change_password"),
    path("me/sign-ins/", own.my_stays, name="my_stays"),
    path("me/sign-ins/<uuid:stay_id>/end/", own.end_stay, name="end_stay"),
    path("sign-out/", staff.sign_out, name="sign_out"),
    path("staff/sign-out/", staff.sign_out, name="staff_sign_out"),
    path("privacy/", residents.privacy, name="privacy"),
    path("sign-in/", residents.sign_in, name="sign_in"),
    path("sign-in/code/", residents.code, name="sign_in_code"),
    path("sign-in/who/", residents.who, name="sign_in_who"),
    path("me/identity/", residents.identity, name="identity"),
    path("demo/sms/", residents.demo_messages, name="demo_messages"),
    path("staff/welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("admin-users/", users.users, name="users"),
    path("admin-users/invite/", users.invite, name="invite"),
    path("admin-users/review/", users.review, name="review_posts"),
    path("admin-users/roles/", users.role_table, name="roles"),
    path("admin-users/<uuid:user_id>/", users.user, name="user"),
    path("admin-users/<uuid:user_id>/give/", users.give, name="give_post"),
    path("admin-users/<uuid:user_id>/<slug:what>/", users.act, name="act_on_user"),
    path("admin-users/posts/<uuid:grant_id>/revoke/", users.revoke, name="revoke_post"),
    path("admin-users/posts/<uuid:grant_id>/cover/", users.cover, name="cover_post"),
    path("admin-modules/", modules.switches, name="modules"),
    path("admin-modules/<uuid:switch_id>/withdraw/", modules.withdraw, name="withdraw_switch"),
    path("admin-profiles/", profiles.profile_list, name="profiles"),
    path("admin-profiles/<uuid:version_id>/", profiles.profile, name="profile"),
    path("admin-profiles/<uuid:version_id>/new/", profiles.new_version, name="profile_new"),
    path("desk/bind/<uuid:person_id>/", bind.bind, name="bind_resident"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo_sign_in"),
]
