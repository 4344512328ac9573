"""A mistake in a definition file is one sentence that names where it is and what is accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.formats.build import CatalogError, compile_text, row
from train_watch.formats.reader import Reader
from train_watch.formats.template import pieces
from train_watch.formats.ways import MOST_IN_A_ROW, ways

HEAD = "name = 'x'\nabout = 'x'\n"
STEP = "[[line]]\nkind = 'step'\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = 1", "colour"),
        ("[countr]\nbase = 0", "did you mean counter"),
        ("[counter]\nbas = 0", "did you mean base"),
        ("[counter]\nbase = 2", "base is 2: one of 0, 1"),
        ("[counter]\nbase = true", "base is True"),
        ("[counter]\nscope = 'epochs'", "did you mean epoch"),
        ("[counter]\nunit = 3", "give a text"),
        ("[counter]\neval_in = 'yes'", "one of false, true"),
        ("counter = 5", "give a table"),
        ("line = 5", "give a list"),
        ("line = [5]", "give a table"),
        ("[[line]]\nread = 'iter {step}'", "has no kind"),
        ("[[line]]\nkind = 'steps'\nread = 'iter {step}'", "did you mean step"),
        (STEP, "has no read"),
        (STEP + "read = 5", "give a text"),
        (STEP + "read = 'iter {step:integer}'", "integer"),
        (STEP + "read = 'iter {step:word}'", "step cannot be of kind word"),
        (STEP + "read = 'iter {step} loss {loss:ms}'", "loss cannot be of kind ms"),
        (STEP + "read = 'iter {step} in {step_time:int}'", "step_time cannot be of kind int"),
        (STEP + "read = 'iter {step}'\njoins = 'above'", "joins is 'above'"),
        (STEP + "read = 'iter {step}'\nset = { facts = { epochs = 1 } }", "epochs"),
        (STEP + "read = 'iter {step}'\nset = { epoch = nan }", "give a number"),
        (STEP + "read = 'iter {step}{*}'\nnames = { t = 'step_time:minutes' }", "minutes"),
        (STEP + "read = 'iter {step}{*}'\nnames = { t = 5 }", "give a text"),
        (STEP + "read = 'iter [[{step}'", "iter"),
        (STEP + "read = 'at {a}{b}{c}{d} x'", "ways"),
        (STEP + "read = '{a}{b}{c} xx {step}'", "ways"),
        (STEP + "read = '{start}'", "nothing to read"),
        ("[[sample]]\nline = 'iter 5'", "has no want"),
        ("[[sample]]\nline = 'iter 5'\nwant = { step = 5 }", "has no kind"),
        ("[total]\nfrom = 'somewhere'", "somewhere"),
        ("[total]\nfrom = 5", "from"),
        ("[eta]\nrate = ['mean', 'best']", "best"),
        ("[bar]\nneeds = '='", "desc"),
        ("[table]\nheader = 'a b'", "delimiter"),
        ("[table]\nheader = 'a b'\ndelimiter = ''", "empty"),
        ("[table]\nheader = ' '\ndelimiter = ','", "empty"),
        (STEP + "read = 'iter {step}'\nkey = 'epoch'", "key 'epoch' is not in"),
        (STEP + "read = 'iter {step}'\nset = { step = -5 }", "counts below 0"),
        (STEP + "read = 'it {a}: {...} b {c} {...} d {step_time:per_s}it/s {e}'", "ways"),
    ],
)
def test_a_mistake_names_its_place_and_what_is_accepted(text: str, complaint: str) -> None:
    with pytest.raises(CatalogError, match=complaint) as raised:
        compile_text("x", HEAD + text)
    message = str(raised.value)
    assert message.startswith("x.toml: ")
    assert "\n" not in message


@pytest.mark.parametrize("name", ["generic", "custom", "a b", "../x", "x" * 60])
def test_a_name_that_no_option_could_take_is_refused(name: str) -> None:
    with pytest.raises(CatalogError, match="cannot be a name"):
        compile_text(name, f"name = '{name}'\nabout = 'x'")


@given(st.text(max_size=200))
def test_any_text_is_a_definition_or_one_sentence(text: str) -> None:
    for content in (text, HEAD + text, HEAD + STEP + f"read = '''{text}'''"):
        try:
            made = compile_text("x", content)
        except CatalogError:
            continue
        Reader(extra=(row(made),))


@given(st.lists(st.sampled_from(["{a}", "{b:text}", "{c:duration}", "{...}", " ", "x", "1", "[[", "]]", "{step}", "/"]), max_size=12))  # fmt: skip
def test_a_template_is_compiled_within_its_bound_or_refused(parts: list[str]) -> None:
    text = "iter " + "".join(parts)
    try:
        compile_text("x", HEAD + STEP + f"read = '{text}'")
    except CatalogError:
        return
    assert ways(pieces(text))[0] <= MOST_IN_A_ROW


def test_a_hole_that_ends_at_one_place_only_costs_nothing() -> None:
    assert ways(pieces("[{epoch:int}][{step}/{total_steps}] loss: {loss}, time {t:ms}")) == (1, 1)
    assert ways(pieces("{a}{b}{c}")) == (26 * 26, 26 * 26)
