"""The logo of a city: a few paths on a field of 48 by 48 in its colours; in a page, as a file, on paper."""

from django.template.loader import render_to_string

from configuration.look import Look


def inline(look: Look) -> str:
    """Return the logo as SVG inside a page, where the stylesheet knows the colours."""
    return render_to_string("kit/logo_inline.svg", {"strokes": look.mark})


def standalone(look: Look) -> str:
    """Return the logo as an SVG file with its colours written in: for browsers' tabs, and for paper."""
    colours = look.colours()
    strokes = [(stroke, colours[stroke.colour]) for stroke in look.mark]
    return render_to_string("kit/logo_file.svg", {"strokes": strokes})
