"""Reads and renders what businesses write: a small part of Jinja, which shows values and chooses words."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from foyer_notifications.domain.own_text import (
    OwnText,
    TemplateFilterWrong,
    TemplateNotAllowed,
    TemplateNotReadable,
    TemplateValueUnknown,
    ValueKind,
)
from foyer_notifications.gateways.wording import FILTERS

TEMPLATES = Path(__file__).parent.parent / "templates"

_EVERYWHERE = {"customer_name": ValueKind.TEXT, "business_name": ValueKind.TEXT}
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Filter,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
"""No calls, attributes, loops, sums, includes: nothing that reaches beyond a value, and nothing that takes
long.
"""


def check_own_text(own: OwnText) -> None:
    """Raises what is wrong with a business's words, so that what is kept can be written."""
    values = values_of(own.key)
    _check_words(own.subject, values, "subject")
    _check_words(own.body, values, "body")


def _check_words(source: str, values: Mapping[str, ValueKind], field: str) -> None:
    try:
        _check_tree(_environment().parse(source), values, field)
        _compiled(source)
    except TemplateSyntaxError as wrong:
        raise TemplateNotReadable(f"Line {wrong.lineno}: {wrong.message}", field=field) from None
    except (RecursionError, SyntaxError):
        raise TemplateNotAllowed("Conditions stand in each other too often.", field=field) from None


def _check_tree(tree: nodes.Template, values: Mapping[str, ValueKind], field: str) -> None:
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and not _is_plain(node)):
            raise TemplateNotAllowed(
                f"Line {node.lineno}: a text shows values and chooses between words, no more.", field=field
            )
    tested = _tested(tree)
    for name, used in _uses(tree):
        kind = values.get(name.name)
        if kind is None:
            raise TemplateValueUnknown(f"Line {name.lineno}: there is no value {name.name!r}.", field=field)
        if used not in kind.filters and (used or id(name) not in tested):
            fitting = " or ".join(sorted(each or "no filter" for each in kind.filters))
            raise TemplateFilterWrong(
                f"Line {name.lineno}: {name.name} is {kind}; write it with {fitting}.", field=field
            )


def render_words(source: str, values: Mapping[str, Any]) -> str:
    """The text with its values; one that this message has not is empty."""
    return _compiled(source).render(values)


@cache
def values_of(key: str) -> Mapping[str, ValueKind]:
    """What a text may show: the simple values that Foyer's own words for the message show."""
    tree = _foyers().parse((TEMPLATES / "messages" / f"{key}.jinja").read_text())
    taken = {one.target for one in tree.find_all(nodes.Import)}
    taken |= {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    heads = [one.node for one in tree.find_all(nodes.Getattr)]
    heads += [one.node for one in tree.find_all(nodes.Getitem)]
    heads += [one.node for one in tree.find_all(nodes.Call)]
    taken |= {head.name for head in heads if isinstance(head, nodes.Name)}
    for loop in tree.find_all(nodes.For):
        taken |= {
            one.name for one in (loop.iter, *loop.iter.find_all(nodes.Name)) if isinstance(one, nodes.Name)
        }
    tested = _tested(tree)
    written: dict[str, set[str | None]] = {}
    for name, used in _uses(tree):
        if name.name not in taken and id(name) not in tested and (used is None or used in FILTERS):
            written.setdefault(name.name, set()).add(used)
    shown = {name: _kind_of(filters) for name, filters in written.items()}
    return dict(sorted({**shown, **_EVERYWHERE}.items()))


def _kind_of(filters: set[str | None]) -> ValueKind:
    if "money" in filters:
        return ValueKind.MONEY
    if "clock" in filters:
        return ValueKind.MOMENT
    return ValueKind.DAY if "day" in filters else ValueKind.TEXT


def _is_plain(node: nodes.Filter) -> bool:
    """One filter on one value, with nothing said to it."""
    said = (node.args, node.kwargs, node.dyn_args, node.dyn_kwargs)
    return isinstance(node.node, nodes.Name) and not any(said)


def _tested(tree: nodes.Node) -> set[int]:
    """The names that a condition asks about, which are not written."""
    tests = [one.test for one in tree.find_all(nodes.If)]
    tests += [one.test for one in tree.find_all(nodes.CondExpr)]
    return {id(name) for test in tests for name in (test, *test.find_all(nodes.Name))}


def _uses(tree: nodes.Node) -> Iterator[tuple[nodes.Name, str | None]]:
    """Each name that is read, with the filter that writes it."""
    filtered = {id(one.node): one.name for one in tree.find_all(nodes.Filter)}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load":
            yield name, filtered.get(id(name))


@cache
def _foyers() -> Environment:
    """Reads Foyer's own templates as they are compiled."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.policies["ext.i18n.trimmed"] = True
    return environment


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Without Jinja's own globals and filters, so that what is not allowed is not there either. The words are
    text: whoever shows them as HTML escapes them.
    """
    environment = ImmutableSandboxedEnvironment(
        undefined=ChainableUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update({name: _or_nothing(write) for name, write in FILTERS.items()})
    return environment


def _or_nothing(write: Any) -> Any:
    """A value that this message has not is written as nothing."""

    def written(context: Any, value: Any) -> str:
        return write(context, value) if value else ""

    written.jinja_pass_arg = write.jinja_pass_arg  # type: ignore[attr-defined]  # As `pass_context` sets it.
    return written
