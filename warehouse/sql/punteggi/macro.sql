-- Kept in the published file: the views need it.
-- Why a mean has a figure or none: of its elements how many count, how many are measured, how many wait for a value,
-- and how many are left out (not measurable, or without a target).
create macro punteggi.stato_insieme(contano, misurati, in_attesa, esclusi) as
    case
        when contano = 0 and esclusi > 0 then 'non_rilevabile'
        when contano = 0 then 'senza_indicatori'
        when misurati = contano then 'misurato'
        when in_attesa > 0 then 'in_attesa_di_rilevazione'
        else 'non_calcolabile'
    end;

-- How the elements of a mean weigh: all the same; as printed, where each one that counts has a weight; all the same
-- though weights are printed or wanted, because not each one has one.
create macro punteggi.pesi_insieme(conta, da_pesare, peso) as
    case
        when count(*) filter (where conta and da_pesare) = 0 then 'uguali'
        when count(peso) filter (where conta) = count(*) filter (where conta) and sum(peso) filter (where conta) > 0
            then 'stampati'
        else 'incompleti'
    end;

-- The mean of the elements that have a figure, with the weights that pesi_insieme says.
create macro punteggi.media_insieme(pesi, peso, valore) as
    case
        when pesi = 'stampati' then sum(peso * valore) / nullif(sum(peso) filter (where valore is not null), 0)
        else avg(valore)
    end;

-- The number that a printed weight is, without its per cent sign; none where the print holds anything else.
create macro punteggi.peso_stampato(testo) as
    try_cast(replace(regexp_extract(testo, '^\s*(\d+(?:[.,]\d+)?)\s*%?\s*$', 1), ',', '.') as double);

-- A text without case, accents, punctuation: what two prints of the same words share.
create macro punteggi.nudo(testo) as
    trim(regexp_replace(lower(strip_accents(testo)), '[^a-z0-9]+', ' ', 'g'));
