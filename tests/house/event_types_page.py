"""docs/event-types.md: the vocabulary as a page, written from the schemas that the API publishes."""

from collections.abc import Iterator
from typing import Any

from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.fact import AnyFact, Fact
from ledger.quantity import Unit

UNITS = {"_kg": "kg", "_t": "t", "_l": "L", "_m3": "m³", "_s": "s", "_t_per_year": "t a year"} | {
    "t_per_unit": "t for each unit"
}


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Event types"
    yield ""
    yield "Written from the catalogue (`tests/house/event_types_page.py`); do not edit it by hand. A server tells the"
    yield "same at `GET /v1/event-types/{type}`, as JSON Schema. Who may state a type, and on what legal basis,"
    yield "is in [permissions](permissions.md). A field in **bold** must be there; one that names a thing holds"
    yield "`KIND:NUMBER`."
    yield ""
    yield "## Fields of every type that is posted"
    yield ""
    yield from _table(Fact)
    for name, known in sorted(CATALOGUE.items()):
        fact = known.today
        yield ""
        yield f"## {name}"
        yield ""
        yield f"{fact.TITLE.zh} · {fact.TITLE.en}. {_meaning(fact)}".strip()
        about = " or ".join(f"`{kind}`" for kind in fact.kinds()) or "the subject of the original"
        creates = ", which it creates" if fact.CREATES else ""
        yield ""
        yield f"About: {about}{creates}. Version {fact.V}."
        yield ""
        yield from _table(fact)


def _meaning(fact: type[AnyFact]) -> str:
    words = " ".join((fact.__doc__ or "").split())
    return words.removeprefix(f"{fact.TITLE.zh}.").strip()


def _table(fact: type[AnyFact]) -> Iterator[str]:
    common = {field.wire_name for field in wire.fields(Fact)} if fact is not Fact else set()
    own = [field for field in wire.fields(fact) if field.wire_name not in common]
    if not own:
        yield "No fields of its own."
        return
    yield "| field | 中文 | English | form |"
    yield "|---|---|---|---|"
    for field in sorted(own, key=lambda f: not f.required):
        schema = field.schema()
        name = f"**`{field.wire_name}`**" if field.required else f"`{field.wire_name}`"
        unit = field.mark(Unit)
        form = _form(schema) + (f" ({UNITS[unit.wire_suffix]})" if unit and unit.wire_suffix else "")
        yield f"| {name} | {schema['title']} | {schema['x-title-en']} | {form} |"
    if fact.AT_LEAST_ONE:
        yield ""
        yield f"At least one of {', '.join(f'`{name}`' for name in fact.AT_LEAST_ONE)} must be there."


def _form(schema: dict[str, Any]) -> str:
    match schema:
        case {"x-names": kinds}:
            return " or ".join(f"`{kind}:…`" for kind in kinds)
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values)
        case {"format": name}:
            return {"date": "day", "date-time": "instant with offset"}[name]
        case {"type": "array", "items": items}:
            return f"list of {schema.get('minItems', 0)}–{schema.get('maxItems', 'any')}: {_form(items)}"
        case {"type": "object", "properties": members}:
            return "{" + "; ".join(_member(name, m, schema["required"]) for name, m in members.items()) + "}"
        case {"pattern": pattern}:
            return f"text `{pattern.removesuffix('(?!' + chr(92) + 'n)').replace('|', chr(92) + '|')}`"
        case {"type": "string"}:
            return f"text of {schema['minLength']}–{schema['maxLength']} characters"
        case {"minimum": least, "maximum": most}:
            step = f", in steps of {schema['multipleOf']:f}" if schema.get("multipleOf", 1) != 1 else ""
            return f"{least:,} to {most:,}{step}"
    return {"boolean": "`true` or `false`", "object": "object"}[schema["type"]]


def _member(name: str, schema: dict[str, Any], required: list[str]) -> str:
    return f"{'**' if name in required else ''}`{name}`{'**' if name in required else ''}: {_form(schema)}"
