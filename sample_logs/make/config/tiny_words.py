# a tiny character-level model on made-up sentences
# documents get longer towards the end of the data: from longer_from on
# a batch holds 104 characters a row, not 64, and an iteration takes longer

out_dir = 'out-tiny-words'
eval_interval = 250 # often, for the model overfits soon
eval_iters = 50
log_interval = 10 # not every iteration

batch_size = 32
block_size = 64
longer_from = 2400
longer_block_size = 104

n_layer = 4
n_head = 4
n_embd = 96

learning_rate = 1e-3
max_iters = 4000
min_lr = 1e-4 # learning_rate / 10
warmup_iters = 100

compile = True
