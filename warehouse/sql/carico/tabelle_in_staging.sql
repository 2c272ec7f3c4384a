-- Tables that hold the staged document.
select table_name
from duckdb_tables()
where database_name = 'staging'
order by table_name;
