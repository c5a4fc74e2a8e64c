"""The site as browsers see it: under https by BIHUAN_ADDRESS, else on this machine alone; and what hangs on that."""

from typing import NamedTuple

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.errors import NotAllowedError

ON_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})

ALWAYS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
"""What every answer says, unless it says something of its own."""
STRICT_TRANSPORT = {"strict-transport-security": "max-age=31536000"}


class Site(NamedTuple):
    """Where browsers find the pages: `https://…`, or None where they are on this machine."""

    address: str | None

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; a browser takes `__Host-` only over https and for this host alone."""
        return "bihuan" if self.address is None else "__Host-bihuan"

    def token_in(self, request: Request) -> str | None:
        """The token that a browser sent."""
        return request.cookies.get(self.cookie) or None

    def keep(self, response: Response, token: str) -> None:
        """Let the browser keep a token, out of reach of scripts and of other sites, until it is closed."""
        secure = self.address is not None
        response.set_cookie(self.cookie, token, httponly=True, secure=secure, samesite="strict", path="/")

    def forget(self, response: Response) -> None:
        """Let the browser forget its token."""
        secure = self.address is not None
        response.delete_cookie(self.cookie, httponly=True, secure=secure, samesite="strict", path="/")

    def takes_passwords(self, request: Request) -> bool:
        """Whether what is typed here travels over https, or does not travel at all."""
        return self.address is not None or request.url.hostname in ON_THIS_MACHINE

    def check_reader(self, request: Request) -> None:
        """Raises NotAllowedError when another site asks; what is read so is for scripts of our pages alone."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise NotAllowedError.because("foreign_form", "this was not asked by a page of this site")

    def check_origin(self, request: Request) -> None:
        """Raises NotAllowedError for a form that no page of this site sent; a browser says where one comes from.

        Our pages send no referrer, with which `Origin` is `null`: then `Sec-Fetch-Site` tells (https, this machine).
        """
        headers = request.headers
        fetched, origin = headers.get("sec-fetch-site"), headers.get("origin", "null")
        ours = self.address or f"{request.url.scheme}://{request.url.netloc}"
        from_here = fetched == "same-origin" if fetched is not None else origin == ours
        if not from_here or origin not in {"null", ours}:
            raise NotAllowedError.because("foreign_form", "this form did not come from a page of this site")


class SiteHeaders:
    """Puts on every answer what a browser shall not do with it."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.headers = ALWAYS if site.address is None else ALWAYS | STRICT_TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    said.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)
