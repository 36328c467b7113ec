"""A believable city of any size, for measuring and for looking at: the same seed gives the same bytes.

`generate` varies the items a city has already and invents stations with numbers nobody can dial; `writing` puts them
into the database in bulk, `folder` into a layer of definitions. Everything generated says that it is an example.
"""
