"""The steps left are told from the last step line, also where an event was seen further on."""

from train_watch.core.records import Record
from train_watch.core.run import Run


def test_a_validation_further_on_leaves_the_steps_that_are_told_as_they_were() -> None:
    run = Run()
    for step in range(10, 210, 10):
        run.update(Record("step", step, step=step, total_steps=1000, step_time_s=0.5))
    run.update(Record("evaluation", 211, step=206, cost_s=4.0))
    state = run.state()
    assert state.forecast is not None
    assert (state.step, state.forecast.remaining_steps) == (200, 800)
    steps = next(one for one in state.forecast.terms if one.what == "steps")
    assert steps.count == 794
