"""Forms, workflows and appointment kinds as kinds of definitions: what is published is frozen as a version."""
