"""Addresses of the room: the operator's news, and the catalogue with its tickets."""

from __future__ import annotations

from django.urls import path

from khue.features.services import views

app_name = "services"
NEWS, HERE = "exchange-news", "exchange-services"
urlpatterns = [
    path(f"{NEWS}/", views.announcements, name="announcements"),
    path(f"{NEWS}/feed/", views.feed, name="feed"),
    path(f"{NEWS}/publish/", views.publish, name="publish"),
    path(f"{NEWS}/<int:announcement_id>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{HERE}/", views.catalogue, name="catalogue"),
    path(f"{HERE}/equipment/", views.equipment, name="equipment"),
    path(f"{HERE}/new-equipment/", views.new_equipment, name="new-equipment"),
    path(f"{HERE}/bookings/", views.bookings, name="bookings"),
    path(f"{HERE}/bookings/calendar.ics", views.booking_calendar, name="booking-calendar"),
    path(f"{HERE}/bookings/<int:booking_id>/end/", views.end_booking, name="end-booking"),
    path(f"{HERE}/slots/<int:slot_id>/book/", views.book, name="book"),
    path(f"{HERE}/slots/<int:slot_id>/close/", views.close_slot, name="close-slot"),
    path(f"{HERE}/<int:entry_id>/slots/", views.slots, name="slots"),
    path(f"{HERE}/<int:entry_id>/slots/open/", views.open_slots, name="open-slots"),
    path(f"{HERE}/capital/", views.capital, name="capital"),
    path(f"{HERE}/new-capital/", views.new_capital, name="new-capital"),
    path(f"{HERE}/interests/", views.interests, name="interests"),
    path(f"{HERE}/interests/<int:interest_id>/answer/", views.answer_interest, name="answer-interest"),
    path(f"{HERE}/interests/<int:interest_id>/withdraw/", views.withdraw_interest, name="withdraw-interest"),
    path(f"{HERE}/readers/<int:reader_id>/shut/", views.shut_deck, name="shut-deck"),
    path(f"{HERE}/<int:entry_id>/interest/", views.give_interest, name="interest"),
    path(f"{HERE}/<int:entry_id>/deck/", views.deck, name="deck"),
    path(f"{HERE}/<int:entry_id>/deck/write/", views.keep_deck, name="keep-deck"),
    path(f"{HERE}/experts/", views.experts, name="experts"),
    path(f"{HERE}/new-expert/", views.new_expert, name="new-expert"),
    path(f"{HERE}/investors/", views.investors, name="investors"),
    path(f"{HERE}/new-investor/", views.new_investor, name="new-investor"),
    path(f"{HERE}/mine/", views.mine, name="mine"),
    path(f"{HERE}/desk/", views.desk, name="desk"),
    path(f"{HERE}/new/", views.new, name="new"),
    path(f"{HERE}/tickets/", views.tickets, name="tickets"),
    path(f"{HERE}/tickets/<int:ticket_id>/", views.ticket, name="ticket"),
    path(f"{HERE}/tickets/<int:ticket_id>/complain/", views.complain, name="complain"),
    path(f"{HERE}/tickets/<int:ticket_id>/<slug:step>/", views.step, name="step"),
    path(f"{HERE}/complaints/<int:complaint_id>/", views.answer, name="answer"),
    path(f"{HERE}/<int:entry_id>/", views.entry, name="entry"),
    path(f"{HERE}/<int:entry_id>/review/", views.review, name="review"),
    path(f"{HERE}/<int:entry_id>/renew/", views.renew, name="renew"),
    path(f"{HERE}/<int:entry_id>/take-down/", views.take_down, name="take-down"),
    path(f"{HERE}/<int:entry_id>/order/", views.order, name="order"),
]
