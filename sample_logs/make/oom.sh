# A limit on memory as a cluster sets one.
ulimit -v 3000000
python leaky.py
