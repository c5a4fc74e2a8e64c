"""One page as a person gets it: in their language, under our policy, escaped.

Everything that a fact says is somebody else's text: the templates escape all of it, and the policy lets no script run
but the files of this site.
"""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api import qr_reader, typeface
from api.pages import quantity_words, shanghai_time
from api.people.forms import TOKEN
from api.people.signed_in import GoFirstError, session_of
from api.problems import STATUS
from api.refusals.of_people import OF_PEOPLE
from api.refusals.table import TITLES, detail_of
from api.spreadsheet import MEDIA_TYPE, Value, tables
from ledger.accounts.sessions import Session
from ledger.errors import BihuanError, Finding

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self';"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
OURS = {file.name: file.read_bytes() for file in (files("api.pages") / "static").iterdir()}
STATIC = OURS | qr_reader.for_pages() | typeface.for_pages()
VERSION = sha256(b"".join(STATIC[name] for name in sorted(STATIC))).hexdigest()[:12]
"""Stands in the addresses of this release's files, so that a browser may keep them for ever."""

TEMPLATES = Environment(
    loader=PackageLoader("api.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


Sheet = tuple[str, Sequence[tuple[str, str]], Iterable[Sequence[Value]]]
"""The title of a sheet, its headings in both languages, and its rows."""


class Page:
    """The page that a request asks for, and the words it is written in: Chinese, or English with `?lang=en`."""

    form_token_name = TOKEN
    faces = typeface.FACES if typeface.FACES in STATIC else None
    """The sheet of the typeface, where one is installed."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.english = request.query_params.get("lang") == "en"

    @property
    def session(self) -> Session | None:
        """Who is signed in here."""
        return session_of(self.request)

    @property
    def path(self) -> str:
        """Where this page is, without its query."""
        path: str = self.request.scope["path"]
        return path

    @property
    def stands_at(self) -> int:
        """The position of the log while the page is written, from which on a browser asks for news."""
        position: int = self.request.app.state.ledger.head()[0]
        return position

    def say(self, zh: str, en: str) -> str:
        """A text in the language of the page."""
        return en if self.english else zh

    def either(self, words: tuple[str, str]) -> str:
        """One of a pair of Chinese and English."""
        return self.say(*words)

    def sentence(self, words: tuple[str, str]) -> str:
        """One of a pair that is written as a clause, as a sentence."""
        zh, en = words
        return self.say(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its English noun."""
        return f"{number:,} {one if number == 1 else many}"

    def when(self, instant: str) -> str:
        """An instant in Shanghai time, to the second."""
        return shanghai_time.shown(instant)

    def minute(self, instant: str) -> str:
        """An instant in Shanghai time, to the minute, where the order of things does not hang on it."""
        return shanghai_time.shown(instant)[:16]

    def mass(self, grams: int) -> str:
        """A mass as people say it."""
        return quantity_words.mass(grams)

    def link(self, path: str, **query: str | None) -> str:
        """A link within the site that stays in the language of the page."""
        asked = {name: value for name, value in query.items() if value}
        return _url(path, asked | ({"lang": "en"} if self.english else {}))

    def file(self, name: str) -> str:
        """The address of a file of this release; scripts that import one another stay within it."""
        return f"/static/{VERSION}/{name}"

    def replay_of(self, subject: str) -> str:
        """The link to a subject's replay."""
        return self.link(f"/replay/{subject}")

    @property
    def other_language(self) -> str:
        """This same page in the other language, its other parameters kept."""
        kept = {name: value for name, value in self.request.query_params.items() if name != "lang"}
        return _url(self.request.scope["path"], kept | ({} if self.english else {"lang": "en"}))

    def answer(self, template: str, status: int = 200, **context: Any) -> Response:
        """The page as HTML."""
        html = TEMPLATES.get_template(template).render(page=self, **context)
        headers = {**HEADERS, "Content-Language": self.say("zh-CN", "en")}
        if self.session is not None:
            headers["Cache-Control"] = "no-store"  # nothing of it is left for whoever sits here next
        return Response(html, status, headers, media_type="text/html; charset=utf-8")

    def sheet(self, name: str, headings: Sequence[tuple[str, str]], rows: Iterable[Sequence[Value]]) -> Response:
        """A table of a page as `.xlsx`; `name` is what the file is called, without its ending."""
        return self.book(name, [(name, headings, rows)])

    def book(self, name: str, sheets: Iterable[Sheet]) -> Response:
        """Several tables of a page as one `.xlsx`, a sheet for each: its title, headings and rows."""
        content = tables((title, [self.either(each) for each in heads], rows) for title, heads, rows in sheets)
        return self.workbook(name, content)

    @staticmethod
    def workbook(name: str, content: bytes) -> Response:
        """A `.xlsx` to be kept under this name; none of it is left in the browser."""
        headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"}
        headers["Cache-Control"] = "no-store"
        return Response(content, headers=headers, media_type=MEDIA_TYPE)

    def sorry(self, status: int, detail: tuple[str, str] | None = None) -> Response:
        """A page that says what went wrong and where to go next."""
        title = TITLES.get(status, TITLES[500])
        return self.answer("sorry.html", status, title=title, detail=detail, code=status)

    def refused(self, status: int, finding: Finding) -> Response:
        """A page that says why something was refused; what people are told of has a title of its own."""
        text = OF_PEOPLE.get(finding.code)
        if text is None:
            return self.sorry(status, detail_of(finding))
        then = self.sentence(text.then)
        return self.answer("sorry.html", status, title=text.title, detail=(then, then), code=status)


ThePage = Annotated[Page, Depends(Page)]


class PageRoute(APIRoute):
    """A route for people: what is refused leaves as a page, not as JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals of the ledger turned into pages."""
        handler = super().get_route_handler()

        async def for_people(request: Request) -> Response:
            try:
                return await handler(request)
            except GoFirstError as first:
                return RedirectResponse(Page(request).link(first.path, **first.query), 303)
            except BihuanError as error:
                # in a thread, for the page says who is signed in
                return await run_in_threadpool(Page(request).refused, STATUS[type(error)], error.findings[0])

        return for_people

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and say in a page when only the method is wrong."""
        try:
            await super().handle(scope, receive, send)
        except HTTPException as error:
            if error.status_code != 405:
                raise
            response = await run_in_threadpool(Page(Request(scope)).sorry, 405)
            response.headers.update(error.headers or {})
            await response(scope, receive, send)


def _url(path: str, query: Mapping[str, str]) -> str:
    return quote(path, safe="/:") + (f"?{urlencode(query)}" if query else "")
