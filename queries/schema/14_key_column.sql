-- One row per column of a canonical table whose texts are brought to one dress before they are kept, because something is told apart by
-- them: `normalized_<form>` of queries/dialect/keys/.
create table key_column (
    canonical varchar not null,
    column_name varchar not null,
    form varchar not null,
    primary key (canonical, column_name)
);
