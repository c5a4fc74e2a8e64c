"""What makes an application unlawful: a regime that the law of the day does not have, or not for this waste."""

from ledger.cross_province.application import Application
from ledger.cross_province.transfer_acts import day_of
from ledger.cross_province.transfer_form import Terms
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.judging import Act, Known
from ledger.regulation.cross_province import approval_article, is_recovery, recovery_article, regime_of_recovery
from ledger.waste_codes import is_hazardous


def refuse_regime(regime: str, terms: Terms, day: str) -> None:
    """Raises UnlawfulActError where the law of a day (YYYY-MM-DD) does not let this go by this regime.

    To apply for an approval that the law does not ask for is nowhere forbidden.
    """
    if regime == "approval":
        return
    hazardous = any(map(is_hazardous, terms.waste_codes))
    if hazardous or not is_recovery(terms.method):
        raise UnlawfulActError(
            Finding(
                "approval_wanted",
                "storage, disposal and all hazardous waste leave a province only with approval",
                "/data/waste_codes" if hazardous else "/data/method",
                article=approval_article(day, hazardous=hazardous),
                values={"regime": regime, "method": terms.method},
            )
        )
    lawful = regime_of_recovery(day)
    if regime != lawful:
        raise UnlawfulActError(
            Finding(
                "regime_of_another_day",
                f"on {day} recovery in another province goes by {lawful}, not by {regime}",
                "/data/regime",
                article=recovery_article(day),
                values={"day": day, "regime": regime, "lawful": lawful},
            )
        )


def _refuse_application(_: Known, statement: Statement[Application.Applied]) -> None:
    refuse_regime(statement.data.regime, statement.data, day_of(statement))


APPLICATION = Act(_refuse_application)
