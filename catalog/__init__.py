"""What is offered, by whom, where and whom to call.

Nouns: Organisation (a tree), ServiceItem, ServicePoint, ContactNumber, Channel, Theme, Material, Post, CalendarDay.
Imports portal.users and portal.kit, nothing above.
"""
