-- One row per publisher, indicator, agency, period and sector: the latest snapshot of a published figure.
create table figure as
select
    publisher, indicator, agency_code, period_id, sector, numerator, denominator, value, score,
    snapshot_at, source_id, source_sheet, source_row
from figure_version
qualify row_number() over (
    partition by publisher, indicator, agency_code, period_id, sector
    order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
) = 1;
