"""`bihuan`: the command line. Each command says what it did, and when it could not, what to do next."""

import typer

from api.commands import (
    accounts,
    books,
    demonstration,
    facts,
    installation,
    keys,
    log_key,
    organisations,
    papers,
    serving_role,
    verification,
    views,
    waste_catalogue,
)

app = typer.Typer(
    name="bihuan",
    help="闭环 Bihuan：固体废物全过程闭环账本 · a provable chain-of-custody ledger for solid waste.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)
app.add_typer(organisations.app, name="organisation")
app.add_typer(keys.app, name="key")
app.add_typer(accounts.app, name="account")
app.add_typer(waste_catalogue.app, name="catalogue")
app.add_typer(log_key.app, name="log-key")
app.command()(installation.migrate)
app.command()(serving_role.grant)
app.command()(installation.serve)
app.command()(facts.post)
app.command()(facts.replay)
app.command("print")(papers.print_)
app.command("import")(books.import_)
app.command()(books.export)
app.command()(verification.verify)
app.command()(views.rebuild)
app.command()(demonstration.demo)
