# The run is killed from outside, a little after its first checkpoint; the shell that started it says so.
rm -rf out-killed
(until [ -e out-killed/ckpt.pt ]; do sleep 1; done; sleep 7; pkill -KILL -P $$ -x python) &
python nanogpt_style.py --max_iters=2000 --out_dir=out-killed
