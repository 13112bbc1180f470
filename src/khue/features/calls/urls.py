"""Addresses of the room."""

from django.urls import path

from khue.features.calls import views

app_name = "calls"
urlpatterns = [
    path("problems/", views.problems, name="problems"),
    path("needs/", views.needs, name="needs"),
    path("needs/raise/", views.raise_need, name="raise-need"),
    path("needs/<int:need_id>/", views.need, name="need"),
    path("needs/<int:need_id>/screen/", views.screen, name="screen"),
    path("needs/<int:need_id>/merge/", views.merge, name="merge"),
    path("needs/<int:need_id>/withdraw/", views.withdraw, name="withdraw-need"),
    path("needs/<int:need_id>/order/", views.draft_order, name="draft-order"),
    path("orders/", views.orders, name="orders"),
    path("orders/<int:order_id>/", views.order, name="order"),
    path("orders/<int:order_id>/change/", views.change_order, name="change-order"),
    path("orders/<int:order_id>/decide/", views.decide_order, name="decide-order"),
    path("orders/<int:order_id>/call/", views.prepare, name="prepare"),
    path("calls/", views.calls, name="calls"),
    path("calls/deadlines.ics", views.calendar, name="calendar"),
    path("calls/feed.atom", views.feed, name="feed"),
    path("calls/watch/", views.watch, name="watch"),
    path("calls/watch/<int:watch_id>/stop/", views.stop_watching, name="stop-watching"),
    path("calls/<int:call_id>/", views.call, name="call"),
    path("calls/<int:call_id>/publish/", views.publish, name="publish"),
    path("calls/<int:call_id>/amend/", views.amend, name="amend"),
    path("calls/<int:call_id>/cancel/", views.cancel, name="cancel"),
    path("calls/<int:call_id>/ask/", views.ask_question, name="ask"),
    path("calls/<int:call_id>/open/", views.open_sealed, name="open"),
    path("calls/<int:call_id>/council/", views.put_before_council, name="put-before-council"),
    path("calls/<int:call_id>/propose/", views.start, name="start"),
    path("questions/<int:question_id>/answer/", views.answer, name="answer"),
    path("proposals/", views.mine, name="mine"),
    path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/read/", views.read, name="read"),
    path("proposals/<int:proposal_id>/members/", views.invite, name="invite"),
    path("proposals/<int:proposal_id>/members/<int:member_id>/remove/", views.remove_member, name="remove-member"),
    path("proposals/<int:proposal_id>/answer/", views.invitation, name="invitation"),
    path("proposals/<int:proposal_id>/hand-in/", views.hand_in, name="hand-in"),
    path("proposals/<int:proposal_id>/take-back/", views.take_back, name="take-back"),
    path("proposals/<int:proposal_id>/compare/<slug:section>/", views.compare, name="compare"),
    path("review/<int:task_id>/", views.review, name="review"),
    path("review/<int:task_id>/decide/", views.decide, name="decide"),
]
