"""A small site for the kernel's tests: its own doors, and one view per way in which a deed can fail."""

from dataclasses import dataclass

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path

from khue.core.bilingual import Text
from khue.core.decision import Reason, Source
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.kernel import files, limits, web
from khue.kernel.forms import KhueForm, MoneyField, OnceForm, SeenForm, bind, require_seen, show_refusal
from khue.kernel.models import Notice

CAP = Reason(
    "cap.exceeded",
    Text("Mức hỗ trợ vượt 50 %.", "The support is above 50 %."),
    Text("Giảm mức đề nghị.", "Ask for less."),
    "amount",
    Source("NQ 34/2025, Điều 8", "digest"),
)
LATE = Reason("late", Text("Đã quá hạn nộp.", "It is too late to submit."))


class AskForm(KhueForm):
    title = forms.CharField(label="Title")
    amount = MoneyField(label="Amount")
    password = forms.CharField(required=False)


class ChangeForm(OnceForm, SeenForm):
    title = forms.CharField(label="Title")


@dataclass(frozen=True)
class AskPage:
    kept: bool


def refuse(request):
    raise Refused.because(CAP, LATE)


def forbid(request):
    raise NotAllowed(Text("Không có quyền.", "You lack the right."), Text("Hỏi lãnh đạo.", "Ask your head."))


def miss(request):
    raise Missing(Text("Không có hồ sơ này.", "There is no such dossier."))


def collide(request):
    raise Conflict(Text("Người khác đã quyết định.", "A colleague decided already."))


def overflow(request):
    raise RequestDataTooBig("too big")


def fault(request):
    raise RuntimeError("a fault with a secret: 079203001234")


def find(request):
    """Hands what was asked straight to the database, as a careless view would."""
    found = Notice.objects.filter(party=request.GET.get("q", request.POST.get("q", ""))).count()
    return HttpResponse(str(found))


def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_notice")
        cursor.execute("SELECT 1")
    return HttpResponse("ok")


@limits.limited("ask", "2/h")
def counted(request):
    return HttpResponse("ok")


def ask(request):
    web.signed_in(request)
    form = bind(AskForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            raise Refused.because(CAP, LATE)
        except Refused as refused:
            show_refusal(form, refused)
    status = 422 if form.is_bound and not form.kept else 200
    return web.render(request, "ask.html", AskPage(form.kept), status, form=form, partial="fields")


def change(request):
    """A record that stands at version 4."""
    form = bind(ChangeForm, request, initial={"seen": 4})
    if request.method == "POST" and form.is_valid():
        require_seen(form.cleaned_data["seen"], 4)
    return web.render(request, "ask.html", AskPage(form.kept), form=form)


class PaperForm(KhueForm):
    title = forms.CharField(label="Title")
    quote = forms.FileField(label="Quote", allow_empty_file=True, max_length=None)


def paper(request):
    form = bind(PaperForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            files.receive(form.cleaned_data["quote"], field="quote")
            return web.redirect("ask")
        except Refused as refused:
            show_refusal(form, refused)
    return web.render(request, "ask.html", AskPage(False), 422 if form.is_bound else 200, form=form)


def hello(request):
    return web.render(request, "hello.html", AskPage(False))


urlpatterns = [
    path("", include("khue.kernel.urls")),
    path("api/refuse/", refuse),
    path("api/forbid/", forbid),
    path("api/fault/", fault),
    *i18n_patterns(
        path("", include("khue.kernel.page_urls")),
        path("refuse/", refuse),
        path("forbid/", forbid),
        path("miss/", miss),
        path("collide/", collide),
        path("overflow/", overflow),
        path("fault/", fault),
        path("find/", find),
        path("slow/", slow),
        path("counted/", counted),
        path("ask/", ask, name="ask"),
        path("change/", change),
        path("paper/", paper),
        path("hello/", hello),
        prefix_default_language=True,
    ),
]
handler400 = "khue.kernel.problems.bad_request"
handler403 = "khue.kernel.problems.forbidden"
handler404 = "khue.kernel.problems.not_found"
handler500 = "khue.kernel.problems.server_error"
