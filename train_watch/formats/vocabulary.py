"""Words of training logs: what counters, times, losses and everything else beside them are called."""


def vocabulary(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEPS = vocabulary(
    "step steps iter iters iteration iterations it itr batch batches update updates minibatch timestep timesteps "
    "niter nbatch globalstep stp"
)
LOOSE_STEPS = vocabulary(
    "episode episodes round rounds tree trees game games rollout rollouts cycle minibatches generation"
    " generations"
)
"""Counters of training too, but more often of something within it."""
EPOCHS = vocabulary("epoch epochs epch ep")
EVALUATING = vocabulary(
    "val valid validation validating validate eval evaluating evaluation evaluate test testing dev sanity infer "
    "inference predict predicting prediction ttt holdout"
)
PREPARING = vocabulary(
    "map mapping loading load downloading download tokenizing tokenize generating generate sampling sampler warmup "
    "filter flattening saving fetching converting preprocessing preprocess resolving running grouping packing writing "
    "encoding extracting reading computing caching scanning building collecting decoding uploading upload shards "
    "processing truncating applying formatting skipping installing creating unpacking copying merging quantizing "
    "initializing preparing compiling calibrating resize crawling hashing cloning pulling pushing"
)
"""First words of bars that count no training steps."""

STAMPS = vocabulary("timestamp ts time stamp wall walltime unix unixtime created epoch datetime")
"""Names of a number of the size of Unix seconds."""
PROGRESS = vocabulary("progress percent percentage pct complete completed done finished")
ETAS = vocabulary("eta remaining remain left")
RATES = vocabulary("speed throughput ips fps wps tps sps qps tgs tflops flops")
SPANS = vocabulary("t time dt")
"""Before a slash: `t/it`, `time/batch`."""
TIMES = vocabulary("time dt timer took cost duration seconds secs sec ms runtime tm")
CLOCKS = vocabulary(
    "elapsed elasped wall passed overall cumulative total runtime since walltime used consumed clock"
)
PARTIAL = vocabulary(
    "forward backward fwd bwd fw bw optimizer optim opt loader sampling generation gen comm sync allreduce h2d gpu cpu "
    "save ckpt checkpoint grad model prep preprocess queue wait gc logging infer epoch encode decode step_opt"
)
"""A time of these is of a part of the step (or of the whole epoch), not of the step."""
NOT_OF_STEPS = vocabulary(
    "next until load loading save saving compile compilation startup start init setup"
)
"""`next save in 2 min`, `load time`: of something else."""
DATA = vocabulary("data dataloader loader reader fetch dataloading dl")
METRICS = vocabulary(
    "lr learning acc accuracy grad gnorm norm mem memory momentum wd decay mfu ppl perplexity bleu auc f1 map iou psnr "
    "ssim reward return score size seed temperature beta world rank gpu gpus device devices port pid node nodes version "
    "params parameters top1 top5 prec precision recall error err wer cer scale ratio entropy kl clip correct"
)
RESULTS = vocabulary(
    "reward rewards return returns score acc accuracy mae rmse mape psnr lr grad gnorm epsilon"
)
"""Metrics that stand beside a counter of training, even where no loss does."""
REWARDS = vocabulary("reward rewards return returns score")
"""Beside these `ep` is an episode."""
NOT_TRAINING = vocabulary(
    "warmup warm save saved saving checkpoint ckpt writing wrote summary best last resume resuming resumed from loading "
    "loaded skip skipped skipping nan accumulation accumulating size per every until attempt after before restored "
    "first number logging snapshot at total max"
)
"""A step beside one of these is mentioned, not counted (`saved checkpoint at step 500`)."""

SCALES = vocabulary("scale scaler scaling weight coef")
"""A loss scale is no loss."""
STEP_WORDS = STEPS | LOOSE_STEPS
TIMED_COSTS = (TIMES | DATA | STEP_WORDS | PARTIAL | CLOCKS | EPOCHS) - {"cost", "model", "total"}
"""A cost of these is a time (`batch_cost`, `time cost`); a bare cost, or a training's, is a loss."""

UNITS = {
    "epoch": "epoch", "epochs": "epoch", "ep": "epoch", "iter": "iter", "iters": "iter", "iteration": "iter", "iterations": "iter",
    "it": "iter", "batch": "batch", "batches": "batch", "update": "update", "updates": "update", "round": "round",
    "episode": "episode", "generation": "generation", "sample": "sample", "samples": "sample", "minibatch": "batch",
}  # fmt: skip
"""What people call the things that logs count."""
OF_RUN = vocabulary("global total overall cumulative")
"""Words of a counter that goes on over the epochs."""
OUTER = vocabulary(
    "update updates episode episodes generation generations round rounds game games rollout rollouts"
)
"""Counters of what holds many steps."""
OF_A_TOTAL = vocabulary("total max num number of n train training all global optimization")
"""Words of a total that say nothing of what is counted."""
