"""Forms in the builder of three panes: what it shows of them, and where they stand in the admin."""
