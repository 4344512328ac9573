"""Little logs that only a careful reader reads: other languages, rewards, shares, columns, skewed ranks."""
# ruff: noqa: RUF001  # full-width punctuation is what such logs print

import pytest

from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter

MANY = range(1, 25)


def records(log: bytes | str) -> list[Record]:
    reader, splitter = Reader(), Splitter()
    lines = splitter.feed(log.encode() if isinstance(log, str) else log) + splitter.finish()
    return [made for line in lines for made in reader.feed(line)] + reader.flush()


def steps(log: bytes | str) -> list[Record]:
    return [one for one in records(log) if one.kind == "step"]


def last(log: bytes | str) -> Record:
    return steps(log)[-1]


def state_of(log: str) -> RunState:
    run = Run()
    for one in records(log):
        run.update(one)
    return run.state()


def rows(line: str) -> str:
    """A line for each `n`; `loss` falls, `m` is ten times `n`."""
    return "".join(line.format(n=n, m=10 * n, loss=3 - n / 20) + "\n" for n in MANY)


# Other languages


def test_chinese_iterations_with_the_time_of_each_step_are_read() -> None:
    made = last(rows("[2026-03-01 07:00:{n:02}] 迭代次数: {m}/700 | 训练损失: {loss:.3f} | 每步耗时: 0.40s"))  # fmt: skip
    assert (made.step, made.total_steps, made.step_time_s) == (240, 700, 0.40)


@pytest.mark.parametrize("line", ["第{n}轮/共80轮 训练损失：{loss:.3f} 耗时：21.5秒", "第 {n} 轮，损失 {loss:.3f}，用时 21.5 秒"])  # fmt: skip
def test_an_ordinal_in_chinese_names_the_epoch(line: str) -> None:
    made = last(rows(line))
    assert (made.step, made.unit, made.step_time_s) == (24, "epoch", 21.5)
    assert made.total_steps == (80 if "共" in line else None)


def test_steps_within_an_ordinal_epoch_are_those_of_the_epoch() -> None:
    log = "".join(
        f"第 {e} 轮，步数 {n}/60，损失 {3 / e:.3f}\n" for e in (1, 2) for n in range(5, 61, 5)
    )
    state = state_of("开始训练，共 9 轮，每轮 60 步\n" + log)
    assert (last(log).epoch, last(log).step, last(log).scope) == (2, 60, "epoch")
    assert state.total_steps == 540


def test_a_log_in_gbk_is_decoded_and_latin_words_are_not() -> None:
    made = last(rows("第{n}轮 步数 {m}/900 损失 {loss:.3f} 每步 0.7秒").encode("gbk"))
    assert (made.step, made.total_steps, made.metrics["loss"]) == (240, 900, 1.8)
    latin = next(iter(Splitter().feed("step 5 größer für Ärger\n".encode("latin-1"))))
    assert latin.text.isascii()  # unreadable letters go, none becomes another


def test_french_epochs_are_read() -> None:
    made = last(rows("Époque {n}/70 - perte {loss:.3f} - durée 12 s"))
    assert (made.step, made.total_steps, made.unit, made.step_time_s) == (24, 70, "epoch", 12)


def test_the_end_of_training_in_chinese_is_the_end_but_that_of_a_round_is_not() -> None:
    log = rows("step {n}/24 loss {loss:.3f}")
    assert records(log + "训练完成\n")[-1].kind == "done"
    assert records(log + "第1轮训练完成\n")[-1].kind != "done"


# Rewards, scores


@pytest.mark.parametrize(
    ("line", "total", "unit"),
    [
        ("Episode {n}/900 Score: {m} Average score: 0.5", 900, "episode"),
        ("Episode: {n}, Total Reward: {m}, Steps: 31, Epsilon: 0.9", None, "episode"),
        ("Ep {n}/600 return={loss} len=31 loss={loss} fps=700", 600, "episode"),
        ("iter {n}/90 | rollout 7.5s | update 2.2s | reward {loss:.2f}", 90, "iter"),
        ("Ep. {n:04} | Tr.loss {loss:.3f} | Val.acc 0.8", None, "epoch"),
    ],
)
def test_rewards_tell_of_training_as_a_loss_does(line: str, total: int | None, unit: str) -> None:
    made = last(rows(line))
    assert (made.step, made.total_steps, made.unit) == (24, total, unit)


def test_steps_that_are_announced_are_no_number_of_episodes() -> None:
    log = "max_steps: 500\n" + rows("Episode: {n}, Total Reward: {m}, Epsilon: 0.9")
    assert (state_of(log).step, state_of(log).total_steps) == (24, None)


def test_a_reward_of_a_test_counts_nothing() -> None:
    assert not steps(rows("Test episode {n} reward: {m}"))
    assert not steps(rows("Episode {n} - truncated at step 900. Reward: {m}.50"))


def test_an_accuracy_of_a_validation_never_takes_over_from_a_loss() -> None:
    log = "".join(
        f"epoch {e} batch {b}/8 loss {3 / e:.2f}\n" * (b < 8) + f"epoch {e} done, validation accuracy 0.{e}\n" * (b == 8)
        for e in MANY
        for b in range(1, 9)
    )  # fmt: skip
    assert {one.total_steps for one in steps(log)} == {8}


# Shares, columns


def test_a_percentage_is_the_counter_where_nothing_else_is() -> None:
    made = last(rows("progress: {n}.0% loss: {loss:.3f}"))
    assert (made.step, made.total_steps, made.base, made.unit) == (24, 100, 1, "percent")


def test_a_percentage_behind_the_epoch_is_of_the_epoch() -> None:
    log = "".join(
        f"Epoch {e}/20 [{p}%] loss {9 - e - p / 99:.3f}\n" for e in range(1, 6) for p in range(0, 100, 20)
    )  # fmt: skip
    state = state_of(log + "Epoch 6/20 [40%] loss 2.0\n")
    assert state.step is not None
    assert state.total_steps is not None
    assert state.step / state.total_steps == pytest.approx(5.4 / 20)


def test_the_share_of_all_epochs_is_none_of_the_epoch() -> None:
    made = last("".join(f"Epoch {e}/20 [{5 * e}%] loss {9 / e:.3f}\n" for e in range(1, 12)))
    assert (made.step, made.total_steps, made.unit) == (11, 20, "epoch")


@pytest.mark.parametrize("line", ["{m} {loss:.4f}", "{m} tensor({loss:.4f}, device='cuda:0')", "  {m} {loss:.4f} 3m07s"])  # fmt: skip
def test_columns_without_words_are_a_counter_and_a_loss_at_an_even_stride(line: str) -> None:
    assert (last(rows(line)).step, last(rows(line)).metrics["loss"]) == (240, 1.8)
    assert not steps("".join(line.format(m=n * n, loss=3 - n / 20) + "\n" for n in MANY))


def test_the_loss_may_be_told_behind_its_step() -> None:
    made = last(rows("Training loss (for one batch) at step {m}: {loss:.4f}"))
    assert (made.step, made.metrics["loss"]) == (240, 1.8)


def test_train_and_valid_may_be_the_only_names_of_losses() -> None:
    made = last(rows("{m} | train {loss:.4f} | valid {loss:.4f} | lr 1e-4"))
    assert (made.step, made.metrics["loss"]) == (240, 1.8)


def test_errors_of_the_training_below_an_announced_epoch_count_it() -> None:
    log = rows("Epoch {n} / 90\nResult <train>: [train_time: 61.2 (s), train_MAE: {loss:.3f}]\nResult <val>: [val_MAE: 2.1]")  # fmt: skip
    assert (last(log).step, last(log).total_steps, last(log).unit) == (24, 90, "epoch")


# Ranks, stamps, units


@pytest.mark.parametrize("prefix", ["[rank{r}] ", "2026-03-01 07:{n:02}:0{r} rank {r} "])
def test_ranks_with_a_skew_are_counted_by_the_first(prefix: str) -> None:
    line = prefix + "step {at}/300 loss {loss:.2f} 1.1s/it\n"
    log = "".join(
        line.format(n=n, r=r, at=n + 3 - r, loss=9 - n / 9) for n in MANY for r in range(4)
    )
    assert [one.step for one in steps(log)] == [n + 3 for n in MANY]


def test_a_bare_time_before_a_counter_and_a_leading_unix_stamp_are_stamps() -> None:
    bare = last("".join(f"23:{30 + n}:05 | step {n}/90 loss {9 / n:.2f}\n" for n in MANY))
    unix = last("".join(f"{1_790_000_000 + 20 * n}.5 step {n}/90 loss {9 / n:.2f}\n" for n in MANY))
    assert bare.at == 23 * 3600 + 54 * 60 + 5
    assert unix.at == 1_790_000_480.5


def test_a_word_for_the_fault_alone_on_a_line_is_the_shells() -> None:
    assert records(rows("step {n}/99 loss {loss}") + "Bus error\n")[-1].fault == "crash"


# Tables


@pytest.mark.parametrize(
    ("head", "row", "want"),
    [
        ("epoch,loss,val_loss", "{n},{loss:.2f},2.0", (24, "epoch", 1.8)),
        ("step;loss;sec_per_step", "{m};{loss:.2f};0,25", (240, None, 1.8)),
        ("time/fps,rollout/ep_rew_mean,time/iterations,time/total_timesteps", "700,3.5,{n},{m}", (240, None, None)),
        ("train/loss_step,global_step,epoch,created_at", "{loss:.2f},{m}.0,0,2026-03-01 07:00:{n:02}.5", (240, None, 1.8)),
        ("Epoch ,FinishTime ,LR ,RMSE_Train", "{n} ,04.29_01:45:{n:02} ,0.1 , {loss}", (24, "epoch", None)),
    ],
)  # fmt: skip
def test_tables_of_other_sorts_are_read(
    head: str, row: str, want: tuple[int, str | None, float | None]
) -> None:
    made = last(f"{head}\n{rows(row)}")
    assert (made.step, made.unit, made.metrics.get("loss")) == want
    assert made.step_time_s in {None, 0.25}


# Totals


@pytest.mark.parametrize(
    "told",
    ["Total train steps 700", "python train.py --steps 700 --bs 4", "总步数: 700", "Running 700 iterations..."],
)  # fmt: skip
def test_totals_that_are_told_in_words_are_known(told: str) -> None:
    assert state_of(f"{told}\n" + rows("step {n} loss {loss:.3f} 0.5s/step")).total_steps == 700
