-- Columns of a table (parameters: schema, table) in the attached old file.
select column_name
from duckdb_columns()
where database_name = 'vecchio'
    and schema_name = ?
    and table_name = ?;
