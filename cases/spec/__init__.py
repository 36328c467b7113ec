"""Forms, workflows and appointment kinds as values: frozen, validated, without Django.

Nouns: FormSpec (steps of fields), Condition (data, never code), WorkflowSpec (states, clocks, moves),
AppointmentKindSpec. Functions here are pure: answers in, visible fields or a dossier out.
"""
