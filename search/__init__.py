"""How people find items, points, numbers and pages. Imports content and catalog; never cases."""
