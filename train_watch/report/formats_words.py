"""A definition's facts in words: what the counter counts, what the time means, how the trainer forecasts."""

from typing import Any

Data = dict[str, Any]

TOTAL = {
    "line": "the line itself", "config": "a config line", "banner": "a banner before the first step",
    "epochs": "epochs x steps per epoch", "eta": "the trainer's own remaining time",
    "percent": "the percentage on the line", "end": "the last line only", "nowhere": "nowhere: give --total",
}  # fmt: skip
TIME = {
    "field": "a time on the line", "rate": "a rate on the line", "clock": "a clock on the line",
    "stamps": "the lines' time stamps", "bar": "the bar's clock", "arrival": "when the lines arrive",
}  # fmt: skip
MEANING = {
    "one": "of the step just done", "interval": "the mean since the last line", "window": "the mean of the last few steps",
    "mean": "the mean since the start", "ema": "a moving average",
}  # fmt: skip
RATE = {
    "last": "the last time", "window": "the mean of the last few", "mean": "the mean so far",
    "median": "the median", "ema": "a moving average",
}  # fmt: skip


def listed(value: object) -> list[str]:
    """A note's words: one or a list of them."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)] if value else []


def joined(words: list[str], by: str = ", ") -> str:
    return by.join(words) if words else "not told"


def counts(data: Data) -> bool:
    """The definition reads steps, and does not only tell of another's."""
    return "bar" in data or any(line["kind"] == "step" for line in data.get("line", []))


def total_from(data: Data) -> str:
    return joined([TOTAL[word] for word in listed(data.get("total", {}).get("from"))], "; else ")


def counter(data: Data) -> str:
    """What is counted, from which number, over what, and what the last line prints."""
    table = data.get("counter", {})
    scope = table.get("scope", "run")
    over = "the whole run" if scope == "run" else f"one {scope}"
    last = "equals the total" if table.get("last_is_total", True) else "is one below the total"
    text = f"{table.get('unit', 'step')}, from {table.get('base', 1)}, over {over}; the last one printed {last}"
    if "epoch_base" in table:
        text += f"; epochs from {table['epoch_base']}"
    return text


def time_means(data: Data) -> str:
    """What the step time is taken from, stands for, and holds beside the step."""
    notes, table = data.get("time", {}), data.get("counter", {})
    sources = listed(notes.get("from"))
    parts = [joined([TIME[word] for word in sources], "; else ")]
    if "meaning" in table and {"field", "rate", "bar"} & set(sources):
        parts.append(MEANING[table["meaning"]])
    if table.get("covers") == "interval":
        parts.append("of all steps since the last line")
    text = ", ".join(parts)
    holds = listed(notes.get("holds"))
    if holds:
        text += "; holds " + joined(holds)
    if table.get("eval_in") and "evaluation" not in holds:
        text += "; holds evaluations"
    return text + ("" if table.get("clock_has_eval", True) else "; the clock stops for evaluations")


def own_eta(data: Data) -> str:
    """The trainer's own forecast as a formula, and what it forgets."""
    notes = data.get("eta", {})
    rates = listed(notes.get("rate"))
    if not rates:
        return "not told"
    if rates == ["none"]:
        return "none printed"
    rate = joined([RATE[word] for word in rates if word in RATE], " or ")
    rest = joined(listed(notes.get("rest", "run")), " or ")
    text = f"{rate} x steps left of the {rest}"
    evaluations = {
        "in": "evaluations are spread over the steps",
        "out": "evaluations are forgotten",
        "modelled": "evaluations are added",
    }
    wrong = "; wrong after a resume" if notes.get("resume") == "wrong" else ""
    told = [evaluations[word] for word in listed(notes.get("evaluations"))]
    return text + "".join(f"; {words}" for words in told) + wrong


def first_sample(data: Data) -> str:
    """The line to show of a trainer: its first sample of a step."""
    samples: list[Data] = data.get("sample", [])
    steps = [sample for sample in samples if sample["want"]["kind"] == "step"]
    return str((steps or samples or [{"line": ""}])[0]["line"]).strip()
