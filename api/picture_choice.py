"""Whether this browser is shown pictures."""

from fastapi import Request

from api.services import Web

PICTURES_COOKIE = "anh"
PICTURE_CHOICES = ("co", "khong")


def shows_pictures(request: Request) -> bool:
    """The person's choice on this device; else not on a line that its owner wants spared, else as the desk has it."""
    services: Web = request.app.state.web
    if services.pictures is None:
        return False
    chosen = request.cookies.get(PICTURES_COOKIE)
    if chosen in PICTURE_CHOICES:
        return chosen == PICTURE_CHOICES[0]
    return services.pictures_first and request.headers.get("Save-Data", "").lower() != "on"
