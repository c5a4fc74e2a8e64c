"""docs/errors.md, written from the table; `python -m tests.house.test_docs` writes the page again."""

from collections.abc import Iterator

from api.refusals.table import SECTIONS

BEGINNING = """\
# Errors · 错误代码

Written from the table in `api/refusals`; do not edit it by hand.

A refusal is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, `next`, `instance` and
`errors: [{index, pointer, code, detail}]`. `code` is stable; `pointer` is a JSON Pointer into the event, or the name
of a parameter after a question mark; `index` is the event's place in its batch. All problems of a body are told at
once, up to 1,000, and `more_findings` says when there are more. `Accept-Language` chooses the language of `title`,
`detail` and `next`: Chinese, unless English is preferred. Where a Chinese sentence says less than there is to say,
`en` has the rest. `instance` holds the request's number, which also stands in the header `X-Request-Id` and in the
server's log. A refused request stores nothing: a batch is all or nothing, unless it was posted with `?mode=each`
([posting](posting.md)).

503 and 429 carry `Retry-After`: post the same body again, what was stored is not stored twice.
"""


def page() -> str:
    """The whole page, as Markdown."""
    return BEGINNING + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for section in SECTIONS:
        yield ""
        yield f"## {section.heading[1]} · {section.heading[0]}"
        yield ""
        yield "| code | status | 含义 | meaning | 怎么办 · what to do |"
        yield "|---|---|---|---|---|"
        for code, text in section.texts.items():
            status = ", ".join(map(str, text.statuses))
            yield f"| `{code}` | {status} | {text.title[0]} | {text.title[1]} | {text.then[0]} · {text.then[1]} |"
