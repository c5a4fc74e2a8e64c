"""Who may speak of a flag, as far as the log tells: any organisation that it knows, and any authority.

Whose flag it is and who is competent for it are questions to the register, which is no part of the log.
"""

from typing import Any

from ledger.fact import Statement
from ledger.judging import Known, Standing, speaker_of
from ledger.parties.organisation_acts import organisation_in, organisation_reads


def _is_known(known: Known, statement: Statement[Any]) -> bool:
    return organisation_in(known, speaker_of(statement)).stage == "registered"


def _is_authority(known: Known, statement: Statement[Any]) -> bool:
    speaker = organisation_in(known, speaker_of(statement))
    return speaker.stage == "registered" and "authority" in speaker.roles


FLAGGED = Standing(_is_known, lambda s: (organisation_reads(speaker_of(s)),))
COMPETENT = Standing(_is_authority, lambda s: (organisation_reads(speaker_of(s)),))
