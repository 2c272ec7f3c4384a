-- grain: a table that holds rows of the staged document. How many they are.
select
    '{nome}' as tabella,
    count(*) as righe
from staging.{nome}
having count(*) > 0
