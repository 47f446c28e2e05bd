-- id       = "sectors_in_two_systems"
-- name     = "Biểu báo cáo cộng hai hệ thống: có danh sách hồ sơ để biết không hồ sơ nào được đếm hai lần"
-- severity = "warn"
-- audit    = true
-- by_source = true
with doubled as (
    select agency_code, period_id, sector, cast(sum(numerator) as bigint) as added, max(source_id) as source_id, count(*) as systems
    from figure_part
    where publisher = 'report_06a' and indicator = 'received_and_carried_over' and section is not null and sector is not null
    group by agency_code, period_id, sector
),
-- With the dossiers themselves at hand, a code counts once.
listed as (select distinct solving_agency as agency_code from dossier)
select
    doubled.agency_code,
    called.label || ' ' || doubled.period_id || ' ' || doubled.sector as subject_id,
    'cộng ' || cast(doubled.systems as string) || ' hệ thống được ' || cast(doubled.added as string)
    || ' hồ sơ; nạp danh sách hồ sơ của cả hai hệ thống để đối chiếu' as detail,
    doubled.source_id
from doubled
join agency_of_figure as called on called.agency_code = doubled.agency_code and called.period_id = doubled.period_id
left join listed on listed.agency_code = doubled.agency_code
where doubled.systems > 1 and listed.agency_code is null
