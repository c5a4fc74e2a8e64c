"""docs/rules.md, written from the rules themselves."""

from collections.abc import Iterator

from api.speaking_of_flags import COMPETENT
from projections.rules import weighing
from projections.rules.catalogue import RULES
from projections.rules.conventions import SHARED, WEAKER
from projections.rules.limits import Parameter
from projections.rules.rule import Rule

DAYS = ("2026-08-14", "2026-08-15")


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Rules 规则"
    yield ""
    yield "Written from the code (`projections/rules/`); do not edit it by hand. A rule is a pure function of what"
    yield "was known; [how to add one](recipes/add-a-rule.md). 内部阈值: no law gives the number, and `threshold.set`"
    yield "changes it. A notice 提示 never counts against anybody. 义务, 罚则: those of the day of the act; of two"
    yield "parts the first holds to 2026-08-14 (固废法) and the second since 2026-08-15 (生态环境法典)."
    yield ""
    yield "Of all rules: " + "; ".join(f"`{each.name}` {_value(each)}, {each.title[1]}" for each in SHARED) + "."
    yield "How far off a reading may be, rule `weighing`: "
    yield ", ".join(f"`{name}` {value}" for name, value in sorted(weighing.DEFAULTS.items())) + "."
    folder = ""
    for rule in sorted(RULES, key=lambda each: (_folder(each), each.id)):
        if _folder(rule) != folder:
            folder = _folder(rule)
            yield ""
            yield f"## {folder}"
        yield ""
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id} {rule.title.zh}"
    yield ""
    yield f"{rule.why.zh} {rule.why.en}"
    yield ""
    yield f"- looks at: {', '.join(f'`{each}`' for each in sorted(rule.about))}; 认定: {COMPETENT[rule.competent].zh}"
    yield f"- 义务: {_of_both_days(['、'.join(rule.any_duty_on(day)) for day in DAYS])}"
    yield f"- 罚则: {_of_both_days(['；'.join(rule.any_fine_on(day)) or 'none 无' for day in DAYS])}"
    for each in rule.parameters:
        source = each.text if each.source != "internal" else "内部阈值"
        yield f"- `{each.name}`: {_value(each)}（{source}） {each.title[0]} · {each.title[1]}"
    if rule.exempt is not None:
        yield f"- never flagged: {rule.exempt.zh} · {rule.exempt.en}"
    if rule.id in WEAKER:
        yield f"- silences: {', '.join(f'`{each}`' for each in sorted(WEAKER[rule.id]))}"


def _value(parameter: Parameter) -> str:
    return f"{parameter.default} {parameter.unit.replace('_', ' ')}"


def _of_both_days(texts: list[str]) -> str:
    return texts[0] if texts[0] == texts[1] else " → ".join(text or "—" for text in texts)


def _folder(rule: Rule) -> str:
    return rule.module.split(".")[-2]
