-- grain: a staged document that has rows in a table of staging. How many they are.
select
    '{nome}' as tabella,
    atto_id,
    count(*) as righe
from staging.{nome}
group by atto_id
