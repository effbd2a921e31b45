"""Signing in, one's own page, and HR's pages about people."""

from django.urls import include, path

from organization.views import delegation, password, people, person, profile, signin

urlpatterns = [
    path("login/", signin.login, name="login"),
    path("login/persona/", signin.persona, name="persona"),
    path("logout/", signin.logout, name="logout"),
    path("preferences/", signin.preferences, name="preferences"),
    path("profile/", profile.profile, name="profile"),
    path("profile/delegations/new/", delegation.own_give, name="delegation_give"),
    path("profile/delegations/<int:pk>/end/", delegation.own_end, name="delegation_end"),
    path("password/change/", password.change, name="password_change"),
    path("password/reset/", password.reset, name="password_reset"),
    path("password/reset/sent/", password.reset_sent, name="password_reset_sent"),
    path("password/new/done/", password.new_done, name="password_new_done"),
    path("password/new/<uidb64>/<token>/", password.New.as_view(), name="password_new"),
    path("people/", people.people, name="people"),
    path("people/without-supervisor/", people.without_supervisor, name="people_without_supervisor"),
    path("people/unreachable/", people.unreachable, name="people_unreachable"),
    path("people/unreachable.csv", people.unreachable_download, name="people_unreachable_csv"),
    path("people/official/", person.official, name="official"),
    path("people/<uuid:pseudonym>/", person.person, name="person"),
    path("people/<uuid:pseudonym>/override/", person.override_set, name="override_set"),
    path("people/<uuid:pseudonym>/override/<int:pk>/end/", person.override_end, name="override_end"),
    path("people/<uuid:pseudonym>/acting/", person.acting_appoint, name="acting_appoint"),
    path("people/<uuid:pseudonym>/number/", person.number_new, name="number_new"),
    path("people/<uuid:pseudonym>/assignments/<int:pk>/end/", person.assignment_end, name="assignment_end"),
    path("people/<uuid:pseudonym>/delegations/new/", delegation.give, name="person_delegation_give"),
    path("people/<uuid:pseudonym>/delegations/<int:pk>/end/", delegation.end, name="person_delegation_end"),
    path("people/<uuid:pseudonym>/roles/grant/", person.role_grant, name="role_grant"),
    path("people/<uuid:pseudonym>/roles/<slug:role>/revoke/", person.role_revoke, name="role_revoke"),
    path("people/<uuid:pseudonym>/deactivate/", person.deactivate, name="deactivate"),
    path("people/<uuid:pseudonym>/reactivate/", person.reactivate, name="reactivate"),
    path("people/<uuid:pseudonym>/sign-in-link/", person.sign_in_link, name="sign_in_link"),
    path("", include("organization.importing.urls")),
]
