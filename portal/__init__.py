"""The Django project: settings, addresses, the shell of every page, and the kit that all apps share."""
