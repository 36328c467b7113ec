"""When and where people may come: kinds, opening hours to slots, bookings."""
