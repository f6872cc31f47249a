"""Who may translate into a language, and who may publish what was translated.

Permissions of our own, one pair per language, and a group that has the first of them:
no page permission is needed, and none is given.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from guidance.conf import guidance_settings

_TRANSLATE = "translate"
_PUBLISH = "publish"
_APP = "guidance"


def may_translate(user: Any, language: str) -> bool:
    """Whether somebody may download and upload the catalog of a language."""
    return _has(user, _TRANSLATE, language)


def may_publish(user: Any, language: str) -> bool:
    """Whether somebody may publish what was translated into a language."""
    return _has(user, _PUBLISH, language)


def translated_by(user: Any) -> tuple[str, ...]:
    """Return the languages that somebody may download and upload."""
    return tuple(
        code for code in guidance_settings().targets if may_translate(user, code)
    )


def published_by(user: Any) -> tuple[str, ...]:
    """Return the languages that somebody may publish."""
    return tuple(
        code for code in guidance_settings().targets if may_publish(user, code)
    )


def right_names(languages: Iterable[str]) -> frozenset[str]:
    """Return the names of our rights on languages, as Django asks for them."""
    return frozenset(
        f"{_APP}.{_codename(action, code)}"
        for code in languages
        for action in (_TRANSLATE, _PUBLISH)
    )


def language_permissions() -> QuerySet[Permission]:
    """Return our permissions of the configured languages, for the form of groups."""
    names = [
        _codename(action, code)
        for code in guidance_settings().targets
        for action in (_TRANSLATE, _PUBLISH)
    ]
    return Permission.objects.filter(
        content_type__app_label=_APP, codename__in=names
    ).order_by("codename")


def ensure_roles(using: str = "default") -> None:
    """Make the permissions of every language, and a group for new ones.

    A group is made once, with its permission: one that was renamed or deleted stays so.
    """
    names = dict(settings.LANGUAGES)
    for code in guidance_settings().targets:
        translate, is_new = _ensure(
            using, _TRANSLATE, code, f"Can translate into {names[code]}"
        )
        _ensure(using, _PUBLISH, code, f"Can publish translations into {names[code]}")
        if is_new:
            group, _made = Group.objects.using(using).get_or_create(
                name=f"Translators: {names[code]}"
            )
            group.permissions.add(translate, _access(using))


def _ensure(
    using: str, action: str, language: str, name: str
) -> tuple[Permission, bool]:
    return Permission.objects.using(using).get_or_create(
        content_type=_content_type(using, _APP, "localepolicy"),
        codename=_codename(action, language),
        defaults={"name": name},
    )


def _access(using: str) -> Permission:
    """Return the permission to enter the admin; nothing in there comes with it."""
    permission, _made = Permission.objects.using(using).get_or_create(
        content_type=_content_type(using, "wagtailadmin", "admin"),
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    return permission


def _content_type(using: str, app: str, model: str) -> ContentType:
    found, _made = ContentType.objects.using(using).get_or_create(
        app_label=app, model=model
    )
    return found


def _has(user: Any, action: str, language: str) -> bool:
    if language not in guidance_settings().targets:
        return False
    return bool(user.has_perm(f"{_APP}.{_codename(action, language)}"))


def _codename(action: str, language: str) -> str:
    return f"{action}_{language}"
