"""The words of training loops that print in Chinese, Japanese or Korean, and a few of others."""

FOREIGN = {
    "学习率": "lr", "學習率": "lr", "学習率": "lr", "학습률": "lr",
    "准确率": "acc", "準確率": "acc", "正解率": "acc", "精度": "acc", "정확도": "acc",
    "损失": "loss", "損失": "loss", "손실": "loss",
    "验证": "val", "驗證": "val", "検証": "val", "검증": "val", "测试": "test", "測試": "test", "テスト": "test",
    "训练": "train", "訓練": "train", "学習": "train", "훈련": "train",
    "剩余": "remaining", "剩餘": "remaining", "残り": "remaining", "预计": "eta", "남은": "remaining",
    "耗时": "time", "耗時": "time", "用时": "time", "用時": "time", "时间": "time", "時間": "time", "시간": "time",
    "轮次": "epoch", "輪次": "epoch", "轮": "epoch", "輪": "epoch", "エポック": "epoch", "에폭": "epoch", "에포크": "epoch",
    "迭代次数": "iter", "迭代次數": "iter", "迭代": "iter", "每": "per", "步数": "step", "步數": "step", "步": "step", "ステップ": "step", "스텝": "step", "批次": "batch", "배치": "batch",
    "总": "total", "總": "total", "全": "total", "进度": "progress", "進度": "progress", "速度": "speed", "秒": "s", "第": " ", "共": " ",
    "Époque": "epoch", "époque": "epoch", "durée": "time", "Эпоха": "epoch", "эпоха": "epoch", "потери": "loss", "потеря": "loss",
}  # fmt: skip
"""What loops print in Chinese, Japanese and Korean, in the words of `words`; the longer ones first."""


_WIDE = {0xFF1A: ":", 0xFF0C: ",", 0xFF08: "(", 0xFF09: ")"}
"""Full-width punctuation."""


def english(text: str) -> str:
    """The text with those words put in English, parted by blanks.

    >>> english("训练损失: "), english("loss: ")
    ('train loss :', 'loss: ')
    """
    if text.isascii():
        return text
    for word, meaning in FOREIGN.items():
        if word in text:
            text = text.replace(word, f" {meaning} ")
    return " ".join(text.translate(_WIDE).split())
