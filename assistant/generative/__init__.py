"""A chat model as a writer: how it is opened, asked and read; nothing that it writes is shown before the gate."""
