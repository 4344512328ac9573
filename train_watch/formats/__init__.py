"""What a line means: the catalogue of trainers, progress bars, and the generic reading of everything else.

`reader.Reader` is the door. A trainer is one file in `catalog/`; after changing one, run
`python -m train_watch.formats.build`.
"""
