"""What the view says in each state that a run can be in."""

from dataclasses import replace

import pytest

from train_watch.core.state import Alert, Cadence, EarlierRun, Forecast, RunState, StepTime, Term
from train_watch.view.clock import fixed_zone
from train_watch.view.make import make_view
from train_watch.view.options import ViewOptions
from train_watch.view.sample import BARE, LAST_LINE, NOW, OPTIONS, RUNNING, STATES, sample_view


def test_the_note_s_own_case_is_shown_to_the_second() -> None:
    """One steady line of 3.99511 s at 100 of 6,000: 6h 32m 51s, and what the two scenarios give."""
    total = 5900 * 3.99511
    forecast = Forecast(
        5900,
        total,
        0.9 * total,
        1.25 * total,
        0.8,
        (Term("steps", 5900, 3.99511, total),),
        (0.08, 0.17),
    )
    state = RunState(
        now=NOW,
        state="running",
        format="nanogpt",
        lines=3,
        lines_understood=3,
        step=100,
        total_steps=6000,
        total_from="config",
        total_line="max_iters = 6000",
        counter_name="iter",
        updated_at=NOW,
        step_time=StepTime(value_s=3.99511, last_s=3.99511, window=1, warmup_steps=1),
        forecast=forecast,
    )
    view = make_view(state, NOW, options=replace(BARE, what_if=(0.2, 0.15)))
    assert view.when.remaining == "6h 32m 51s"
    assert view.when.finish == "22:45 today"
    assert view.when.terms == ("5,900 it x 3.995 s = 6h 32m 51s",)
    assert view.when.spread == "5h54m - 8h11m", "one line cannot tell, so the range is wide"
    assert [row.remaining for row in view.scenarios] == ["6h 32m 51s", "19m 40s", "14m 45s"]
    assert "5,900 it take 19m 40s" in view.scenarios[1].name
    assert view.speed.trend == "trend unknown (1 line)"
    sure = next(section for section in view.explain if section.title == "How sure it is")
    assert any("one line cannot tell" in line for line in sure.lines)


def test_an_evaluation_counts_its_own_seconds_and_the_finish_stays() -> None:
    view, running = sample_view("evaluating"), sample_view("running")
    assert view.header.state == "EVALUATING"
    assert view.header.age == "31 s of about 48 s"
    assert view.when.finish == running.when.finish


def test_an_evaluation_of_unknown_length_only_counts() -> None:
    state = replace(STATES["evaluating"], cadences=())
    assert make_view(state, NOW, options=BARE).header.age == "for 31 s"


@pytest.mark.parametrize(
    ("kind", "word", "instead", "more"),
    [
        ("waiting", "WAITING", "waiting for out/train.log", "nothing has been written yet"),
        ("warming_up", "WARMING UP", "warming up: 2 lines with a step seen", "after about 40s"),
        ("no_total", "RUNNING", "no total found", "--total N"),
        ("stalled", "STALLED", "silent for 6m 12s", "a line came every 39.8 s"),
        (
            "died",
            "DIED",
            "died at iter 2,140 (16:12): torch.OutOfMemoryError",
            "140 it lost (9m17s)",
        ),
        ("finished", "DONE", "finished at 16:12:37 today", "took 6h 52m 10s"),
        ("empty", "UNKNOWN", "understood 0 of 240 lines", "--pattern REGEX"),
    ],
)
def test_a_reason_stands_where_the_finish_would_be(
    kind: str, word: str, instead: str, more: str
) -> None:
    view = sample_view(kind)  # type: ignore[arg-type]
    assert view.header.state == word
    assert view.when.instead.startswith(instead)
    assert more in view.when.instead_more
    assert not view.when.finish
    assert not view.when.remaining
    assert not view.scenarios


def test_a_stalled_run_says_how_much_work_was_left() -> None:
    state = replace(STATES["stalled"], forecast=RUNNING.forecast)
    view = make_view(state, NOW, options=BARE)
    assert view.when.instead_more.endswith("4h 29m 02s of work was left at the last line")
    assert not view.when.finish, "a frozen number would be taken for a forecast"


def test_an_overdue_run_says_so_instead_of_zero() -> None:
    forecast = RUNNING.forecast
    assert forecast is not None
    view = make_view(RUNNING, LAST_LINE + forecast.at_update_s + 75, options=BARE)
    assert view.when.remaining == "overdue by 1m 15s"
    assert view.when.remaining_short == "overdue"


def test_a_loss_that_is_no_number_is_a_failure_but_not_a_death() -> None:
    alert = Alert("nan_loss", "critical", 2100, None, {"lines_in_a_row": 4, "lines_in_all": 4})
    state = replace(STATES["died"], fault_text=None, alerts=(alert,))
    view = make_view(state, NOW, options=BARE)
    assert view.header.state == "FAILED"
    assert view.when.instead == "the loss is no number since iter 2,100"
    assert view.loss.startswith("NaN since iter 2,100  last finite 3.104")
    rows = {str(row.name): row for row in view.health}
    assert rows["loss"].symbol == "x"
    assert rows["alive"].symbol == "+", "the process lives, and goes on for nothing"


def test_a_nan_that_has_passed_is_remembered_but_no_alarm() -> None:
    view = make_view(replace(RUNNING, loss=replace(RUNNING.loss, not_finite=1)), NOW, options=BARE)
    assert view.loss == "3.104  -0.021/100 it  val 3.131  1 NaN"
    assert next(row for row in view.health if row.name == "loss").symbol == "!"


def test_the_end_of_an_epoch_is_called_that() -> None:
    state = replace(RUNNING, scope="epoch", total_from="line", total_line="batch 2140/6000")
    view = make_view(state, NOW, options=OPTIONS)
    assert (
        "to the end of this epoch; the log does not give the number of epochs"
        in view.when.total_from
    )
    assert "cannot tell: the log only gives the end of this epoch" in view.when.deadline
    assert not view.scenarios[0].deadline


@pytest.mark.parametrize(
    ("name", "counter", "term"),
    [
        ("iter", "iter 2,140 / 6,000", "3,860 it x "),
        ("step", "step 2,140 / 6,000", "3,860 steps x "),
        ("batch", "batch 2,140 / 6,000", "3,860 batches x "),
        ("epoch", "epoch 2,140 / 6,000", "3,860 epochs x "),
    ],
)
def test_the_counter_goes_by_the_trainer_s_own_name(name: str, counter: str, term: str) -> None:
    view = make_view(replace(RUNNING, counter_name=name, format="generic"), NOW, options=BARE)
    assert view.header.counter == counter
    assert view.when.terms[0].startswith(term)


def test_nanogpt_s_steps_are_iterations_even_where_the_state_does_not_say_so() -> None:
    view = make_view(replace(RUNNING, counter_name="step"), NOW, options=BARE)
    assert view.header.counter == "iter 2,140 / 6,000"


def test_epochs_stand_before_the_batches_that_they_hold() -> None:
    state = replace(RUNNING, counter_name="batch", epoch=3.0, total_epochs=10)
    assert make_view(state, NOW, options=BARE).header.counter == "epoch 3/10  batch 2,140 / 6,000"


def test_a_guessed_format_is_called_a_guess_and_shows_its_line() -> None:
    state = replace(RUNNING, format="generic")
    view = make_view(state, NOW, options=replace(OPTIONS, guess="iter 2140: loss 3.1"))
    assert view.when.guess == 'format guessed from "iter 2140: loss 3.1"'
    read = next(row for row in view.health if row.name == "read")
    assert read.level == "warning"


def test_the_trainer_s_own_eta_is_only_mentioned_when_it_differs() -> None:
    near = make_view(replace(RUNNING, trainer_eta_s=16200.0), NOW, options=BARE)
    far = make_view(replace(RUNNING, trainer_eta_s=27000.0), NOW, options=BARE)
    assert not near.when.trainer
    assert far.when.trainer == "the trainer itself says 7h 30m 00s"


def test_reported_and_observed_time_are_told_apart_from_a_tenth_on() -> None:
    def basis(observed_s: float) -> str:
        time = replace(RUNNING.step_time, observed_s=observed_s)
        return make_view(replace(RUNNING, step_time=time), NOW, options=BARE).speed.basis

    assert basis(4.1) == "as the trainer reports it"
    assert basis(4.6) == "as the trainer reports it, reported 3.982 s, observed 4.600 s (+15.5 %)"


def test_an_alert_never_stands_beside_a_row_that_says_all_is_well() -> None:
    for kind, name in (("running", "speed"), ("stalled", "alive"), ("died", "alive")):
        view = sample_view(kind)  # type: ignore[arg-type]
        row = next(row for row in view.health if row.name == name)
        assert row.symbol in {"!", "x"}, kind


def test_a_log_without_data_time_is_asked_about_not_praised() -> None:
    row = next(row for row in sample_view().health if row.name == "data")
    assert row.symbol == "?"
    assert row.text == "this log has no data time"


def test_an_evaluation_not_seen_yet_has_no_cost_and_would_make_it_surer() -> None:
    entry = Cadence("evaluation", 250, None, None, 0, announced=True, ahead=24)
    view = make_view(replace(RUNNING, cadences=(entry,), alerts=()), NOW, options=BARE)
    row = next(row for row in view.health if row.name == "eval")
    assert row.text == "every 250 it, cost not seen yet"
    sure = next(section for section in view.explain if section.title == "How sure it is")
    assert "the first evaluation will tell what one costs" in sure.lines


def test_hostile_text_of_a_log_is_harmless_wherever_it_is_shown() -> None:
    poison = "\x1b[2J\x1b]0;x\x07\u202e[bold red]"
    state = replace(
        STATES["died"],
        format=poison,
        total_line=poison,
        fault_text=poison,
        counter_name=poison,
        phase=poison,
    )
    options = ViewOptions(
        name=poison,
        path=poison,
        log=(poison,),
        pending=poison,
        notes=(poison,),
        badge=poison,
        zone=fixed_zone(0),
    )
    for run in (state, replace(state, state="running", forecast=RUNNING.forecast)):
        shown = repr(make_view(run, NOW, options=options))
        assert "\\x1b" not in shown
        assert "\\u202e" not in shown


def test_the_ascii_view_is_ascii() -> None:
    options = replace(OPTIONS, ascii=True, log=("loss \u2193 caf\u00e9",), name="\u635f.log")
    view = make_view(RUNNING, NOW, options=options)
    assert repr(view).isascii()
    assert view.log == ("loss \\u2193 caf\\xe9",)


def test_earlier_runs_of_the_log_are_told_in_a_note_and_listed_on_the_explain_page() -> None:
    gone = EarlierRun(3, 480, 0, 310, 5000, "failed")
    state = replace(RUNNING, earlier=(gone,), earlier_count=3)
    view = make_view(state, NOW)
    assert (
        view.notes[0]
        == "3 earlier runs in this log; the last failed at step 310 of 5,000, line 480"
    )
    section = next(one for one in view.explain if one.title == "Earlier in this log")
    assert section.lines == (
        "2 older runs, not listed",
        "lines 3 to 480: failed at step 310 of 5,000",
    )


def test_a_log_that_nobody_reads_shows_its_most_promising_line_and_the_option_that_reads_it() -> (
    None
):
    options = replace(OPTIONS, promise=("gen=3/9 best=1\x1b[31m", r"gen=(?P<step>\d+)"))
    when = make_view(STATES["empty"], NOW, options=options).when
    assert when.instead == "understood 0 of 240 lines: none gave a step"
    assert "gen=3/9 best=1" in when.instead_more
    assert r"--pattern 'gen=(?P<step>\d+)' would read it" in when.instead_more
    assert "\x1b" not in when.instead_more


def test_a_run_that_ends_at_its_target_says_why_there_is_no_finish_and_what_the_limit_is() -> None:
    state = replace(
        STATES["no_total"], not_yet="no_total", may_end_early="target", limit_steps=80_000
    )
    when = make_view(state, NOW, options=OPTIONS).when
    assert "ends when it reaches its target" in when.instead
    assert "at most 80,000" in when.instead_more


def test_early_stopping_is_told_beside_the_total() -> None:
    when = make_view(replace(RUNNING, may_end_early="early_stopping"), NOW, options=OPTIONS).when
    assert when.total_from.endswith("; early stopping may end it before")


def test_a_loss_that_a_line_only_calls_nan_is_told_without_a_count() -> None:
    state = replace(STATES["died"], alerts=(Alert("nan_loss", "critical", 2140, None, {}),))
    [row] = make_view(state, NOW, options=BARE).alerts
    assert "the loss is no number" in row.title
    assert "0 in" not in row.title


def test_where_only_results_were_read_no_first_step_is_promised() -> None:
    state = RunState(state="unknown", lines=19, lines_understood=6, metrics={"val_loss": 2.3})
    when = make_view(state, NOW, options=BARE).when
    assert "only results of evaluations" in when.instead_more
    assert "first step" not in when.instead_more


def test_a_file_with_half_a_line_is_not_said_to_be_empty() -> None:
    when = make_view(RunState(), NOW, options=replace(OPTIONS, pending='{"step": 1')).when
    assert when.instead_more == "only half a line has been written yet"


def test_a_total_that_was_worked_out_is_not_shown_as_a_printed_one() -> None:
    printed = make_view(RUNNING, NOW, options=OPTIONS).header.counter
    rough = make_view(replace(RUNNING, total_is_rough=True), NOW, options=OPTIONS).header.counter
    assert (printed, rough) == ("iter 2,140 / 6,000", "iter 2,140 / ~6,000")
