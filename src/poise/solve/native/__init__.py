"""The native engine: a traced flow as straight-line vector code for this machine's processor, without a compiler."""
