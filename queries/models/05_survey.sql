-- One row per agency, day, survey_kind, factor, question and answer: how many gave it. The latest export that speaks of an agency's day wins,
-- whole, because the rows of a survey have no code of their own.
create table survey as
with latest as (
    select agency_code, surveyed_at, survey_kind, factor, question, answer, score, answer_count, snapshot_at, source_id
    from survey_version
    qualify rank() over (partition by agency_code, surveyed_at order by snapshot_at desc, source_number desc) = 1
)
select
    agency_code, surveyed_at, survey_kind, factor, question, answer, score, sum(answer_count) as answer_count,
    max(snapshot_at) as snapshot_at, max(source_id) as source_id
from latest
group by agency_code, surveyed_at, survey_kind, factor, question, answer, score;
