-- grain: a table that holds the staged document; key: table_name. About how many rows it has; 0 is exact.
select
    table_name,
    estimated_size
from duckdb_tables()
where database_name = 'staging';
