"""What forms, workflows and appointment kinds say, as frozen values; runs without a database.

Nouns: FormSpec, StepSpec, Field, WorkflowSpec, StateSpec, MoveSpec, ClockSpec, AppointmentSpec, condition, Sentence.
"""
