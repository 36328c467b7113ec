"""The clerk's door, inside the admin: the queue, a case, what can be done with it. Guard, form, verb, redirect."""
