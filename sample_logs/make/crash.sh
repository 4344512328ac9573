# Somebody tidies up the disk while the run goes on: the next checkpoint has no folder to go to.
rm -rf out-crash
(until [ -e out-crash/ckpt.pt ]; do sleep 1; done; rm -r out-crash) &
python nanogpt_style.py --max_iters=2000 --out_dir=out-crash
