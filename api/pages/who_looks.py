"""Who looks at a page, and what of the log it may show them: on what is simulated everybody sees everything."""

from api.pages.page import Page
from api.people.signed_in import SIGN_IN, GoFirstError
from ledger.log import Ledger
from projections.custody.visibility import EVERYBODY, Viewer, Visibility
from projections.runner import Runner


def viewer_of(ledger: Ledger, person: Visibility | None, path: str) -> Viewer:
    """As whom lists are asked for: whoever it is at what is simulated; raises GoFirstError where nobody signed in."""
    if person is not None:
        return person.viewer
    if not ledger.opened.simulated:
        raise GoFirstError(SIGN_IN, next=path)
    return EVERYBODY


def seen_on(page: Page, ledger: Ledger, views: Runner, person: Visibility | None) -> Visibility:
    """What may be seen here; raises GoFirstError where somebody has to sign in."""
    return person or Visibility(ledger, views, "", viewer_of(ledger, person, page.path))
