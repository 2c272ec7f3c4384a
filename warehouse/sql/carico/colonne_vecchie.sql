-- Columns of a table (parameter) in the attached old file.
select column_name
from duckdb_columns()
where database_name = 'vecchio'
    and table_name = ?;
