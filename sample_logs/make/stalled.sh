# The process stops for good and says nothing (here: SIGSTOP); it is cleared away a minute later.
rm -rf out-stalled
python nanogpt_style.py --max_iters=2000 --out_dir=out-stalled &
disown $!
until [ -e out-stalled/ckpt.pt ]; do sleep 1; done
sleep 7
kill -STOP $!
sleep 60
kill -KILL $!
