"""A folder of files becomes a site, and back: `./manage.py definitions check | plan | apply | export | fmt`."""
