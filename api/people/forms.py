"""Forms that people send: read within bounds, from a page of this site, and made for this session."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from api.body import read_in_bounds
from api.people.signed_in import SignedIn, site_of
from ledger.errors import MalformedError, NotAllowedError, UnsupportedError

MEDIA_TYPE = "application/x-www-form-urlencoded"
BYTES_MAX = 16 * 1024
FIELDS_MAX = 20
LONG_BYTES_MAX = 64 * 1024
LONG_FIELDS_MAX = 600
TOKEN = "form_token"

Form = Mapping[str, str]


async def form_of(request: Request) -> Form:
    """The fields of a form; raises NotAllowedError when it is not from here, MalformedError when it is none."""
    return await _form_within(request, BYTES_MAX, FIELDS_MAX)


async def long_form_of(request: Request) -> Form:
    """The same of a form with a field for each of many things."""
    return await _form_within(request, LONG_BYTES_MAX, LONG_FIELDS_MAX)


async def _form_within(request: Request, most_bytes: int, most_fields: int) -> Form:
    site_of(request).check_origin(request)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        shown = media_type[:80]
        raise UnsupportedError.because(
            "media_type", f"{shown} is not {MEDIA_TYPE}", values={"media_type": shown, "known": MEDIA_TYPE}
        )
    body = await read_in_bounds(request, most_bytes)
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict",
            max_num_fields=most_fields,
        )  # fmt: skip
    except ValueError:
        raise MalformedError.because("not_a_form", "the body is not a form in UTF-8") from None
    if len(dict(fields)) < len(fields):
        raise MalformedError.because("not_a_form", "a field stands twice in the form")
    return dict(fields)


OpenForm = Annotated[Form, Depends(form_of)]
"""A form of somebody who may not be signed in yet."""


def own_form(session: SignedIn, form: OpenForm) -> Form:
    """A form that was made for this session; raises NotAllowedError for any other."""
    if not session.is_its_form(form.get(TOKEN, "")):
        raise NotAllowedError.because("foreign_form", "this form was made for another session")
    return form


OwnForm = Annotated[Form, Depends(own_form)]


def own_long_form(session: SignedIn, form: Annotated[Form, Depends(long_form_of)]) -> Form:
    """A long form that was made for this session; raises NotAllowedError for any other."""
    return own_form(session, form)


OwnLongForm = Annotated[Form, Depends(own_long_form)]
