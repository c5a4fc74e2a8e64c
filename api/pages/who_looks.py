"""Who looks at a page, and what of the log it may show them: on what is simulated everybody sees everything."""

from api.pages.flags_page import viewer_of
from api.pages.loops_in_words import EVERYBODY
from api.pages.page import Page
from ledger.log import Ledger
from projections.custody.visibility import Viewer, Visibility
from projections.runner import Runner


def seen_on(page: Page, ledger: Ledger, views: Runner, person: Visibility | None) -> tuple[Visibility, Viewer | None]:
    """What may be seen here, and as whom flags are asked for; raises GoFirstError where somebody has to sign in."""
    of_flags = viewer_of(ledger, person, page.path)
    return person or Visibility(ledger, views, "", EVERYBODY), of_flags
