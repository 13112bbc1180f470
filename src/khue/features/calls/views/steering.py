"""What is done with a call: prepared, published, extended, cancelled, opened; questions and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khue.features.calls import access, queries, usecases
from khue.features.calls.domain.commands import OpenProposals, PublishCall
from khue.features.calls.forms import (
    AmendForm,
    AnswerForm,
    CallForm,
    CancelForm,
    ConfirmForm,
    QuestionForm,
    TemplateForm,
)
from khue.features.calls.views.calls import crumbs, facts_of
from khue.features.calls.views.frame import (
    DeedPage,
    ask,
    did,
    show,
)
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Link
from khue.kernel.web import redirect, signed_in


@ask
def prepare(request: HttpRequest, order_id: int) -> HttpResponse:
    """A call from an approved order; the earliest closing day is computed from the law."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    order = queries.order(order_id, actor)
    earliest = queries.earliest_closing(actor.today, actor.today) if order.mode_code == "selection" else None
    initial = {"title": order.title, "opens_on": actor.today, "closes_on": earliest}
    form = bind(CallForm, request, initial=initial, staged=order.mode_code == "selection")
    if request.method == "POST" and form.is_valid():
        command = form.command(order_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.prepare_call(command, actor=actor))):
            messages.success(request, _("The call is prepared. Look at it, then publish it."))
            return redirect("calls:call", made[0])
    page = DeedPage(
        _("Prepare the call"),
        _("Goal, requirements and cost frame come from the order and are not changed here."),
        _("Save the call"),
        (
            Link(pgettext("calls", "Orders"), reverse("calls:orders")),
            Link(order.number, reverse("calls:order", args=[order_id])),
        ),
        reverse("calls:order", args=[order_id]),
        (
            Answer(pgettext("calls", "Order"), f"{order.number} · {order.title}"),
            Answer(_("Way of ordering"), order.mode.capitalised()),
            *((Answer(_("May close on, if it opens today"), earliest, kind="day"),) if earliest else ()),
        ),
    )
    return show(request, page, form)


@ask
def prepare_full(request: HttpRequest, call_id: int) -> HttpResponse:
    """The full stage, once the concepts of a call are judged: for those who were invited."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.call(call_id, actor)
    if found.stage != "concept":
        raise access.no_such_call()
    earliest = queries.earliest_closing(actor.today, actor.today)
    initial = {
        "title": found.title, "summary": found.summary, "opens_on": actor.today, "closes_on": earliest,
        "criteria": "\n".join(found.criteria), "papers": "\n".join(found.papers),
    }  # fmt: skip
    form = bind(CallForm, request, initial=initial, staged=False)
    if request.method == "POST" and form.is_valid():
        command = form.command(found.order[0], call_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.prepare_call(command, actor=actor))):
            messages.success(request, _("The call is prepared. Look at it, then publish it."))
            return redirect("calls:call", made[0])
    invited = found.tally.invited if found.tally else 0
    page = DeedPage(
        _("Prepare the full stage"),
        _("Only leads whose concept was invited can begin a proposal; they are told when the call is published."),
        _("Save the call"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (
            Answer(_("Concept stage"), f"{found.number} · {found.title}"),
            Answer(_("Concepts invited"), invited, kind="number"),
            *((Answer(_("May close on, if it opens today"), earliest, kind="day"),) if earliest else ()),
        ),
    )
    return show(request, page, form)


@ask
def publish(request: HttpRequest, call_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.call(call_id, actor)
    form = bind(ConfirmForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = PublishCall(call_id, form.cleaned_data["seen"], form.cleaned_data["once"])
        if did(form, lambda: usecases.publish_call(command, actor=actor)):
            messages.success(request, _("The call is published."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Publish the call?"),
        _("From now on everybody reads it. It can be amended and extended, never rewritten or cut short."),
        _("Publish it"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        facts_of(found),
        points=(_("Whoever saved a search that fits is told."),),
    )
    return show(request, page, form)


@ask
def amend(request: HttpRequest, call_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.call(call_id, actor)
    form = bind(AmendForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        if did(form, lambda: usecases.amend_call(command, actor=actor)):
            messages.success(request, _("The call is amended; everybody who writes a proposal is told."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Amend the call"),
        _("What was published stays readable; the amendment stands beside it."),
        _("Publish the amendment"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (Answer(_("Call"), found.title), Answer(_("Closes"), found.closes_at, kind="moment")),
    )
    return show(request, page, form)


@ask
def attach_template(request: HttpRequest, call_id: int) -> HttpResponse:
    """A file that applicants download and fill; a newer version takes the place of the one before."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.call(call_id, actor)
    form = bind(TemplateForm, request, questions=queries.template_choices(call_id, actor), templates=found.templates)
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        if did(form, lambda: usecases.attach_template(command, actor=actor)):
            messages.success(request, _("The template is attached; everybody reads it with the call."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Attach a template paper"),
        _(
            "Applicants download it, fill it and upload it with the proposal. A version that was attached stays readable."
        ),
        _("Attach it"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (Answer(_("Call"), found.title),),
        multipart=True,
    )
    return show(request, page, form)


@ask
def cancel(request: HttpRequest, call_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.call(call_id, actor)
    form = bind(CancelForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        if did(form, lambda: usecases.cancel_call(command, actor=actor)):
            messages.success(request, _("The call is cancelled; everybody who writes a proposal is told."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Cancel the call?"),
        _("No proposal is opened. What was written stays with its authors. The order can be called again."),
        _("Cancel the call"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (Answer(_("Call"), found.title),),
    )
    return show(request, page, form)


@ask
def open_sealed(request: HttpRequest, call_id: int) -> HttpResponse:
    """The first person signs, the second opens."""
    actor = signed_in(request)
    actor.require(access.OPEN)
    found = queries.call(call_id, actor)
    form = bind(ConfirmForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = OpenProposals(call_id, form.cleaned_data["once"])
        done: list[bool] = []
        if did(form, lambda: done.append(usecases.open_proposals(command, actor=actor))):
            told = (
                _("The proposals are open; each lies before the formal check.")
                if done[0]
                else _("You have signed. A second person opens them.")
            )
            messages.success(request, told)
            return redirect("calls:call", call_id)
    second = bool(found.first_opener)
    facts = [Answer(_("Call"), found.title), Answer(_("Closes"), found.closes_at, kind="moment")]
    if found.counted is not None:
        facts.append(Answer(_("Sealed proposals"), found.counted, kind="number"))
    if second:
        facts.append(Answer(_("Signed first by"), found.first_opener))
    page = DeedPage(
        _("Open the proposals"),
        _("Two people open them in one deed. Each is compared with what was sealed."),
        _("Open them") if second else _("Sign as the first person"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        tuple(facts),
        points=(_("Nobody has read them so far, and nobody can change them."),),
    )
    return show(request, page, form)


@ask
def ask_question(request: HttpRequest, call_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.call(call_id, actor)
    form = bind(QuestionForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        if did(form, lambda: usecases.ask_question(command, actor=actor)):
            messages.success(request, _("The question was sent. The answer will be published for everybody."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Ask a question"),
        _("Everybody reads question and answer, so that all who take part know the same."),
        _("Send the question"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (Answer(_("Call"), found.title),),
    )
    return show(request, page, form)


@ask
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    call_id, text = queries.question(question_id)
    found = queries.call(call_id, actor)
    form = bind(AnswerForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(question_id)
        if did(form, lambda: usecases.answer_question(command, actor=actor)):
            messages.success(request, _("The answer is published."))
            return redirect("calls:call", call_id)
    page = DeedPage(
        _("Answer the question"),
        _("The answer is published for everybody, without the name of who asked."),
        _("Publish the answer"),
        crumbs(found),
        reverse("calls:call", args=[call_id]),
        (Answer(_("Question"), text),),
    )
    return show(request, page, form)
