"""mozilla-django-oidc in a Django project of one file: sign-in, userinfo, renewal, logout at Signet."""

import os
import secrets
import sys

import django
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path

given = {
    "SECRET_KEY": secrets.token_hex(32),
    "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
    "ROOT_URLCONF": __name__,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}},
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "INSTALLED_APPS": ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
}
# What `signet client create --for django` prints stands in this folder: settings.py, and signet_logout.py.
sys.path.insert(0, os.environ["PRINTED"])
with open(os.path.join(os.environ["PRINTED"], "settings.py"), encoding="utf-8") as printed:
    exec(printed.read(), given)
# For the runner, which wants to see the tokens, and follows links.
given.update(AUTHENTICATION_BACKENDS=[__name__ + ".Backend"], OIDC_STORE_ACCESS_TOKEN=True, ALLOW_LOGOUT_GET_METHOD=True)
settings.configure(**{name: value for name, value in given.items() if name.isupper()})
django.setup()

from mozilla_django_oidc.auth import OIDCAuthenticationBackend  # noqa: E402


class Backend(OIDCAuthenticationBackend):
    """The library's own, keeping what it was told, for the runner to read."""

    def verify_token(self, token, **kwargs):
        claims = super().verify_token(token, **kwargs)
        self.request.session["claims"] = dict(claims)
        return claims

    def get_userinfo(self, access_token, id_token, payload):
        info = super().get_userinfo(access_token, id_token, payload)
        self.request.session["userinfo"] = info
        return info


def outside(request):
    return HttpResponse("Outside")


def me(request):
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({
        "id_token": request.session["claims"],
        "userinfo": request.session["userinfo"],
        "access_token": request.session["oidc_access_token"],
    })


def refresh(request):
    """What SessionRefresh finds after its time: it asks with prompt=none."""
    request.session["oidc_id_token_expiration"] = 0
    return redirect("/me")


urlpatterns = [
    path("", outside),
    path("me", me),
    path("refresh", refresh),
    path("login", lambda request: redirect("oidc_authentication_init")),
    path("logout", lambda request: redirect("oidc_logout")),
    path("oidc/", include("mozilla_django_oidc.urls")),
]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    execute_from_command_line([sys.argv[0], "runserver", "--noreload", "127.0.0.1:" + os.environ["PORT"]])
