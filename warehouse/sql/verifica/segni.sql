-- grain: a page whose glyphs aren't all in a cell, the text, the furniture or the residue. Law of the glyphs.
select concat_ws(' ', v.nome_file, 'pagina', p.pagina) as dove, 'i segni collocati non sono quelli della pagina' as che_cosa
from qualita.pagina as p
join evidenze.versione as v using (atto_id)
where p.in_celle + p.in_testo + p.in_arredo + p.residuo <> p.segni
order by dove;
