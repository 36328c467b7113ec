"""Catalogue of items, organisations, service points and telephone numbers.

Nouns: Organisation (a tree), ServiceItem, ServicePoint, ContactNumber, Channel, Theme, Material, Post, CalendarDay.
Imports portal.users and portal.kit, nothing above.
"""
