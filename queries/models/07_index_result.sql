-- One row per index, agency, year and section: its latest snapshot, then the later file, then the later row.
create table index_result as
select
    index_id, agency_code, year, section, score, max_score, rank, ranked_of, target,
    snapshot_at, source_id, source_sheet, source_row
from index_result_version
qualify row_number() over (
    partition by index_id, agency_code, year, section
    order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
) = 1;
