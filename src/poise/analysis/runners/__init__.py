"""Where the chunks of a sweep are computed: in this process, in others beside it, on a Dask cluster."""
