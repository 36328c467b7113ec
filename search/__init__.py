"""Search over items, points, numbers and pages. Imports content and catalog; never cases."""
