"""The checker of annotations that the tests put on every function of Poise: beartype, with int accepted as float."""

from beartype import BeartypeConf, beartype

checked = beartype(conf=BeartypeConf(is_pep484_tower=True))
