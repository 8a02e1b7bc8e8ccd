-- An entry is replaced once: who comes second must name the newer one. Also how the entries that hold are found.
create unique index day_entry_supersedes on day_entry (supersedes) where supersedes is not null;
