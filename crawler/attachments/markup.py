"""XML out of a container is parsed here: takes bytes, leaves a tree; no entity, no network, bounded depth."""

from __future__ import annotations

from lxml import etree

from crawler.errors import UnreadableError


def parse_xml(body: bytes, what: str) -> etree._Element:
    """Return the root of an XML part; raise UnreadableError for one that is none or that defines entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"a broken {what}: its XML cannot be read ({error})"[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"a {what} whose XML declares a document type, which no office program writes")
    return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def own(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its name without namespace, or None."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name without namespace, or None."""
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def value_of(element: etree._Element | None, *path: str) -> str | None:
    """Return the `val` attribute of the element at the end of a path of children, or None."""
    for name in path:
        element = child(element, name)
    return own(element, "val") if element is not None else None
