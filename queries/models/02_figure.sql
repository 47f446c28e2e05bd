-- One row per publisher, indicator, agency, period, section and sector: the latest snapshot of a published figure.
create table figure_part as
select
    publisher, indicator, agency_code, period_id, section, sector, numerator, denominator, value, score,
    snapshot_at, source_id, source_sheet, source_row
from figure_version
qualify row_number() over (
    partition by publisher, indicator, agency_code, period_id, section, sector
    order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
) = 1;

-- One row per publisher, indicator, agency, period and sector. What a report says of all sections together is taken; else its
-- sections, which are apart, are added: a sum of which a part is not known is not known.
create table figure as
select
    publisher, indicator, agency_code, period_id, sector, numerator, denominator, value, score,
    snapshot_at, source_id, source_sheet, source_row
from figure_part
where section is null
union all
select
    part.publisher, part.indicator, part.agency_code, part.period_id, part.sector,
    case when count(part.numerator) = count(*) then cast(sum(part.numerator) as bigint) end,
    case when count(part.denominator) = count(*) then cast(sum(part.denominator) as bigint) end,
    null, null,
    max(part.snapshot_at), max(part.source_id), max(part.source_sheet), max(part.source_row)
from figure_part as part
left join figure_part as whole
    on whole.section is null and whole.publisher = part.publisher and whole.indicator = part.indicator
    and whole.agency_code = part.agency_code and whole.period_id = part.period_id
    and coalesce(whole.sector, '') = coalesce(part.sector, '')
where part.section is not null and whole.publisher is null
group by part.publisher, part.indicator, part.agency_code, part.period_id, part.sector;
