-- One row per agency, day, survey_kind, factor, question and answer: how many gave it. The latest export that speaks of an agency's day wins,
-- whole. What a paper answers once more counts once, as its later row says; without a paper's code each row is one's own: two may answer alike.
create table survey as
with latest as (
    select
        agency_code, surveyed_at, survey_kind, factor, question, answer, score, answer_count, paper_code,
        snapshot_at, source_id, source_number, source_sheet, source_row
    from survey_version
    qualify rank() over (partition by agency_code, surveyed_at order by snapshot_at desc, source_number desc) = 1
),
answered as (
    select agency_code, surveyed_at, survey_kind, factor, question, answer, score, answer_count, snapshot_at, source_id
    from latest
    qualify paper_code is null or row_number() over (
        partition by agency_code, cast(surveyed_at as date), survey_kind, factor, question, text_key(paper_code)
        order by surveyed_at desc, snapshot_at desc, source_number desc, source_sheet desc, source_row desc
    ) = 1
)
select
    agency_code, surveyed_at, survey_kind, factor, question, answer, score, sum(answer_count) as answer_count,
    max(snapshot_at) as snapshot_at, max(source_id) as source_id
from answered
group by agency_code, surveyed_at, survey_kind, factor, question, answer, score;
